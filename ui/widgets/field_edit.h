// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLineEdit>

namespace sweep::ui {

/// A line of text in a form. Undo and redo are the study's, not the line's: the keys go on to the window. What is longer than a
/// person edits in a line (maxLength) is shown by its beginning and cannot be changed here; more than that cannot be pasted.
class FieldEdit : public QLineEdit {
  Q_OBJECT
public:
  explicit FieldEdit(QWidget* parent = nullptr);

  /// Shows a text unless it is shown already, so that the cursor stays where it is.
  void showText(const QString& text);
  /// All of it, also where the beginning is shown.
  QString text() const { return m_whole.isEmpty() ? QLineEdit::text() : m_whole; }
  /// The same number for all edits from getting the focus to losing it: they are one step of undo.
  int visit() const { return m_visit; }
  /// What keeps the text from being put into the study, such as “x” where a number is wanted; empty when it was.
  virtual QString draftProblem() const;
  void setDraftProblem(const QString& sentence);

Q_SIGNALS:
  void draftChanged();

protected:
  bool event(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void paintEvent(QPaintEvent* event) override;

private:
  bool isFull() const { return QLineEdit::text().size() >= maxLength(); }

  int m_visit;
  bool m_wasFull = false;
  QString m_whole;
  QString m_usualTip;
  QString m_draftProblem;
};

/// A new number for the edits of one visit.
int nextVisit();

} // namespace sweep::ui
