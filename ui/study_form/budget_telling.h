// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;
class QPushButton;

namespace sweep::ui {

/// Whether the command names a placeholder, and the button that adds a word which does.
class BudgetTelling : public QWidget {
  Q_OBJECT
public:
  /// key: "budget", "checkpoint" or "resume".
  BudgetTelling(const QString& key, const QString& meaning, QWidget* parent = nullptr);

  /// `word` names the placeholder already; or, when that is empty, `offered` would.
  void display(const QString& word, const QString& offered);
  QPushButton* button() const { return m_add; }

Q_SIGNALS:
  /// Add the offered word to the command.
  void wanted();

private:
  QLabel* m_word;
  QPushButton* m_add;
};

} // namespace sweep::ui
