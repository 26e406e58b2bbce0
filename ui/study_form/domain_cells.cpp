// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/study_form/domain_cells.h"

#include "ui/study_form/domain_conversion.h"
#include "ui/study_form/parameter_columns.h"
#include "ui/study_form/value_text.h"
#include "ui/text.h"
#include "ui/theme.h"
#include "ui/widgets/field_combo.h"
#include "ui/widgets/number_edit.h"

#include <QHBoxLayout>

namespace sweep::ui {

DomainCells::DomainCells(QWidget* parent)
    : QWidget(parent), m_low(new NumberEdit), m_high(new NumberEdit), m_scale(new FieldCombo), m_step(new NumberEdit),
      m_choices(new FieldEdit), m_fixed(new FieldEdit) {
  auto* layout = new QHBoxLayout(this);
  layOutRangeCells(layout, m_low, m_high, m_scale, m_step);
  for (auto* line : {m_choices, m_fixed}) {
    layout->addWidget(line, 8);
    shareRoom(line);
  }
  m_scale->addItems({tr("linear"), tr("log")});
  m_scale->setToolTip(tr("Log: as many values between 0.001 and 0.01 as between 0.01 and 0.1"));
  m_step->setToolTip(tr("Only low, low + step, low + 2 × step, … are tried"));
  m_step->setOptional(true);
  m_choices->setPlaceholderText(tr("relu, tanh, logistic"));
  m_choices->setToolTip(tr("Choices with commas between them; texts that look like numbers go in quotes"));
  m_fixed->setPlaceholderText(tr("value"));
  connectCells();
}

void DomainCells::connectCells() {
  for (auto* number : {m_low, m_high, m_step})
    connect(number, &ReadingEdit::valueEdited, this, [this, number] { takeNumber(number); });
  connect(m_scale, &QComboBox::activated, this, [this](int index) {
    Domain domain = m_domain;
    setLogScale(domain, index == 1);
    Q_EMIT edited(domain, Field::Scale, 0);
  });
  connect(m_choices, &QLineEdit::textEdited, this, &DomainCells::takeChoices);
  connect(m_fixed, &QLineEdit::textEdited, this, [this](const QString& text) {
    Q_EMIT edited(ConstantDomain{valueFromField(text)}, Field::Whole, m_fixed->visit());
  });
}

void DomainCells::setNames(const QString& prefix, const QString& parameter) {
  const auto give = [&prefix](QWidget* control, const char* part, const QString& accessibleName) {
    control->setObjectName(prefix + QLatin1Char('.') + QLatin1String(part));
    control->setAccessibleName(accessibleName);
  };
  give(m_low, "low", tr("Lowest value of %1").arg(parameter));
  give(m_high, "high", tr("Highest value of %1").arg(parameter));
  give(m_step, "step", tr("Step of %1").arg(parameter));
  give(m_choices, "choices", tr("Choices of %1").arg(parameter));
  give(m_fixed, "value", tr("Value of %1").arg(parameter));
  m_scale->setNames(prefix + QStringLiteral(".scale"), tr("Scale of %1").arg(parameter));
}

void DomainCells::display(const Domain& domain) {
  m_domain = domain;
  showCells(domain);
  if (const auto* real = std::get_if<FloatDomain>(&domain)) {
    m_low->setValue(Value(real->low));
    m_high->setValue(Value(real->high));
    m_step->setValue(real->step ? std::optional<Value>(*real->step) : std::nullopt);
  } else if (const auto* whole = std::get_if<IntDomain>(&domain)) {
    m_low->setValue(Value(whole->low));
    m_high->setValue(Value(whole->high));
    // A step of 1 is what whole numbers have anyway.
    const bool saysOne = m_step->value() == Value(std::int64_t{1});
    m_step->setValue(whole->step != 1 || saysOne ? std::optional<Value>(whole->step) : std::nullopt);
  } else if (const auto* list = std::get_if<CategoricalDomain>(&domain)) {
    if (const auto typed = choicesFromField(m_choices->text()); typed && *typed != list->choices)
      m_choices->showText(choicesField(list->choices));
  } else if (const auto* fixed = std::get_if<ConstantDomain>(&domain)) {
    if (valueFromField(m_fixed->text()) != fixed->value)
      m_fixed->showText(valueField(fixed->value));
  }
}

void DomainCells::showCells(const Domain& domain) {
  const auto kind = kindOf(domain);
  const bool isRange = kind == DomainKind::Float || kind == DomainKind::Int;
  for (auto* cell : std::initializer_list<QWidget*>{m_low, m_high, m_scale, m_step})
    cell->setVisible(isRange);
  m_choices->setVisible(kind == DomainKind::Categorical);
  m_fixed->setVisible(kind == DomainKind::Fixed);
  for (auto* number : {m_low, m_high, m_step})
    number->setKind(kind == DomainKind::Int ? NumberEdit::Kind::Whole : NumberEdit::Kind::Real);
  m_scale->setCurrentIndex(isLog(domain) ? 1 : 0);
  m_step->setEnabled(!isLog(domain));
  m_step->setPlaceholderText(kind == DomainKind::Int ? QStringLiteral("1") : isLog(domain) ? QString() : tr("none"));
}

void DomainCells::takeNumber(NumberEdit* line) {
  Domain domain = m_domain;
  const auto value = line->value();
  if (auto* real = std::get_if<FloatDomain>(&domain)) {
    const auto number = value ? valueNumber(*value) : std::nullopt;
    if (line == m_step)
      real->step = number;
    else
      (line == m_low ? real->low : real->high) = number.value_or(0.0);
  } else if (auto* whole = std::get_if<IntDomain>(&domain)) {
    auto& part = line == m_low ? whole->low : line == m_high ? whole->high : whole->step;
    part = value ? std::get<std::int64_t>(*value) : 1;
  }
  Q_EMIT edited(domain, fieldOf(line), line->visit());
}

void DomainCells::takeChoices() {
  auto choices = choicesFromField(m_choices->text());
  m_choices->setDraftProblem(choices ? QString() : translated(choices.error()));
  const auto* before = std::get_if<CategoricalDomain>(&m_domain);
  if (!choices || !before)
    return;
  CategoricalDomain domain{std::move(*choices), before->weights};
  if (domain.choices.size() != before->choices.size())
    domain.weights.clear();
  Q_EMIT edited(domain, Field::Choices, m_choices->visit());
}

QWidget* DomainCells::controlOf(Field field) const {
  switch (kindOf(m_domain)) {
  case DomainKind::Categorical:
    return m_choices;
  case DomainKind::Fixed:
    return m_fixed;
  default:
    return field == Field::High ? m_high : field == Field::Scale ? m_scale : field == Field::Step ? m_step
                                                                           : static_cast<QWidget*>(m_low);
  }
}

Field DomainCells::fieldOf(const FieldEdit* line) const {
  return line == m_low ? Field::Low : line == m_high ? Field::High : line == m_step ? Field::Step
                                      : line == m_choices ? Field::Choices : Field::Whole;
}

std::vector<FieldEdit*> DomainCells::lines() const { return {m_low, m_high, m_step, m_choices, m_fixed}; }

} // namespace sweep::ui
