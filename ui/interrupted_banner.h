// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/failure_rules.h"
#include "ui/widgets/banner.h"

#include <QList>
#include <set>

class QPushButton;

namespace sweep::ui {

class StudyDocument;

/// Asks what becomes of the trials that were running when the program ended, as long as there are any that nobody has decided
/// on: how many and which, and a button for each answer.
class InterruptedBanner : public Banner {
  Q_OBJECT
public:
  explicit InterruptedBanner(StudyDocument* document, QWidget* parent = nullptr);

Q_SIGNALS:
  void decided(const QList<int>& trials, sweep::InterruptedRule decision);
  /// A person wants to see them.
  void showRequested(const QList<int>& trials);

private:
  QPushButton* addAnswer(const QString& name, const QString& text, const QString& accessibleName);
  void take(const QList<int>& numbers);
  void tell();
  QString checkpointsText(int checkpoints) const;
  QList<int> trials() const { return {m_trials.begin(), m_trials.end()}; }

  StudyDocument* m_document;
  QPushButton* m_continue;
  std::set<int> m_trials;
};

} // namespace sweep::ui
