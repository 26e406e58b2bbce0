// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/option.h"

#include <QWidget>

#include <vector>

class QGridLayout;

namespace sweep::ui {

class FieldEdit;
class FormField;

/// A form made from described options: a field each, of the kind that its domain asks for. For samplers, schedulers and
/// whatever else describes its settings.
class OptionsForm : public QWidget {
  Q_OBJECT
public:
  /// Names of controls begin with objectPrefix.
  explicit OptionsForm(const QString& objectPrefix, QWidget* parent = nullptr);

  /// Builds the fields, replacing those there were.
  void setOptions(std::vector<Option> options);
  /// Shows the chosen values, and the defaults of the rest.
  void setValues(const Configuration& chosen);
  /// The field of an option; null when there is none.
  FormField* fieldOf(const QString& option) const;
  /// The name of the option that a line edits, empty when it is not one of these.
  QString optionOf(const FieldEdit* line) const;
  void clearProblems();

Q_SIGNALS:
  /// `chosen` holds what differs from the defaults.
  void changed(const sweep::Configuration& chosen, int visit);
  void draftChanged();

private:
  struct Field {
    QWidget* control;
    FormField* field;
  };
  QWidget* controlFor(const Option& option);
  QWidget* choiceFor(const Option& option, const CategoricalDomain& domain);
  void showValue(const Option& option, QWidget* control, const Value& value);
  void take(const Option& option, const Value& value, int visit);

  QString m_prefix;
  std::vector<Option> m_options;
  std::vector<Field> m_fields;
  Configuration m_chosen;
  QGridLayout* m_grid;
};

} // namespace sweep::ui
