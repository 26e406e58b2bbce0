// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/study_form/default_cell.h"

#include "ui/study_form/domain_conversion.h"
#include "ui/study_form/parameter_columns.h"
#include "ui/study_form/value_text.h"
#include "ui/widgets/field_combo.h"
#include "ui/widgets/number_edit.h"

#include <QHBoxLayout>

#include <algorithm>

namespace sweep::ui {

DefaultCell::DefaultCell(QWidget* parent) : QWidget(parent), m_number(new NumberEdit), m_choice(new FieldCombo) {
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  const QString use = tr("The value that “Try once” uses and that the best configuration is compared with");
  for (auto* cell : std::initializer_list<QWidget*>{m_number, m_choice}) {
    layout->addWidget(cell);
    shareRoom(cell);
    cell->setToolTip(use);
  }
  m_number->setOptional(true);
  m_number->setPlaceholderText(tr("middle"));
  connect(m_number, &ReadingEdit::valueEdited, this, [this] { Q_EMIT edited(m_number->value(), m_number->visit()); });
  connect(m_choice, &QComboBox::activated, this,
          [this](int index) { Q_EMIT edited(m_values.at(static_cast<std::size_t>(index)), 0); });
}

void DefaultCell::setNames(const QString& prefix, const QString& parameter) {
  m_number->setObjectName(prefix + QStringLiteral(".default"));
  m_number->setAccessibleName(tr("Default of %1").arg(parameter));
  m_choice->setNames(prefix + QStringLiteral(".defaultChoice"), tr("Default of %1").arg(parameter));
}

void DefaultCell::display(const Parameter& parameter) {
  const auto kind = kindOf(parameter.domain);
  const auto* list = std::get_if<CategoricalDomain>(&parameter.domain);
  const bool isRange = kind == DomainKind::Float || kind == DomainKind::Int;
  m_number->setVisible(isRange);
  m_choice->setVisible(list != nullptr);
  m_number->setKind(kind == DomainKind::Int ? NumberEdit::Kind::Whole : NumberEdit::Kind::Real);
  m_number->setValue(isRange ? parameter.defaultValue : std::nullopt);
  if (list)
    showChoices(*list, parameter.defaultValue);
}

void DefaultCell::showChoices(const CategoricalDomain& domain, const std::optional<Value>& chosen) {
  if (m_values != domain.choices) {
    m_values = domain.choices;
    m_choice->clear();
    for (const auto& value : m_values)
      m_choice->addItem(valueField(value));
  }
  const auto place = chosen ? std::find(m_values.begin(), m_values.end(), *chosen) : m_values.begin();
  m_choice->setCurrentIndex(place == m_values.end() ? -1 : static_cast<int>(place - m_values.begin()));
}

QWidget* DefaultCell::control() const { return m_choice->isVisibleTo(this) ? static_cast<QWidget*>(m_choice) : m_number; }

FieldEdit* DefaultCell::line() const { return m_number; }

} // namespace sweep::ui
