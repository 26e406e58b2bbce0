// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/render_chart.h"

#include "ui/charts/chart.h"
#include "ui/charts/registry.h"
#include "ui/selection.h"

#include <memory>

namespace sweep::ui {

bool renderChart(const ChartEntry& entry, SnapshotPtr snapshot, const QString& path, QSize size) {
  Selection selection;
  const std::unique_ptr<Chart> chart(entry.create(&selection, nullptr));
  chart->setSnapshot(std::move(snapshot));
  return chart->save(path, size);
}

} // namespace sweep::ui
