// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QComboBox>

namespace sweep::ui {

/// A choice in a form that scrolls: the wheel moves the form, not the choice.
class FieldCombo : public QComboBox {
  Q_OBJECT
public:
  explicit FieldCombo(QWidget* parent = nullptr);

  /// On Linux the accessible name of a combo is its text, so that what it is for goes into its description too.
  void setNames(const QString& objectName, const QString& accessibleName);
  /// Chooses the entry with this data, when there is one.
  void showData(const QVariant& data);

protected:
  void wheelEvent(QWheelEvent* event) override;
  void paintEvent(QPaintEvent* event) override;
};

} // namespace sweep::ui
