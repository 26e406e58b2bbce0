// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/study_spec.h"

#include <QWidget>

#include <vector>

class QRadioButton;

namespace sweep::ui {

class QuietLabel;

/// The three ways in which a program is given a part of its training, each with a sentence.
class BudgetWayChoice : public QWidget {
  Q_OBJECT
public:
  explicit BudgetWayChoice(QWidget* parent = nullptr);

  void show(BudgetWay way);
  /// The other ways do not go, for the reason that stands at them.
  void allowOnly(BudgetWay way, const QString& why);
  void allowAll();

Q_SIGNALS:
  void chosen(sweep::BudgetWay way);

private:
  struct Way {
    BudgetWay way;
    QRadioButton* button;
    QuietLabel* label;
    QString sentence;
  };
  void add(BudgetWay way, const QString& name, const QString& sentence);

  std::vector<Way> m_ways;
};

} // namespace sweep::ui
