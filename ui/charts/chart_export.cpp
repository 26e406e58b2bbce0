// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_export.h"

#include "ui/charts/chart_view.h"

#include <QBuffer>
#include <QPainter>
#include <QSaveFile>
#include <QSvgGenerator>

namespace sweep::ui {

namespace {
constexpr int Scale = 2;
}

QImage chartImage(ChartView& view, QSize size) {
  QImage image(size * Scale, QImage::Format_ARGB32_Premultiplied);
  image.setDevicePixelRatio(Scale);
  image.fill(Qt::transparent);
  QPainter painter(&image);
  painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
  view.renderTo(painter, size);
  return image;
}

QByteArray chartSvg(ChartView& view, QSize size, const QString& title) {
  QByteArray svg;
  QBuffer buffer(&svg);
  buffer.open(QIODevice::WriteOnly);
  QSvgGenerator generator;
  generator.setOutputDevice(&buffer);
  generator.setSize(size);
  generator.setViewBox(QRect(QPoint(), size));
  generator.setResolution(view.logicalDpiX());
  generator.setTitle(title);
  QPainter painter(&generator);
  view.renderTo(painter, size);
  painter.end();
  return svg;
}

bool saveChart(ChartView& view, const QString& path, QSize size, const QString& title) {
  QSaveFile file(path);
  if (size.isEmpty() || !file.open(QIODevice::WriteOnly))
    return false;
  if (path.endsWith(QLatin1String(".svg"), Qt::CaseInsensitive)) {
    const QByteArray svg = chartSvg(view, size, title);
    return file.write(svg) == svg.size() && file.commit();
  }
  const QByteArray format = path.section(QLatin1Char('.'), -1).toLower().toLatin1();
  return chartImage(view, size).save(&file, format.constData()) && file.commit();
}

} // namespace sweep::ui
