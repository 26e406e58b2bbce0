// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/study_form/checkpoint_rule_choice.h"

#include "ui/theme.h"
#include "ui/widgets/field_combo.h"
#include "ui/widgets/number_edit.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <algorithm>

namespace sweep::ui {

using Keep = CheckpointRule::Keep;

CheckpointRuleChoice::CheckpointRuleChoice(QWidget* parent)
    : QWidget(parent), m_keep(new FieldCombo), m_best(new NumberEdit(NumberEdit::Kind::Whole)),
      m_trials(new QLabel(tr("trials"))), m_apply(new QPushButton(tr("Apply"))) {
  m_keep->setNames(QStringLiteral("budget.keep"), tr("Which checkpoints stay on disk"));
  m_keep->addItem(tr("All"), static_cast<int>(Keep::All));
  m_keep->addItem(tr("The newest of each trial"), static_cast<int>(Keep::Last));
  m_keep->addItem(tr("The newest of the best"), static_cast<int>(Keep::Best));
  m_best->setObjectName(QStringLiteral("budget.keep.best"));
  m_best->setAccessibleName(tr("Of how many of the best trials the newest checkpoint stays"));
  m_best->setFixedWidth(8 * space::Unit);
  m_trials->setBuddy(m_best);
  m_apply->setObjectName(QStringLiteral("budget.keep.apply"));
  m_apply->setAccessibleName(tr("Apply which checkpoints stay"));
  m_apply->setToolTip(tr("Lets this rule hold from now on, also for the checkpoints that are there"));
  m_apply->setAutoDefault(false);
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(space::Unit);
  for (auto* widget : {static_cast<QWidget*>(m_keep), static_cast<QWidget*>(m_best),
                       static_cast<QWidget*>(m_trials), static_cast<QWidget*>(m_apply)})
    layout->addWidget(widget);
  layout->addStretch(1);
  connect(m_keep, &QComboBox::activated, this, [this] { take(0); });
  connect(m_best, &ReadingEdit::valueEdited, this, [this] { take(m_best->visit()); });
  connect(m_apply, &QPushButton::clicked, this, [this] { Q_EMIT decided(chosen(), 0); });
  reset();
}

QWidget* CheckpointRuleChoice::control() const {
  return m_keep;
}

void CheckpointRuleChoice::show(const CheckpointRule& rule) {
  const bool isSame = rule == m_shown;
  m_shown = rule;
  if (!m_isCareful || !isSame)
    reset();
}

void CheckpointRuleChoice::reset() {
  m_keep->showData(static_cast<int>(m_shown.keep));
  if (m_shown.keep == Keep::Best || !m_best->value())
    m_best->setValue(Value(std::int64_t{m_shown.best}));
  refresh();
}

void CheckpointRuleChoice::setCareful(bool careful) {
  if (m_isCareful == careful)
    return;
  m_isCareful = careful;
  reset();
}

CheckpointRule CheckpointRuleChoice::chosen() const {
  CheckpointRule rule{static_cast<Keep>(m_keep->currentData().toInt()), m_shown.best};
  if (const auto number = m_best->value())
    rule.best = static_cast<int>(
        std::clamp<std::int64_t>(std::get<std::int64_t>(*number), -1, CheckpointRule::MostBest + 1));
  return rule;
}

void CheckpointRuleChoice::take(int visit) {
  refresh();
  if (!m_isCareful && chosen() != m_shown)
    Q_EMIT decided(chosen(), visit);
}

void CheckpointRuleChoice::refresh() {
  const auto rule = chosen();
  m_best->setVisible(rule.keep == Keep::Best);
  m_trials->setVisible(rule.keep == Keep::Best);
  m_apply->setVisible(m_isCareful && rule != m_shown);
  m_apply->setEnabled(rule.keep != Keep::Best ||
                      (m_best->value() && rule.best >= 1 && rule.best <= CheckpointRule::MostBest));
  Q_EMIT sentenceChanged();
}

QString CheckpointRuleChoice::sentenceOf(const CheckpointRule& rule) {
  switch (rule.keep) {
  case Keep::All:
    return tr("Every checkpoint stays on disk.");
  case Keep::Last:
    return tr("Of each trial the newest usable checkpoint stays; older ones are deleted as soon as nothing "
              "goes on from them.");
  case Keep::Best:
    return tr("When a trial ends, its checkpoints are deleted unless it is among the best; what trials may "
              "still go on from stays.");
  }
  return {};
}

} // namespace sweep::ui
