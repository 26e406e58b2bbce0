// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/study_form/command_preview.h"

#include "ui/theme.h"

#include <QFontDatabase>
#include <QTextBlockFormat>
#include <QTextCursor>

namespace sweep::ui {

CommandPreview::CommandPreview(QWidget* parent) : QTextEdit(parent) {
  setObjectName(QStringLiteral("preview.commands"));
  setAccessibleName(tr("The first commands"));
  setReadOnly(true);
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
}

} // namespace sweep::ui
