// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/reading_edit.h"

#include <string>
#include <vector>

namespace sweep::ui {

/// Names with commas between them, or none. Its value is the text with one comma and blank between each two.
class NamesEdit : public ReadingEdit {
  Q_OBJECT
public:
  explicit NamesEdit(QWidget* parent = nullptr);

  std::vector<std::string> names() const;
  void setNames(const std::vector<std::string>& names);

protected:
  std::optional<Value> read(const QString& text) const override;
  QString write(const Value& value) const override;
  QString complaint(const QString& text) const override;
};

/// The names in a text, without blanks around them.
std::vector<std::string> namesIn(const std::string& text);

} // namespace sweep::ui
