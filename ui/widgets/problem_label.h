// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>

namespace sweep::ui {

/// The sentence under a field: what is wrong with it and what to do. Takes no room while there is none.
class ProblemLabel : public QLabel {
  Q_OBJECT
public:
  explicit ProblemLabel(QWidget* parent = nullptr);

  /// Forgets all sentences.
  void clearProblems();
  void addProblem(const QString& sentence, bool isWarning);
  const QStringList& sentences() const { return m_sentences; }

private:
  void showSentences();
  void colour();

  QStringList m_sentences;
  bool m_onlyWarnings = true;
};

} // namespace sweep::ui
