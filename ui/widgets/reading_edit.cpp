// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/reading_edit.h"

#include "ui/theme.h"

#include <QPainter>

namespace sweep::ui {

ReadingEdit::ReadingEdit(QWidget* parent) : FieldEdit(parent) {
  connect(this, &QLineEdit::textEdited, this, &ReadingEdit::takeText);
}

void ReadingEdit::setValue(const std::optional<Value>& value) {
  const bool unreadable = !draftProblem().isEmpty();
  const bool same = unreadable ? value == m_shown : value == this->value();
  m_shown = value;
  if (!same || (!value && !unreadable))
    showText(value ? write(*value) : QString());
  judgeText();
}

std::optional<Value> ReadingEdit::value() const {
  return text().trimmed().isEmpty() ? std::nullopt : read(text());
}

void ReadingEdit::setOptional(bool optional) {
  m_optional = optional;
  judgeText();
}

QString ReadingEdit::understood() const {
  const auto answer = value();
  if (!answer)
    return {};
  const QString words = describe(*answer);
  return words == text().trimmed() ? QString() : words;
}

void ReadingEdit::takeText() {
  judgeText();
  if (!draftProblem().isEmpty())
    return;
  m_shown = value();
  Q_EMIT valueEdited();
}

void ReadingEdit::judgeText() {
  const bool isEmpty = text().trimmed().isEmpty();
  if (isEmpty)
    setDraftProblem(m_optional || !m_shown ? QString() : complaint(text()));
  else
    setDraftProblem(read(text()) ? QString() : complaint(text()));
  const QString words = understood();
  setAccessibleDescription(words.isEmpty() ? QString() : tr("understood as %1").arg(words));
}

void ReadingEdit::paintEvent(QPaintEvent* event) {
  FieldEdit::paintEvent(event);
  const QString words = understood();
  if (words.isEmpty())
    return;
  const QString hint = QStringLiteral("= %1").arg(words);
  const QFontMetrics metrics(smallFont());
  const int room = width() - fontMetrics().horizontalAdvance(text()) - space::Double;
  if (metrics.horizontalAdvance(hint) > room)
    return;
  QPainter painter(this);
  painter.setFont(smallFont());
  painter.setPen(Theme::instance().quietText());
  painter.drawText(rect().adjusted(0, 0, -space::Unit, 0), Qt::AlignRight | Qt::AlignVCenter, hint);
}

} // namespace sweep::ui
