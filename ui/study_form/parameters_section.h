// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/study_form/form_section.h"

#include <vector>

class QMenu;
class QToolButton;

namespace sweep::ui {

class ParameterRow;
class ProblemLabel;
class QuietLabel;

/// What may vary: a table whose cells are real editors.
class ParametersSection : public FormSection {
  Q_OBJECT
public:
  explicit ParametersSection(StudyDocument* document, QWidget* parent = nullptr);

  void load() override;
  int showProblems(const std::vector<StudyProblem>& problems) override;
  QWidget* controlOf(const StudyProblem& problem) override;
  void setFixed(bool fixed) override;

  /// Adds one of this kind (Float, Int, Categorical, Fixed) after the current row and lets its name be typed.
  void add(int kind);
  void duplicate();
  void remove();
  /// By -1 or 1.
  void move(int direction);
  /// The row that the buttons act on; -1 when there is none.
  int current() const { return m_current; }

protected:
  std::optional<QString> keyOf(const StudyProblem& problem) const override;
  StudyProblem placeOf(const FieldEdit* field) const override;

private:
  QWidget* buttons();
  QToolButton* button(const QString& icon, const QString& objectName, const QString& text, const QString& tip);
  QWidget* columnTitles();
  QWidget* emptyState();
  QMenu* kindsMenu(QWidget* parent);
  void addShortcuts();
  void showRowCount(std::size_t count);
  void appendRow();
  void setCurrent(int row);
  void followFocus(QWidget* now);
  void updateButtons();
  bool mayAdd() const;
  void insert(const Parameter& parameter, int at, const QString& what);
  void followName(const std::string& before, const std::string& after, int visit);
  ParameterRow* row(int index) const;

  std::vector<ParameterRow*> m_rows;
  int m_current = -1;
  bool m_fixed = false;
  QVBoxLayout* m_list;
  QWidget* m_table;
  QWidget* m_titles = nullptr;
  QWidget* m_empty = nullptr;
  QuietLabel* m_more;
  ProblemLabel* m_problems;
  QToolButton* m_add = nullptr;
  QToolButton* m_duplicate = nullptr;
  QToolButton* m_remove = nullptr;
  QToolButton* m_up = nullptr;
  QToolButton* m_down = nullptr;
};

} // namespace sweep::ui
