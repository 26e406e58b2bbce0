// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/field_combo.h"

#include "ui/widgets/problem_mark.h"

#include <QWheelEvent>

namespace sweep::ui {

FieldCombo::FieldCombo(QWidget* parent) : QComboBox(parent) { setFocusPolicy(Qt::StrongFocus); }

void FieldCombo::setNames(const QString& objectName, const QString& accessibleName) {
  setObjectName(objectName);
  setAccessibleName(accessibleName);
  setAccessibleDescription(accessibleName);
}

void FieldCombo::showData(const QVariant& data) {
  const int index = findData(data);
  if (index >= 0 && index != currentIndex())
    setCurrentIndex(index);
}

void FieldCombo::wheelEvent(QWheelEvent* event) { event->ignore(); }

void FieldCombo::paintEvent(QPaintEvent* event) {
  QComboBox::paintEvent(event);
  paintMark(this);
}

} // namespace sweep::ui
