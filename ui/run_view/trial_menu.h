// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/failure_rules.h"

#include <QMenu>

namespace sweep::ui {

class StudyDocument;

/// What can be done with some trials of the table: failed ones run again, interrupted ones decided on.
class TrialMenu : public QMenu {
  Q_OBJECT
public:
  TrialMenu(const StudyDocument& document, const QList<int>& trials, QWidget* parent = nullptr);

Q_SIGNALS:
  void retryRequested(const QList<int>& trials);
  void interruptedDecided(const QList<int>& trials, sweep::InterruptedRule decision);

private:
  QAction* add(const QString& name, const QString& text, bool enabled);
  void addDecision(const QString& name, const QString& text, const QList<int>& trials,
                   InterruptedRule decision);
};

} // namespace sweep::ui
