// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/reading_edit.h"

namespace sweep::ui {

/// A time or an amount of memory with its unit: "90", "10 min", "1 h 30 min"; "512 MiB", "4 GB".
class QuantityEdit : public ReadingEdit {
  Q_OBJECT
public:
  /// Seconds are read as double, bytes as std::int64_t. Numbers without a unit are seconds, or MiB.
  enum class Kind { Time, Memory };
  explicit QuantityEdit(Kind kind, QWidget* parent = nullptr);

protected:
  std::optional<Value> read(const QString& text) const override;
  QString write(const Value& value) const override;
  QString complaint(const QString& text) const override;

private:
  Kind m_kind;
};

} // namespace sweep::ui
