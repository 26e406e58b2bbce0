// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/option.h"

#include <QObject>
#include <map>
#include <string>

namespace sweep::ui {

class FieldCombo;
class OptionsForm;
class SectionHeader;

/// One half of a method, the sampler or the scheduler: the choice, the settings of what is chosen, and the settings that
/// the others had when they were left.
class MethodPart : public QObject {
  Q_OBJECT
public:
  /// Names of controls begin with objectName.
  MethodPart(const QString& objectName, const QString& accessibleName, QObject* parent);

  FieldCombo* combo() const { return m_combo; }
  SectionHeader* title() const { return m_title; }
  OptionsForm* options() const { return m_options; }

  /// Shows what is chosen; `described` are its options. With `titled`, its name stands above its settings.
  void show(const std::string& id, std::vector<Option> described, const Configuration& chosen, bool titled);
  /// Makes `id` and `chosen` say `next`: keeps the settings that are left, and brings back those that it had before.
  void exchange(std::string& id, Configuration& chosen, std::string_view next);
  void forget() { m_left.clear(); }

private:
  FieldCombo* m_combo;
  SectionHeader* m_title;
  OptionsForm* m_options;
  /// Whose settings are shown.
  std::string m_shown;
  std::map<std::string, Configuration, std::less<>> m_left;
};

} // namespace sweep::ui
