// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_export.h"

#include "ui/charts/chart_view.h"
#include "ui/replace_file.h"

#include <QBuffer>
#include <QPainter>
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

bool savePicture(const QImage& picture, const QString& path) {
  QByteArray bytes;
  QBuffer buffer(&bytes);
  const QByteArray format = path.section(QLatin1Char('.'), -1).toLower().toLatin1();
  return picture.save(&buffer, format.constData()) && replaceFile(path, bytes).ok();
}

bool saveChart(ChartView& view, const QString& path, QSize size, const QString& title) {
  if (size.isEmpty())
    return false;
  if (path.endsWith(QLatin1String(".svg"), Qt::CaseInsensitive))
    return replaceFile(path, chartSvg(view, size, title)).ok();
  return savePicture(chartImage(view, size), path);
}

} // namespace sweep::ui
