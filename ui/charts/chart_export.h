// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QImage>
#include <QSize>
#include <QString>

namespace sweep::ui {

class ChartView;

/// The picture at twice the size in pixels, for screens and documents of today.
QImage chartImage(ChartView& view, QSize size);
QByteArray chartSvg(ChartView& view, QSize size, const QString& title);
/// By the suffix: svg as shapes, everything else that Qt writes as an image. False when it cannot be written.
bool saveChart(ChartView& view, const QString& path, QSize size, const QString& title);
/// In the format of the suffix; what was at the path stays when it cannot be written.
bool savePicture(const QImage& picture, const QString& path);

} // namespace sweep::ui
