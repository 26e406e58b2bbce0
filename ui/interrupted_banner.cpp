// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/interrupted_banner.h"

#include "ui/study_document.h"

#include <QPushButton>
#include <algorithm>

namespace sweep::ui {

namespace {

/// How many trials the sentence names.
constexpr int MostNames = 8;

QString namesText(const QList<int>& trials) {
  QStringList names;
  for (const int number : trials.mid(0, MostNames))
    names.append(QString::number(number));
  return names.join(QStringLiteral(", ")) + (trials.size() > MostNames ? QStringLiteral(", …") : QString());
}

} // namespace

InterruptedBanner::InterruptedBanner(StudyDocument* document, QWidget* parent)
    : Banner(QStringLiteral("interrupted"), parent), m_document(document) {
  m_continue = addAnswer(QStringLiteral("interrupted.continue"), tr("Continue from checkpoint"),
                         tr("Continue the interrupted trials from their checkpoints"));
  auto* again = addAnswer(QStringLiteral("interrupted.runAgain"), tr("Run again"),
                          tr("Run the interrupted trials again"));
  auto* drop = addAnswer(QStringLiteral("interrupted.drop"), tr("Drop"), tr("Drop the interrupted trials"));
  auto* select =
      addAnswer(QStringLiteral("interrupted.show"), tr("Show"), tr("Select the interrupted trials"));
  again->setToolTip(tr("They begin anew, with the same configuration and seed"));
  drop->setToolTip(tr("They stay in the study as failed, and can be run again later"));
  select->setToolTip(
      tr("Select them in the table and the charts; each can be decided on in the table's menu"));
  const auto answers = [this](QPushButton* button, InterruptedRule decision) {
    connect(button, &QPushButton::clicked, this, [this, decision] { Q_EMIT decided(trials(), decision); });
  };
  answers(m_continue, InterruptedRule::Continue);
  answers(again, InterruptedRule::RunAgain);
  answers(drop, InterruptedRule::Drop);
  connect(select, &QPushButton::clicked, this, [this] { Q_EMIT showRequested(trials()); });
  connect(m_document, &StudyDocument::trialsChanged, this, &InterruptedBanner::take);
  connect(m_document, &StudyDocument::stateChanged, this, &InterruptedBanner::tell);
  connect(m_document, &StudyDocument::pathChanged, this, [this] {
    m_trials.clear();
    tell();
  });
}

QPushButton* InterruptedBanner::addAnswer(const QString& name, const QString& text,
                                          const QString& accessibleName) {
  auto* button = new QPushButton(text);
  button->setObjectName(name);
  button->setAccessibleName(accessibleName);
  addButton(button);
  return button;
}

void InterruptedBanner::take(const QList<int>& numbers) {
  const auto before = m_trials;
  for (const int number : numbers)
    if (isUndecided(*m_document->trial(number)))
      m_trials.insert(number);
    else
      m_trials.erase(number);
  if (m_trials != before)
    tell();
}

/// Who has opened a study only to look at it decides nothing.
void InterruptedBanner::tell() {
  if (m_trials.empty() || m_document->readOnly()) {
    show({}, false);
    return;
  }
  const auto checkpoints = static_cast<int>(std::ranges::count_if(
      m_trials, [this](int number) { return canContinue(*m_document->trial(number)); }));
  const QString text = checkpointsText(checkpoints);
  m_continue->setEnabled(checkpoints > 0);
  m_continue->setToolTip(text);
  const auto all = static_cast<int>(m_trials.size());
  show((all == 1 ? tr("Trial %1 was running when the program ended. %2")
                 : tr("%n trials were running when the program ended: %1. %2", nullptr, all))
           .arg(namesText(trials()), text),
       false);
}

QString InterruptedBanner::checkpointsText(int checkpoints) const {
  const auto all = static_cast<int>(m_trials.size());
  if (all == 1)
    return checkpoints == 1 ? tr("It has a checkpoint to continue from.") : tr("It has left no checkpoint to continue from.");
  if (checkpoints == 0)
    return tr("None has left a checkpoint to continue from.");
  if (checkpoints == all)
    return tr("Each has a checkpoint to continue from.");
  return tr("%1 of them left a checkpoint to continue from; the others would run again.").arg(checkpoints);
}

} // namespace sweep::ui
