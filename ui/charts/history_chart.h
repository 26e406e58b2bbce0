// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/chart_frame.h"

namespace sweep::ui {

/// The score of every trial in order, with the best so far.
class HistoryChart : public ChartFrame {
  Q_OBJECT
public:
  HistoryChart(Selection* selection, QWidget* parent);

protected:
  ChartContent contentOf(const Snapshot& snapshot) override;
};

} // namespace sweep::ui
