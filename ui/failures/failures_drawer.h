// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QWidget>

class QLabel;
class QToolButton;

namespace sweep::ui {

class FailuresPanel;
class Selection;
class StudyDocument;

/// One line under the table of trials that says what failed most, there once something has failed; it opens the panel with
/// the rest. Opens by itself when nothing but failures has come in, since then they are all there is to look at.
class FailuresDrawer : public QWidget {
  Q_OBJECT
public:
  FailuresDrawer(StudyDocument* document, Selection* selection, QWidget* parent = nullptr);

  FailuresPanel* panel() const { return m_panel; }
  bool isOpen() const;

Q_SIGNALS:
  void opened(bool open);
  void retryRequested(const QList<int>& trials);

private:
  void showSummary();
  void setOpen(bool open);

  StudyDocument* m_document;
  QLabel* m_icon;
  QLabel* m_text;
  QToolButton* m_toggle;
  FailuresPanel* m_panel;
  /// What the person chose in this study, once there was a choice.
  bool m_chosen = false;
};

} // namespace sweep::ui
