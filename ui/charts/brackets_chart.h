// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/bracket_board.h"
#include "core/analysis/shown_scheduler.h"
#include "ui/charts/chart_frame.h"

class QComboBox;

namespace sweep::ui {

/// The brackets of successive halving, Hyperband and ASHA: a row for each bracket, a column for each rung, and in both together a
/// mark for each trial that came so far and a place for each that is meant to come.
class BracketsChart : public ChartFrame {
  Q_OBJECT
public:
  BracketsChart(Selection* selection, QWidget* parent);

protected:
  void offerChoices(const Snapshot& snapshot) override;
  ChartContent contentOf(const Snapshot& snapshot) override;
  QString hoverNote(const Trial& trial, const ChartPoint& point) const override;

private:
  QComboBox* m_page;
  ShownScheduler m_scheduler;
  BracketBoard m_board;
};

} // namespace sweep::ui
