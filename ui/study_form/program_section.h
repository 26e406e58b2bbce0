// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/study_form/form_section.h"

class QToolButton;

namespace sweep::ui {

class EnvironmentTable;
class FieldCombo;
class NamesEdit;

/// Which program is tuned and how it is started.
class ProgramSection : public FormSection {
  Q_OBJECT
public:
  explicit ProgramSection(StudyDocument* document, QWidget* parent = nullptr);

  void load() override;
  int showProblems(const std::vector<StudyProblem>& problems) override;
  QWidget* controlOf(const StudyProblem& problem) override;
  void setFixed(bool fixed) override;

protected:
  std::optional<QString> keyOf(const StudyProblem& problem) const override;
  StudyProblem placeOf(const FieldEdit* field) const override;

private:
  void buildFields();
  QToolButton* placeholderButton();
  void insertPlaceholder(const QString& placeholder);
  void takeCommand();
  void chooseProgram();
  void takeProgram(const QString& path);
  void chooseFolder();
  void chooseWay(int way);
  QString relativeToStudy(const QString& path) const;

  FieldEdit* m_name;
  FieldCombo* m_way;
  FieldEdit* m_program;
  FieldEdit* m_command;
  FieldEdit* m_folder;
  EnvironmentTable* m_environment;
  NamesEdit* m_secrets;
};

} // namespace sweep::ui
