// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/chart_frame.h"

class QComboBox;

namespace sweep::ui {

/// Where trials lie in the plane of two parameters, their scores as colours.
class PairChart : public ChartFrame {
  Q_OBJECT
public:
  PairChart(Selection* selection, QWidget* parent);

protected:
  void offerChoices(const Snapshot& snapshot) override;
  ChartContent contentOf(const Snapshot& snapshot) override;

private:
  QComboBox* m_x;
  QComboBox* m_y;
};

} // namespace sweep::ui
