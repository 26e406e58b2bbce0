// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/snapshot.h"

#include <QSize>
#include <QString>

namespace sweep::ui {

struct ChartEntry;

/// A chart into a file without a window; needs a QApplication, the offscreen platform will do. `size` in logical pixels: a PNG has
/// twice as many each way. The suffix decides: png, svg. False when it cannot be written.
bool renderChart(const ChartEntry& entry, SnapshotPtr snapshot, const QString& path, QSize size);

} // namespace sweep::ui
