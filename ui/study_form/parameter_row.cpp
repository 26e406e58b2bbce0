// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/study_form/parameter_row.h"

#include "ui/study_form/condition_editor.h"
#include "ui/study_form/default_cell.h"
#include "ui/study_form/domain_cells.h"
#include "ui/study_form/domain_conversion.h"
#include "ui/study_form/domain_sketch.h"
#include "ui/study_form/parameter_columns.h"
#include "ui/study_form/value_text.h"
#include "ui/text.h"
#include "ui/theme.h"
#include "ui/widgets/field_combo.h"
#include "ui/widgets/field_edit.h"
#include "ui/widgets/problem_label.h"
#include "ui/widgets/problem_mark.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>
#include <QToolButton>

namespace sweep::ui {

ParameterRow::ParameterRow(std::size_t index, QWidget* parent)
    : QWidget(parent), m_index(index), m_name(new FieldEdit), m_kind(new FieldCombo), m_domain(new DomainCells),
      m_default(new DefaultCell), m_sketch(new DomainSketch), m_conditionButton(new QToolButton),
      m_problems(new ProblemLabel), m_layout(new QVBoxLayout(this)) {
  build();
  connectCells();
}

void ParameterRow::build() {
  setFocusPolicy(Qt::ClickFocus);
  m_layout->setContentsMargins(space::Unit, space::Half, space::Half, space::Half);
  m_layout->setSpacing(space::Half);
  m_kind->addItems({tr("Float"), tr("Int"), tr("Categorical"), tr("Fixed")});
  m_name->setPlaceholderText(tr("name"));
  m_conditionButton->setIcon(Theme::instance().icon(QStringLiteral("filter")));
  m_conditionButton->setAutoRaise(true);
  m_conditionButton->setCheckable(true);
  m_conditionButton->setToolTip(tr("Condition: takes part only when another parameter has certain values"));
  auto* cells = new QHBoxLayout;
  layOutParameterCells(cells, m_name, m_kind, m_domain, m_default, m_sketch, m_conditionButton);
  m_layout->addLayout(cells);
  m_layout->addWidget(m_problems);
}

void ParameterRow::connectCells() {
  watch(m_name);
  watch(m_default->line());
  for (auto* line : m_domain->lines())
    watch(line);
  connect(m_name, &QLineEdit::textEdited, this, [this](const QString& text) {
    auto parameter = m_parameter;
    parameter.name = fromQt(text);
    Q_EMIT edited(tr("Rename a parameter"), parameter, m_name->visit());
  });
  connect(m_name, &QLineEdit::editingFinished, this, [this] {
    if (const QString before = std::exchange(m_nameBefore, m_name->text()); before != m_name->text())
      Q_EMIT renamed(before, m_name->text(), m_name->visit());
  });
  connect(m_kind, &QComboBox::activated, this, [this](int kind) {
    Q_EMIT edited(tr("Change the kind of %1").arg(shownName()), converted(m_parameter, static_cast<DomainKind>(kind)), 0);
  });
  connect(m_domain, &DomainCells::edited, this, &ParameterRow::takeDomain);
  connect(m_default, &DefaultCell::edited, this, [this](const std::optional<Value>& value, int visit) {
    auto parameter = m_parameter;
    parameter.defaultValue = value;
    Q_EMIT edited(tr("Change the default of %1").arg(shownName()), parameter, visit);
  });
  connect(m_conditionButton, &QToolButton::clicked, this, &ParameterRow::toggleCondition);
}

void ParameterRow::watch(FieldEdit* line) { connect(line, &FieldEdit::draftChanged, this, &ParameterRow::draftChanged); }

QString ParameterRow::shownName() const {
  return m_parameter.name.empty() ? tr("parameter %1").arg(m_index + 1) : toQt(m_parameter.name);
}

void ParameterRow::nameControls() {
  const QString prefix = QStringLiteral("parameter.%1").arg(m_index);
  const QString name = shownName();
  setObjectName(prefix);
  setAccessibleName(tr("Parameter %1").arg(name));
  m_name->setObjectName(prefix + QStringLiteral(".name"));
  m_name->setAccessibleName(tr("Name of parameter %1").arg(m_index + 1));
  m_kind->setNames(prefix + QStringLiteral(".kind"), tr("Kind of %1").arg(name));
  m_domain->setNames(prefix, name);
  m_default->setNames(prefix, name);
  m_sketch->setObjectName(prefix + QStringLiteral(".sketch"));
  m_sketch->setAccessibleName(tr("How values of %1 are drawn").arg(name));
  m_conditionButton->setObjectName(prefix + QStringLiteral(".condition"));
  m_conditionButton->setAccessibleName(tr("Condition of %1").arg(name));
  if (m_condition)
    m_condition->setNames(prefix, name);
  if (m_levels) {
    m_levels->setObjectName(prefix + QStringLiteral(".levels"));
    m_levels->setAccessibleName(tr("Grid levels of %1").arg(name));
  }
}

void ParameterRow::display(const Parameter& parameter, const std::vector<const Parameter*>& others, bool showLevels) {
  const bool isRenamed = objectName().isEmpty() || parameter.name != m_parameter.name;
  m_parameter = parameter;
  m_name->showText(toQt(parameter.name));
  if (!m_name->hasFocus())
    m_nameBefore = m_name->text();
  m_kind->setCurrentIndex(static_cast<int>(kindOf(parameter.domain)));
  m_domain->display(parameter.domain);
  m_default->display(parameter);
  showCondition(parameter, others);
  this->showLevels(parameter, showLevels);
  m_sketch->setDomain(parameter.domain);
  if (isRenamed)
    nameControls();
}

void ParameterRow::showCondition(const Parameter& parameter, const std::vector<const Parameter*>& others) {
  m_possibleCondition = others.empty() ? Condition{} : conditionOn(*others.front());
  m_conditionButton->setEnabled(!others.empty() || parameter.condition);
  m_conditionButton->setChecked(parameter.condition.has_value());
  if (parameter.condition && !m_condition)
    makeCondition();
  if (m_condition)
    m_condition->setVisible(parameter.condition.has_value());
  if (parameter.condition)
    m_condition->display(*parameter.condition, others);
}

void ParameterRow::makeCondition() {
  m_condition = new ConditionEditor;
  m_layout->insertWidget(1, m_condition);
  watch(m_condition->values());
  nameControls();
  connect(m_condition, &ConditionEditor::changed, this, [this](const Condition& condition, int visit) {
    auto parameter = m_parameter;
    parameter.condition = condition;
    Q_EMIT edited(tr("Change the condition of %1").arg(shownName()), parameter, visit);
  });
  connect(m_condition, &ConditionEditor::removed, this, [this] { toggleCondition(false); });
}

void ParameterRow::toggleCondition(bool wanted) {
  auto parameter = m_parameter;
  parameter.condition = wanted ? std::optional(m_possibleCondition) : std::nullopt;
  Q_EMIT edited(wanted ? tr("Give %1 a condition").arg(shownName()) : tr("Remove the condition of %1").arg(shownName()),
                parameter, 0);
  if (wanted && m_condition)
    m_condition->values()->setFocus();
}

void ParameterRow::showLevels(const Parameter& parameter, bool wanted) {
  const auto kind = kindOf(parameter.domain);
  const bool isRange = kind == DomainKind::Float || kind == DomainKind::Int;
  const bool visible = isRange && (wanted || !parameter.gridLevels.empty());
  if (visible && !m_levels)
    makeLevels();
  if (!m_levels)
    return;
  m_levelsLine->setVisible(visible);
  if (const auto typed = choicesFromField(m_levels->text()); typed && *typed != parameter.gridLevels)
    m_levels->showText(choicesField(parameter.gridLevels));
}

void ParameterRow::makeLevels() {
  m_levels = new FieldEdit;
  m_levels->setPlaceholderText(tr("as many as the method's settings say"));
  m_levels->setToolTip(tr("Values of your own for the grid, with commas between them"));
  m_levelsLine = new QWidget;
  auto* layout = new QHBoxLayout(m_levelsLine);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(space::Unit);
  auto* label = new QLabel(tr("grid levels"));
  label->setBuddy(m_levels);
  layout->addWidget(label);
  layout->addWidget(m_levels, 1);
  m_layout->insertWidget(m_layout->count() - 1, m_levelsLine);
  connect(m_levels, &QLineEdit::textEdited, this, &ParameterRow::takeLevels);
  watch(m_levels);
  nameControls();
}

void ParameterRow::takeLevels() {
  auto levels = choicesFromField(m_levels->text());
  m_levels->setDraftProblem(levels ? QString() : translated(levels.error()));
  if (!levels)
    return;
  auto parameter = m_parameter;
  const bool isReal = std::holds_alternative<FloatDomain>(parameter.domain);
  for (auto& level : *levels)
    if (const auto* whole = std::get_if<std::int64_t>(&level); whole && isReal)
      level = static_cast<double>(*whole);
  parameter.gridLevels = std::move(*levels);
  Q_EMIT edited(tr("Change the grid levels of %1").arg(shownName()), parameter, m_levels->visit());
}

void ParameterRow::takeDomain(const Domain& domain, Field field, int visit) {
  auto parameter = m_parameter;
  parameter.domain = domain;
  const bool isList = field == Field::Choices && parameter.defaultValue;
  if (isList && !contains(domain, *parameter.defaultValue))
    parameter.defaultValue.reset();
  const QString what = field == Field::Scale ? tr("Change the scale of %1") : field == Field::Step ? tr("Change the step of %1")
                       : field == Field::Choices ? tr("Change the choices of %1") : tr("Change the range of %1");
  Q_EMIT edited(what.arg(shownName()), parameter, visit);
}

void ParameterRow::clearProblems() {
  m_problems->clearProblems();
  for (const auto field : {Field::Name, Field::Low, Field::High, Field::Scale, Field::Step, Field::Choices, Field::Default,
                           Field::Condition, Field::Whole})
    setMark(controlOf(field), Mark::None);
  for (auto* line : m_domain->lines())
    setMark(line, Mark::None);
}

void ParameterRow::addProblem(Field field, const QString& sentence, bool isWarning) {
  m_problems->addProblem(sentence, isWarning);
  setMark(controlOf(field), isWarning ? Mark::Warning : Mark::Error);
}

QWidget* ParameterRow::controlOf(Field field) const {
  if (field == Field::Name)
    return m_name;
  if (field == Field::Default)
    return m_default->control();
  if (field == Field::Condition && m_condition)
    return m_condition->values();
  if (field == Field::Whole)
    return m_levels && m_levelsLine->isVisibleTo(this) && !m_parameter.gridLevels.empty() ? m_levels : m_name;
  return m_domain->controlOf(field);
}

Field ParameterRow::fieldOf(const FieldEdit* line) const {
  if (line == m_name)
    return Field::Name;
  if (line == m_default->line())
    return Field::Default;
  if (m_condition && line == m_condition->values())
    return Field::Condition;
  return m_domain->fieldOf(line);
}

void ParameterRow::setCurrent(bool current) {
  if (current == m_current)
    return;
  m_current = current;
  update();
}

void ParameterRow::editName() {
  m_name->setFocus(Qt::OtherFocusReason);
  m_name->selectAll();
}

void ParameterRow::takeFocusLike(const ParameterRow& other) {
  if (other.hasFocus()) {
    setFocus();
    return;
  }
  auto* focused = other.focusWidget();
  const QString column = focused ? focused->objectName().section(QLatin1Char('.'), 2) : QString();
  auto* mine = findChild<QWidget*>(objectName() + QLatin1Char('.') + column);
  (mine && mine->isVisibleTo(this) && mine->isEnabled() ? mine : m_name)->setFocus(Qt::TabFocusReason);
}

void ParameterRow::keyPressEvent(QKeyEvent* event) {
  const bool plain = event->modifiers() == Qt::NoModifier;
  if (plain && event->key() == Qt::Key_Up)
    Q_EMIT leaveRequested(-1);
  else if (plain && event->key() == Qt::Key_Down)
    Q_EMIT leaveRequested(1);
  else if (plain && event->key() == Qt::Key_Escape && !hasFocus())
    setFocus();
  else if (hasFocus() && (event->key() == Qt::Key_Delete || event->key() == Qt::Key_Backspace))
    Q_EMIT removeRequested();
  else if (hasFocus() && (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter || event->key() == Qt::Key_F2))
    editName();
  else
    QWidget::keyPressEvent(event);
}

void ParameterRow::paintEvent(QPaintEvent*) {
  if (!m_current)
    return;
  QPainter painter(this);
  QColor tint = Theme::instance().accent();
  painter.fillRect(QRect(0, 0, 3, height()), tint);
  tint.setAlpha(hasFocus() ? 48 : 20);
  painter.fillRect(rect().adjusted(3, 0, 0, 0), tint);
}

} // namespace sweep::ui
