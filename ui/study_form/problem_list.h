// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runner/study_check.h"

#include <QWidget>

#include <vector>

class QVBoxLayout;

namespace sweep::ui {

/// What is wrong with the study, each a link to its field.
class ProblemList : public QWidget {
  Q_OBJECT
public:
  explicit ProblemList(QWidget* parent = nullptr);

  void display(const std::vector<StudyProblem>& problems);

Q_SIGNALS:
  void chosen(const sweep::StudyProblem& problem);

private:
  QWidget* linkTo(std::size_t index);

  QVBoxLayout* m_layout;
  std::vector<StudyProblem> m_problems;
  std::vector<QWidget*> m_links;
};

} // namespace sweep::ui
