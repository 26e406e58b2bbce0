// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/chart_frame.h"

class QComboBox;

namespace sweep::ui {

/// A reported metric over the steps of each trial.
class CurvesChart : public ChartFrame {
  Q_OBJECT
public:
  CurvesChart(Selection* selection, QWidget* parent);

protected:
  void offerChoices(const Snapshot& snapshot) override;
  ChartContent contentOf(const Snapshot& snapshot) override;

private:
  QComboBox* m_metric;
  QString m_shown;
};

} // namespace sweep::ui
