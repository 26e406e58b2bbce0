// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/run_view/trial_menu.h"

#include "ui/study_document.h"

namespace sweep::ui {

TrialMenu::TrialMenu(const StudyDocument& document, const QList<int>& trials, QWidget* parent)
    : QMenu(parent) {
  setObjectName(QStringLiteral("trialMenu"));
  QList<int> failed, undecided, continuable;
  for (const int number : trials) {
    const Trial* trial = document.trial(number);
    if (!trial || document.readOnly())
      continue;
    if (trial->state == TrialState::Failed)
      failed.append(number);
    if (isUndecided(*trial))
      undecided.append(number);
    if (isUndecided(*trial) && canContinue(*trial))
      continuable.append(number);
  }
  if (undecided.isEmpty()) {
    auto* retry = add(QStringLiteral("trialMenu.retry"), tr("Run again"), !failed.isEmpty());
    connect(retry, &QAction::triggered, this, [this, failed] { Q_EMIT retryRequested(failed); });
    return;
  }
  addDecision(QStringLiteral("trialMenu.continue"), tr("Continue from checkpoint"), continuable,
              InterruptedRule::Continue);
  addDecision(QStringLiteral("trialMenu.runAgain"), tr("Run again"), undecided, InterruptedRule::RunAgain);
  addDecision(QStringLiteral("trialMenu.drop"), tr("Drop"), undecided, InterruptedRule::Drop);
}

QAction* TrialMenu::add(const QString& name, const QString& text, bool enabled) {
  auto* action = addAction(text);
  action->setObjectName(name);
  action->setEnabled(enabled);
  return action;
}

void TrialMenu::addDecision(const QString& name, const QString& text, const QList<int>& trials,
                            InterruptedRule decision) {
  auto* action = add(name, text, !trials.isEmpty());
  connect(action, &QAction::triggered, this,
          [this, trials, decision] { Q_EMIT interruptedDecided(trials, decision); });
}

} // namespace sweep::ui
