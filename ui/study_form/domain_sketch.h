// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/space/domain.h"

#include <QWidget>

#include <vector>

namespace sweep::ui {

/// A small picture of how the values of a parameter will be drawn: a histogram over the range on a linear axis, so that a
/// logarithmic range shows where its values crowd.
class DomainSketch : public QWidget {
  Q_OBJECT
public:
  explicit DomainSketch(QWidget* parent = nullptr);

  /// An empty picture for a domain that has problems.
  void setDomain(const Domain& domain);
  QSize sizeHint() const override;

protected:
  void paintEvent(QPaintEvent* event) override;

private:
  /// Heights of the bars, the highest one 1.
  std::vector<double> m_bars;
  /// Few values are drawn apart from each other.
  bool m_apart = false;
};

/// How the values of a domain without problems are drawn, in a sentence.
QString drawnHow(const Domain& domain);

} // namespace sweep::ui
