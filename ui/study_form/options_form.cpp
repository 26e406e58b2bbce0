// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/study_form/options_form.h"

#include "ui/study_form/form_field.h"
#include "ui/study_form/form_section.h"
#include "ui/study_form/value_text.h"
#include "ui/text.h"
#include "ui/theme.h"
#include "ui/widgets/field_combo.h"
#include "ui/widgets/number_edit.h"

#include <QCheckBox>
#include <QGridLayout>
#include <QLabel>

#include <algorithm>

namespace sweep::ui {

namespace {

constexpr int NumberWidth = 20 * space::Unit;

bool isSwitch(const Domain& domain) {
  const auto* list = std::get_if<CategoricalDomain>(&domain);
  return list && list->choices.size() == 2 && std::holds_alternative<bool>(list->choices[0]) &&
         std::holds_alternative<bool>(list->choices[1]);
}

/// A choice's text for people: names of choices are words of the core, with underscores at most.
QString choiceText(const Value& value) {
  const auto* text = std::get_if<std::string>(&value);
  return text ? toQt(*text).replace(QLatin1Char('_'), QLatin1Char(' ')) : valueField(value);
}

} // namespace

OptionsForm::OptionsForm(const QString& objectPrefix, QWidget* parent)
    : QWidget(parent), m_prefix(objectPrefix), m_grid(new QGridLayout(this)) {
  m_grid->setContentsMargins(0, 0, 0, 0);
  m_grid->setHorizontalSpacing(space::Double);
  m_grid->setVerticalSpacing(space::Unit);
  m_grid->setColumnMinimumWidth(0, labelColumn(this));
  m_grid->setColumnStretch(1, 1);
}

void OptionsForm::setOptions(std::vector<Option> options) {
  while (auto* item = m_grid->takeAt(0)) {
    delete item->widget();
    delete item;
  }
  m_options = std::move(options);
  m_fields.clear();
  for (const auto& option : m_options) {
    auto* control = controlFor(option);
    auto* field = new FormField(control, sideBySide({control}), translated(Message(option.help)));
    const bool namesItself = qobject_cast<QCheckBox*>(control) != nullptr;
    auto* label = new QLabel(namesItself ? QString() : translated(Message(option.label)));
    label->setBuddy(control);
    label->setMinimumHeight(control->sizeHint().height());
    const int row = static_cast<int>(m_fields.size());
    m_grid->addWidget(label, row, 0, Qt::AlignTop | Qt::AlignRight);
    m_grid->addWidget(field, row, 1);
    m_fields.push_back({control, field});
  }
  setVisible(!m_options.empty());
  setValues(m_chosen);
}

QWidget* OptionsForm::controlFor(const Option& option) {
  const QString name = m_prefix + QLatin1Char('.') + toQt(option.parameter.name);
  const QString label = translated(Message(option.label));
  if (const auto* list = std::get_if<CategoricalDomain>(&option.parameter.domain))
    return choiceFor(option, *list);
  const bool isWhole = std::holds_alternative<IntDomain>(option.parameter.domain);
  auto* line = new NumberEdit(isWhole ? NumberEdit::Kind::Whole : NumberEdit::Kind::Real);
  line->setObjectName(name);
  line->setAccessibleName(label);
  line->setFixedWidth(NumberWidth);
  connect(line, &ReadingEdit::valueEdited, this, [this, option, line] {
    if (const auto value = line->value())
      take(option, *value, line->visit());
  });
  connect(line, &FieldEdit::draftChanged, this, &OptionsForm::draftChanged);
  return line;
}

QWidget* OptionsForm::choiceFor(const Option& option, const CategoricalDomain& domain) {
  const QString name = m_prefix + QLatin1Char('.') + toQt(option.parameter.name);
  const QString label = translated(Message(option.label));
  if (isSwitch(domain)) {
    auto* box = new QCheckBox(label);
    box->setObjectName(name);
    box->setAccessibleName(label);
    connect(box, &QCheckBox::clicked, this, [this, option](bool on) { take(option, Value(on), 0); });
    return box;
  }
  auto* combo = new FieldCombo;
  combo->setNames(name, label);
  for (const auto& choice : domain.choices)
    combo->addItem(choiceText(choice));
  connect(combo, &QComboBox::activated, this, [this, option, domain](int index) {
    take(option, domain.choices.at(static_cast<std::size_t>(index)), 0);
  });
  return combo;
}

void OptionsForm::setValues(const Configuration& chosen) {
  m_chosen = chosen;
  for (std::size_t i = 0; i < m_options.size(); ++i) {
    const Value* value = chosen.find(m_options[i].parameter.name);
    showValue(m_options[i], m_fields[i].control, value ? *value : defaultOf(m_options[i].parameter));
  }
}

void OptionsForm::showValue(const Option& option, QWidget* control, const Value& value) {
  if (auto* line = qobject_cast<NumberEdit*>(control)) {
    line->setValue(value);
  } else if (auto* box = qobject_cast<QCheckBox*>(control)) {
    box->setChecked(value == Value(true));
  } else if (auto* combo = qobject_cast<QComboBox*>(control)) {
    const auto& choices = std::get<CategoricalDomain>(option.parameter.domain).choices;
    const auto place = std::find(choices.begin(), choices.end(), value);
    combo->setCurrentIndex(place == choices.end() ? -1 : static_cast<int>(place - choices.begin()));
  }
}

void OptionsForm::take(const Option& option, const Value& value, int visit) {
  Configuration chosen = m_chosen;
  if (value == defaultOf(option.parameter))
    chosen.remove(option.parameter.name);
  else
    chosen.set(option.parameter.name, value);
  Q_EMIT changed(chosen, visit);
}

FormField* OptionsForm::fieldOf(const QString& option) const {
  for (std::size_t i = 0; i < m_options.size(); ++i)
    if (toQt(m_options[i].parameter.name) == option)
      return m_fields[i].field;
  return nullptr;
}

QString OptionsForm::optionOf(const FieldEdit* line) const {
  for (std::size_t i = 0; i < m_options.size(); ++i)
    if (m_fields[i].control == line)
      return toQt(m_options[i].parameter.name);
  return {};
}

void OptionsForm::clearProblems() {
  for (const auto& field : m_fields)
    field.field->clearProblems();
}

} // namespace sweep::ui
