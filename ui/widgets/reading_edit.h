// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/space/value.h"
#include "ui/widgets/field_edit.h"

#include <optional>

namespace sweep::ui {

/// A line whose text is read as a value while it is typed. What was understood is shown at its right end where it
/// differs from what was typed; what cannot be read is kept, and is the line's draftProblem().
class ReadingEdit : public FieldEdit {
  Q_OBJECT
public:
  explicit ReadingEdit(QWidget* parent = nullptr);

  /// Nothing for a line that is left empty. A text that already says so is left as it is typed, unless the value has
  /// changed elsewhere.
  void setValue(const std::optional<Value>& value);
  /// Nothing when the text is empty or cannot be read.
  std::optional<Value> value() const;
  /// Whether an empty text is an answer.
  void setOptional(bool optional);
  /// What was understood, where it differs from what was typed.
  QString understood() const;

Q_SIGNALS:
  /// A person typed something that reads as an answer.
  void valueEdited();

protected:
  virtual std::optional<Value> read(const QString& text) const = 0;
  virtual QString write(const Value& value) const = 0;
  /// Why a text cannot be read.
  virtual QString complaint(const QString& text) const = 0;
  /// For hints beside the text.
  virtual QString describe(const Value& value) const { return write(value); }

  void paintEvent(QPaintEvent* event) override;

private:
  void takeText();
  void judgeText();

  bool m_optional = false;
  std::optional<Value> m_shown;
};

} // namespace sweep::ui
