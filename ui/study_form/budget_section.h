// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/study_form/form_section.h"

#include <map>

class QCheckBox;

namespace sweep::ui {

class BudgetTelling;
class BudgetWayChoice;
class CheckpointRuleChoice;
class NumberEdit;
class QuietLabel;

/// How far a trial goes: the unit and range of budgets, how the program is given a part of its training, how it is told, and which
/// checkpoints stay. Shown when the method or the command has to do with budgets or checkpoints, or the study has either.
class BudgetSection : public FormSection {
  Q_OBJECT
public:
  explicit BudgetSection(StudyDocument* document, QWidget* parent = nullptr);

  void load() override;
  /// Which checkpoints stay may change while the study runs.
  void setFixed(bool fixed) override;

protected:
  std::optional<QString> keyOf(const StudyProblem& problem) const override;
  StudyProblem placeOf(const FieldEdit* field) const override;

private:
  void addUse();
  void addRange();
  void addWay();
  void addTelling(const QString& key, const QString& label);
  void addKeeping();
  void keep(const CheckpointRule& rule, int visit);
  bool mayDelete(const CheckpointRule& rule);
  void change(const QString& what, const std::function<void(Budget&)>& change, int visit = 0);
  void loadMethod();
  void loadBudget(const Budget& budget);
  void loadTelling(const Budget* budget);
  bool isWanted() const;

  QCheckBox* m_use;
  FieldEdit* m_unit;
  NumberEdit* m_min;
  NumberEdit* m_max;
  BudgetWayChoice* m_way;
  std::map<QString, BudgetTelling*> m_telling;
  CheckpointRuleChoice* m_keep;
  /// What a study had before it went without, for when it comes back.
  Budget m_last;
};

} // namespace sweep::ui
