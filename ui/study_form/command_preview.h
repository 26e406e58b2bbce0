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
  /// High enough for its lines, up to a number of them.
  QSize sizeHint() const override;

protected:
  void resizeEvent(QResizeEvent* event) override;

private:
  QStringList m_commands;
};

} // namespace sweep::ui
