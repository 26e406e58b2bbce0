// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/trial.h"

#include <QWidget>

namespace sweep::ui {

/// One trial's reports of one metric as a small curve.
class ReportsSketch : public QWidget {
  Q_OBJECT
public:
  explicit ReportsSketch(QWidget* parent = nullptr);

  void show(const Trial& trial, const std::string& metric);
  QSize sizeHint() const override { return {240, 88}; }
  QSize minimumSizeHint() const override { return {120, 64}; }

protected:
  void paintEvent(QPaintEvent* event) override;

private:
  QPolygonF m_points;
  double m_low = 0.0;
  double m_high = 0.0;
};

} // namespace sweep::ui
