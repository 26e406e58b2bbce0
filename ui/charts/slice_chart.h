// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/chart_frame.h"

class QComboBox;

namespace sweep::ui {

/// Score against one parameter.
class SliceChart : public ChartFrame {
  Q_OBJECT
public:
  SliceChart(Selection* selection, QWidget* parent);

protected:
  void offerChoices(const Snapshot& snapshot) override;
  ChartContent contentOf(const Snapshot& snapshot) override;

private:
  QComboBox* m_parameter;
  QString m_shown;
};

} // namespace sweep::ui
