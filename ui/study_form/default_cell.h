// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/space/parameter.h"

#include <QWidget>

#include <optional>

namespace sweep::ui {

class FieldCombo;
class FieldEdit;
class NumberEdit;

/// The cell for a parameter's default: a number within a range, one of the choices, nothing for a fixed value.
class DefaultCell : public QWidget {
  Q_OBJECT
public:
  explicit DefaultCell(QWidget* parent = nullptr);

  void display(const Parameter& parameter);
  void setNames(const QString& objectPrefix, const QString& parameter);
  QWidget* control() const;
  FieldEdit* line() const;

Q_SIGNALS:
  void edited(const std::optional<sweep::Value>& value, int visit);

private:
  void showChoices(const CategoricalDomain& domain, const std::optional<Value>& chosen);

  std::vector<Value> m_values;
  NumberEdit* m_number;
  FieldCombo* m_choice;
};

} // namespace sweep::ui
