// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

namespace sweep::ui {

class ProblemLabel;
class QuietLabel;

/// A control of the form with the sentence that says what is wrong with it, and a hint.
class FormField : public QWidget {
  Q_OBJECT
public:
  /// `content` holds the control, and whatever stands beside it.
  FormField(QWidget* control, QWidget* content, const QString& hint = {}, QWidget* parent = nullptr);

  QWidget* control() const { return m_control; }
  void clearProblems();
  void addProblem(const QString& sentence, bool isWarning);
  void setHint(const QString& hint);

private:
  QWidget* m_control;
  ProblemLabel* m_problems;
  QuietLabel* m_hint;
};

} // namespace sweep::ui
