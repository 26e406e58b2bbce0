// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/study_form/form_section.h"

#include <vector>

class QPushButton;

namespace sweep::ui {

class FormField;
class ProblemLabel;
class QuietLabel;

/// Expressions that every configuration must satisfy.
class ConstraintsSection : public FormSection {
  Q_OBJECT
public:
  explicit ConstraintsSection(StudyDocument* document, QWidget* parent = nullptr);

  void load() override;
  int showProblems(const std::vector<StudyProblem>& problems) override;
  QWidget* controlOf(const StudyProblem& problem) override;
  void setFixed(bool fixed) override;

protected:
  std::optional<QString> keyOf(const StudyProblem& problem) const override;
  StudyProblem placeOf(const FieldEdit* field) const override;

private:
  struct Row {
    FieldEdit* line;
    FormField* field;
  };
  void appendRow();
  void removeLastRow();
  void addConstraint();
  void removeConstraint(std::size_t index);

  std::vector<Row> m_rows;
  QWidget* m_box;
  QVBoxLayout* m_list;
  QPushButton* m_add;
  QuietLabel* m_share;
  ProblemLabel* m_problems;
};

} // namespace sweep::ui
