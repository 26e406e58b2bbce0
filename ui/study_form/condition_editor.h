// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/space/parameter.h"

#include <QWidget>

#include <optional>

class QToolButton;

namespace sweep::ui {

class FieldCombo;
class FieldEdit;

/// When a parameter takes part: "only when [optimizer] [is] [sgd, adam]".
class ConditionEditor : public QWidget {
  Q_OBJECT
public:
  explicit ConditionEditor(QWidget* parent = nullptr);

  /// others: the parameters that may be the parent.
  void display(const Condition& condition, const std::vector<const Parameter*>& others);
  void setNames(const QString& objectPrefix, const QString& parameter);
  FieldEdit* values() const { return m_values; }

Q_SIGNALS:
  void changed(const sweep::Condition& condition, int visit);
  void removed();

private:
  void take(int visit);
  void showParents(const Condition& condition, const std::vector<const Parameter*>& others);

  FieldCombo* m_parent;
  FieldCombo* m_relation;
  FieldEdit* m_values;
  QToolButton* m_remove;
};

/// A condition on this parameter that is sound and as good a start as any.
Condition conditionOn(const Parameter& parent);

} // namespace sweep::ui
