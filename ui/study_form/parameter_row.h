// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/space/parameter.h"

#include <QWidget>

#include <vector>

class QToolButton;
class QVBoxLayout;

namespace sweep::ui {

class ConditionEditor;
class DefaultCell;
class DomainCells;
class DomainSketch;
class FieldCombo;
class FieldEdit;
class ProblemLabel;

/// A parameter as a row of editors; its kind decides which of them exist. A row stands for a place in the list, not for
/// a parameter: when the list changes, rows are told what to show.
class ParameterRow : public QWidget {
  Q_OBJECT
public:
  explicit ParameterRow(std::size_t index, QWidget* parent = nullptr);

  /// others: the parameters that a condition may look at. showLevels: whether the method searches a grid.
  void display(const Parameter& parameter, const std::vector<const Parameter*>& others, bool showLevels);
  std::size_t index() const { return m_index; }
  void clearProblems();
  void addProblem(Field field, const QString& sentence, bool isWarning);
  QWidget* controlOf(Field field) const;
  /// Which part of the parameter a line edits.
  Field fieldOf(const FieldEdit* line) const;
  void setCurrent(bool current);
  /// Puts the focus into the name, ready to be typed over.
  void editName();
  /// Puts the focus into the control of the same column as the one of another row that has it.
  void takeFocusLike(const ParameterRow& other);

Q_SIGNALS:
  void edited(const QString& what, const sweep::Parameter& parameter, int visit);
  /// A person has finished typing a name that was another one before.
  void renamed(const QString& before, const QString& after, int visit);
  /// Arrow keys: to the row above (-1) or below (1).
  void leaveRequested(int direction);
  void removeRequested();
  void draftChanged();

protected:
  void paintEvent(QPaintEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

private:
  void build();
  void connectCells();
  void nameControls();
  void watch(FieldEdit* line);
  void showCondition(const Parameter& parameter, const std::vector<const Parameter*>& others);
  void makeCondition();
  void showLevels(const Parameter& parameter, bool wanted);
  void makeLevels();
  void takeDomain(const Domain& domain, Field field, int visit);
  void takeLevels();
  void toggleCondition(bool wanted);
  QString shownName() const;

  std::size_t m_index;
  Parameter m_parameter;
  /// The name before the visit that is going on.
  QString m_nameBefore;
  Condition m_possibleCondition;
  bool m_current = false;

  FieldEdit* m_name;
  FieldCombo* m_kind;
  DomainCells* m_domain;
  DefaultCell* m_default;
  DomainSketch* m_sketch;
  QToolButton* m_conditionButton;
  /// Made when first needed, as most rows have none.
  ConditionEditor* m_condition = nullptr;
  QWidget* m_levelsLine = nullptr;
  FieldEdit* m_levels = nullptr;
  ProblemLabel* m_problems;
  QVBoxLayout* m_layout;
};

} // namespace sweep::ui
