// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_export.h"

#include "ui/charts/chart_view.h"
#include "ui/replace_file.h"

#include <QBuffer>
#include <QGuiApplication>
#include <QPainter>
#include <QScreen>
#include <QSvgGenerator>

namespace sweep::ui {

namespace {

constexpr int Scale = 2;

QImage imageOf(QSize size, const Painting& painting) {
  QImage image(size * Scale, QImage::Format_ARGB32_Premultiplied);
  image.setDevicePixelRatio(Scale);
  image.fill(Qt::transparent);
  QPainter painter(&image);
  painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
  painting(painter);
  return image;
}

QByteArray svgOf(QSize size, int resolution, const QString& title, const Painting& painting) {
  QByteArray svg;
  QBuffer buffer(&svg);
  buffer.open(QIODevice::WriteOnly);
  QSvgGenerator generator;
  generator.setOutputDevice(&buffer);
  generator.setSize(size);
  generator.setViewBox(QRect(QPoint(), size));
  generator.setResolution(resolution);
  generator.setTitle(title);
  QPainter painter(&generator);
  painting(painter);
  painter.end();
  return svg;
}

} // namespace

QImage chartImage(ChartView& view, QSize size) {
  return imageOf(size, [&](QPainter& painter) { view.renderTo(painter, size); });
}

QByteArray chartSvg(ChartView& view, QSize size, const QString& title) {
  return svgOf(size, view.logicalDpiX(), title, [&](QPainter& painter) { view.renderTo(painter, size); });
}

bool savePicture(const QImage& picture, const QString& path) {
  QByteArray bytes;
  QBuffer buffer(&bytes);
  const QByteArray format = path.section(QLatin1Char('.'), -1).toLower().toLatin1();
  return picture.save(&buffer, format.constData()) && replaceFile(path, bytes).ok();
}

bool savePainting(const QString& path, QSize size, const QString& title, const Painting& painting) {
  if (size.isEmpty())
    return false;
  if (path.endsWith(QLatin1String(".svg"), Qt::CaseInsensitive))
    return replaceFile(path, svgOf(size, static_cast<int>(QGuiApplication::primaryScreen()->logicalDotsPerInchX()), title, painting)).ok();
  return savePicture(imageOf(size, painting), path);
}

bool saveChart(ChartView& view, const QString& path, QSize size, const QString& title) {
  if (size.isEmpty())
    return false;
  if (path.endsWith(QLatin1String(".svg"), Qt::CaseInsensitive))
    return replaceFile(path, chartSvg(view, size, title)).ok();
  return savePicture(chartImage(view, size), path);
}

} // namespace sweep::ui
