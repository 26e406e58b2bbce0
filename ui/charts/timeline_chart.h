// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/chart_frame.h"

#include <QTimer>

namespace sweep::ui {

/// Which worker ran which trial when.
class TimelineChart : public ChartFrame {
  Q_OBJECT
public:
  TimelineChart(Selection* selection, QWidget* parent);

protected:
  ChartContent contentOf(const Snapshot& snapshot) override;

private:
  /// While something runs its bar grows, also when nothing is reported.
  QTimer m_clock;
};

} // namespace sweep::ui
