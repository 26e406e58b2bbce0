// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/study_form/condition_editor.h"

#include "ui/study_form/value_text.h"
#include "ui/text.h"
#include "ui/theme.h"
#include "ui/widgets/field_combo.h"
#include "ui/widgets/field_edit.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

namespace sweep::ui {

ConditionEditor::ConditionEditor(QWidget* parent)
    : QWidget(parent), m_parent(new FieldCombo), m_relation(new FieldCombo), m_values(new FieldEdit),
      m_remove(new QToolButton) {
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(space::Unit);
  layout->addWidget(new QLabel(tr("only when")));
  layout->addWidget(m_parent);
  layout->addWidget(m_relation);
  layout->addWidget(m_values, 1);
  layout->addWidget(m_remove);
  m_relation->addItem(tr("is"), static_cast<int>(Relation::OneOf));
  m_relation->addItem(tr("is at least"), static_cast<int>(Relation::AtLeast));
  m_relation->addItem(tr("is at most"), static_cast<int>(Relation::AtMost));
  m_values->setToolTip(tr("One value, or several with commas between them"));
  m_remove->setIcon(Theme::instance().icon(QStringLiteral("close")));
  m_remove->setAutoRaise(true);
  m_remove->setToolTip(tr("Remove the condition"));
  connect(m_parent, &QComboBox::activated, this, [this] { take(0); });
  connect(m_relation, &QComboBox::activated, this, [this] { take(0); });
  connect(m_values, &QLineEdit::textEdited, this, [this] { take(m_values->visit()); });
  connect(m_remove, &QToolButton::clicked, this, &ConditionEditor::removed);
}

void ConditionEditor::setNames(const QString& prefix, const QString& parameter) {
  m_parent->setNames(prefix + QStringLiteral(".condition.parent"), tr("Parameter that decides whether %1 takes part").arg(parameter));
  m_relation->setNames(prefix + QStringLiteral(".condition.relation"), tr("How the condition of %1 compares").arg(parameter));
  m_values->setObjectName(prefix + QStringLiteral(".condition.values"));
  m_values->setAccessibleName(tr("Values with which %1 takes part").arg(parameter));
  m_remove->setObjectName(prefix + QStringLiteral(".condition.remove"));
  m_remove->setAccessibleName(tr("Remove the condition of %1").arg(parameter));
}

void ConditionEditor::display(const Condition& condition, const std::vector<const Parameter*>& others) {
  showParents(condition, others);
  m_relation->showData(static_cast<int>(condition.relation));
  const auto typed = choicesFromField(m_values->text());
  if (!typed || *typed != condition.values)
    m_values->showText(choicesField(condition.values));
}

void ConditionEditor::showParents(const Condition& condition, const std::vector<const Parameter*>& others) {
  QStringList names;
  for (const auto* other : others)
    names += toQt(other->name);
  const QString chosen = toQt(condition.parent);
  if (!names.contains(chosen))
    names.prepend(chosen);
  QStringList shown;
  for (int i = 0; i < m_parent->count(); ++i)
    shown += m_parent->itemText(i);
  if (shown != names) {
    m_parent->clear();
    for (const auto& name : names)
      m_parent->addItem(name, name);
  }
  m_parent->showData(chosen);
}

void ConditionEditor::take(int visit) {
  const auto values = choicesFromField(m_values->text());
  m_values->setDraftProblem(values ? QString() : translated(values.error()));
  if (!values)
    return;
  Condition condition;
  condition.parent = fromQt(m_parent->currentData().toString());
  condition.relation = static_cast<Relation>(m_relation->currentData().toInt());
  condition.values = *values;
  Q_EMIT changed(condition, visit);
}

Condition conditionOn(const Parameter& parent) {
  Condition condition;
  condition.parent = parent.name;
  if (problemsOf(parent.domain).empty())
    condition.values = {defaultOf(parent)};
  const bool isRange = std::holds_alternative<FloatDomain>(parent.domain) || std::holds_alternative<IntDomain>(parent.domain);
  condition.relation = isRange ? Relation::AtLeast : Relation::OneOf;
  return condition;
}

} // namespace sweep::ui
