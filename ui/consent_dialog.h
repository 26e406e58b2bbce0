// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

class QTextEdit;

namespace sweep::ui {

class StudyDocument;

/// Shows what running a study that came from elsewhere would start, where and with which environment, and asks for leave. Characters
/// that would not be seen, or would change how the rest is shown, are written out.
class ConsentDialog : public QDialog {
  Q_OBJECT
public:
  explicit ConsentDialog(const StudyDocument& document, QWidget* parent = nullptr);

private:
  QWidget* buildHead(const QString& study);
  QTextEdit* buildDetails(const StudyDocument& document);
  QWidget* buildButtons();
};

/// The text with control characters, line ends and characters that change the direction of writing as ‹U+202E›.
QString writtenOut(const QString& text);

} // namespace sweep::ui
