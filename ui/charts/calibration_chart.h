// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/chart_frame.h"

namespace sweep::ui {

/// What the sampler predicted of each trial, with one standard deviation to each side, against what came of it.
class CalibrationChart : public ChartFrame {
  Q_OBJECT
public:
  CalibrationChart(Selection* selection, QWidget* parent);

protected:
  ChartContent contentOf(const Snapshot& snapshot) override;
  QString hoverNote(const Trial& trial, const ChartPoint& point) const override;
};

} // namespace sweep::ui
