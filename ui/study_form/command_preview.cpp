// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/study_form/command_preview.h"

#include "ui/theme.h"

#include <QFontDatabase>
#include <QResizeEvent>
#include <QTextBlockFormat>
#include <QTextCursor>
#include <algorithm>
#include <cmath>

namespace sweep::ui {

namespace {

/// What is shown without scrolling.
constexpr int MostLines = 14;

} // namespace

CommandPreview::CommandPreview(QWidget* parent) : QTextEdit(parent) {
  setObjectName(QStringLiteral("preview.commands"));
  setAccessibleName(tr("The first commands"));
  setReadOnly(true);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  setTabChangesFocus(true);
  setFrameShape(QFrame::NoFrame);
  setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
  setVerticalScrollBarPolicy(Qt::ScrollBarAsNeeded);
  QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
  font.setPointSizeF(smallFont().pointSizeF());
  setFont(font);
}

void CommandPreview::display(const QStringList& commands) {
  if (commands == m_commands)
    return;
  m_commands = commands;
  clear();
  QTextBlockFormat hanging;
  hanging.setLeftMargin(2 * space::Unit);
  hanging.setTextIndent(-2 * space::Unit);
  hanging.setBottomMargin(space::Half);
  QTextCursor cursor(document());
  for (qsizetype i = 0; i < commands.size(); ++i) {
    if (i > 0)
      cursor.insertBlock();
    cursor.setBlockFormat(hanging);
    cursor.insertText(commands[i]);
  }
  moveCursor(QTextCursor::Start);
  updateGeometry();
}

QSize CommandPreview::sizeHint() const {
  const auto* text = document();
  const int lines = std::min(static_cast<int>(std::ceil(text->size().height())), MostLines * fontMetrics().lineSpacing());
  return {QTextEdit::sizeHint().width(), lines + 2 * frameWidth()};
}

void CommandPreview::resizeEvent(QResizeEvent* event) {
  QTextEdit::resizeEvent(event);
  if (event->size().width() != event->oldSize().width())
    updateGeometry();
}

} // namespace sweep::ui
