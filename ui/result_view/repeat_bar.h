// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/objective.h"
#include "ui/result_view/result_estimates.h"

#include <QWidget>

class QLabel;
class QPushButton;
class QSpinBox;

namespace sweep::ui {

/// Asks for the best configurations to be run several times each, with other seeds, so that their scores can be told from luck.
class RepeatBar : public QWidget {
  Q_OBJECT
public:
  /// The estimates stay where they are as long as it lives.
  explicit RepeatBar(const ResultEstimates& estimates, QWidget* parent = nullptr);

  /// The estimates, or what is passed, have changed.
  void refresh(const Objective& objective, bool readOnly);

Q_SIGNALS:
  /// Trials whose configurations are to be tried once more, one for each run.
  void repeatRequested(const QList<int>& trials);

private:
  QSpinBox* addNumber(const QString& name, const QString& label, const QString& tip, int least, int value);
  void plan();

  const ResultEstimates& m_estimates;
  QSpinBox* m_best;
  QSpinBox* m_runs;
  QPushButton* m_repeat;
  QLabel* m_words;
  Objective m_objective;
  bool m_readOnly = false;
  QList<int> m_missing;
};

} // namespace sweep::ui
