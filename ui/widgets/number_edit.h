// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/widgets/reading_edit.h"

namespace sweep::ui {

/// A number in any of the ways in which people write one: 0.001, 1e-3, 10^-3.
class NumberEdit : public ReadingEdit {
  Q_OBJECT
public:
  /// Real numbers are read as double, whole ones as std::int64_t.
  enum class Kind { Real, Whole };
  explicit NumberEdit(Kind kind = Kind::Real, QWidget* parent = nullptr);

  void setKind(Kind kind) { m_kind = kind; }
  Kind kind() const { return m_kind; }

protected:
  std::optional<Value> read(const QString& text) const override;
  QString write(const Value& value) const override;
  QString complaint(const QString& text) const override;

private:
  Kind m_kind;
};

} // namespace sweep::ui
