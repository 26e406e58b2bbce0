// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/shown_scheduler.h"
#include "ui/charts/chart_frame.h"

class QComboBox;

namespace sweep::ui {

/// A reported metric over the steps of each trial, with the rungs at which a scheduler compares them and what it asks for there.
class CurvesChart : public ChartFrame {
  Q_OBJECT
public:
  CurvesChart(Selection* selection, QWidget* parent);

protected:
  void offerChoices(const Snapshot& snapshot) override;
  ChartContent contentOf(const Snapshot& snapshot) override;
  QString hoverNote(const Trial& trial, const ChartPoint& point) const override;

private:
  QString noteOf(const Snapshot& snapshot) const;

  ShownScheduler m_scheduler;
  QComboBox* m_metric;
  QString m_shown;
};

} // namespace sweep::ui
