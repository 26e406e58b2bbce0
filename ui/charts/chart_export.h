// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QImage>
#include <QSize>
#include <QString>
#include <functional>

class QPainter;

namespace sweep::ui {

class ChartView;

/// The picture at twice the size in pixels, for screens and documents of today.
QImage chartImage(ChartView& view, QSize size);
QByteArray chartSvg(ChartView& view, QSize size, const QString& title);
/// By the suffix: svg as shapes, everything else that Qt writes as an image. False when it cannot be written.
bool saveChart(ChartView& view, const QString& path, QSize size, const QString& title);
/// The same for what `painting` paints, in logical pixels, onto nothing.
using Painting = std::function<void(QPainter& painter)>;
bool savePainting(const QString& path, QSize size, const QString& title, const Painting& painting);
/// In the format of the suffix; what was at the path stays when it cannot be written.
bool savePicture(const QImage& picture, const QString& path);

} // namespace sweep::ui
