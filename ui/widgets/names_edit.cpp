// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/names_edit.h"

#include "core/base/text.h"
#include "ui/text.h"

namespace sweep::ui {

NamesEdit::NamesEdit(QWidget* parent) : ReadingEdit(parent) {
  setOptional(true);
}

std::vector<std::string> namesIn(const std::string& text) {
  std::vector<std::string> names;
  for (const auto& part : split(text, ','))
    if (const auto name = trimmed(part); !name.empty())
      names.emplace_back(name);
  return names;
}

std::vector<std::string> NamesEdit::names() const {
  return namesIn(fromQt(text()));
}

void NamesEdit::setNames(const std::vector<std::string>& names) {
  setValue(names.empty() ? std::nullopt : std::optional<Value>(joined(names, ", ")));
}

std::optional<Value> NamesEdit::read(const QString& text) const {
  const auto names = namesIn(fromQt(text));
  return names.empty() ? std::nullopt : std::optional<Value>(joined(names, ", "));
}

QString NamesEdit::write(const Value& value) const {
  return toQt(valueText(value));
}

QString NamesEdit::complaint(const QString&) const {
  return tr("There is no name between the commas.");
}

} // namespace sweep::ui
