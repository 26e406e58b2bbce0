// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/field_edit.h"

#include "ui/widgets/problem_mark.h"

#include <QKeyEvent>

namespace sweep::ui {

namespace {
bool isUndoOrRedo(const QKeyEvent& key) { return key.matches(QKeySequence::Undo) || key.matches(QKeySequence::Redo); }
} // namespace

int nextVisit() {
  static int visit = 0;
  return ++visit;
}

FieldEdit::FieldEdit(QWidget* parent) : QLineEdit(parent), m_visit(nextVisit()) {}

void FieldEdit::showText(const QString& text) {
  if (text == this->text())
    return;
  setText(text);
  if (!hasFocus())
    setCursorPosition(0);
}

void FieldEdit::setDraftProblem(const QString& sentence) {
  if (sentence == m_draftProblem)
    return;
  m_draftProblem = sentence;
  Q_EMIT draftChanged();
}

bool FieldEdit::event(QEvent* event) {
  // Not accepted as an override: a shortcut of the window comes first.
  if (event->type() == QEvent::ShortcutOverride && isUndoOrRedo(static_cast<QKeyEvent&>(*event))) {
    event->ignore();
    return true;
  }
  return QLineEdit::event(event);
}

void FieldEdit::keyPressEvent(QKeyEvent* event) {
  if (isUndoOrRedo(*event))
    event->ignore();
  else
    QLineEdit::keyPressEvent(event);
}

void FieldEdit::focusInEvent(QFocusEvent* event) {
  m_visit = nextVisit();
  QLineEdit::focusInEvent(event);
}

void FieldEdit::paintEvent(QPaintEvent* event) {
  QLineEdit::paintEvent(event);
  paintMark(this);
}

} // namespace sweep::ui
