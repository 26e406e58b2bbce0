// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/chart_frame.h"

class QComboBox;

namespace sweep {
struct LineageTree;
}

namespace sweep::ui {

/// The members of a population over the budget: each in a lane of its own, or at its value of a parameter or its score, with
/// copies as branches from who was copied to who copied. The way to the best member stands out.
class LineageChart : public ChartFrame {
  Q_OBJECT
public:
  LineageChart(Selection* selection, QWidget* parent);

protected:
  void offerChoices(const Snapshot& snapshot) override;
  ChartContent contentOf(const Snapshot& snapshot) override;
  QString hoverNote(const Trial& trial, const ChartPoint& point) const override;

private:
  QComboBox* m_height;
};

} // namespace sweep::ui
