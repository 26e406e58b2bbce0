// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/field_edit.h"

#include "ui/widgets/problem_mark.h"

#include <QKeyEvent>

#include <utility>

namespace sweep::ui {

namespace {
/// Characters shown of a text that is too long.
constexpr int Beginning = 200;

bool isUndoOrRedo(const QKeyEvent& key) { return key.matches(QKeySequence::Undo) || key.matches(QKeySequence::Redo); }
} // namespace

int nextVisit() {
  static int visit = 0;
  return ++visit;
}

FieldEdit::FieldEdit(QWidget* parent) : QLineEdit(parent), m_visit(nextVisit()) {
  connect(this, &QLineEdit::textEdited, this, [this] {
    if (std::exchange(m_wasFull, isFull()) != isFull())
      Q_EMIT draftChanged();
  });
}

void FieldEdit::showText(const QString& text) {
  if (text == this->text())
    return;
  const bool isLong = text.size() >= maxLength();
  const bool wasLong = !m_whole.isEmpty();
  m_whole = isLong ? text : QString();
  setReadOnly(isLong);
  if (isLong && !wasLong)
    m_usualTip = toolTip();
  if (isLong != wasLong)
    setToolTip(m_usualTip);
  if (isLong)
    setToolTip(tr("These %L1 characters are too long to be changed here: save the study as a readable file (.yaml), change them there "
                  "and open it.").arg(text.size()));
  setText(isLong ? text.left(Beginning) + QStringLiteral("…") : text);
  if (!hasFocus())
    setCursorPosition(0);
}

QString FieldEdit::draftProblem() const {
  return isFull() ? tr("A line holds at most %L1 characters; the rest of what was pasted is left out. Write it into a study file.").arg(maxLength())
                  : m_draftProblem;
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
