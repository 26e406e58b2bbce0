// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTextEdit>

namespace sweep::ui {

/// The first command lines of a study, exactly as they will be started. Copying gives lines for a shell.
class CommandPreview : public QTextEdit {
  Q_OBJECT
public:
  explicit CommandPreview(QWidget* parent = nullptr);

  void display(const QStringList& commands);

private:

  QStringList m_commands;
};

} // namespace sweep::ui
