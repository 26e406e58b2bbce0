// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/run_header.h"

#include "ui/selection.h"
#include "ui/study_document.h"
#include "ui/text.h"
#include "ui/theme.h"
#include "ui/widgets/study_progress_bar.h"

#include <QAction>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QToolButton>

namespace sweep::ui {

RunHeader::RunHeader(StudyDocument* document, Selection* selection, const Actions& actions, QWidget* parent)
    : QWidget(parent), m_document(document), m_selection(selection), m_parallel(new QSpinBox), m_bar(new StudyProgressBar),
      m_text(new QLabel), m_best(new QToolButton) {
  setObjectName(QStringLiteral("runHeader"));
  auto* run = button(actions.run, QStringLiteral("runButton"));
  run->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  auto* pause = button(actions.pause, QStringLiteral("pauseButton"));
  auto* stop = button(actions.stop, QStringLiteral("stopButton"));
  auto* stopMenu = new QMenu(stop);
  stopMenu->addAction(actions.stop);
  stopMenu->addAction(actions.stopNow);
  stop->setMenu(stopMenu);
  stop->setPopupMode(QToolButton::MenuButtonPopup);

  m_parallel->setObjectName(QStringLiteral("parallelNow"));
  m_parallel->setAccessibleName(tr("Trials at a time"));
  m_parallel->setToolTip(tr("How many trials run at a time; may be changed while the study runs"));
  m_parallel->setRange(1, Limits::MostParallel);
  m_parallel->setKeyboardTracking(false);
  auto* parallelLabel = new QLabel(tr("at a &time"));
  parallelLabel->setBuddy(m_parallel);
  m_bar->setObjectName(QStringLiteral("studyProgress"));
  m_bar->setAccessibleName(tr("Progress of the study"));
  m_text->setObjectName(QStringLiteral("progressText"));
  m_best->setObjectName(QStringLiteral("bestScore"));
  m_best->setAccessibleName(tr("Best score so far"));
  m_best->setAutoRaise(true);
  m_best->setFont(titleFont());
  m_best->setIcon(Theme::instance().icon(QStringLiteral("star")));
  m_best->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);

  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(space::Unit, space::Half, space::Unit, space::Half);
  layout->setSpacing(space::Unit);
  for (auto* widget : {run, pause, stop})
    layout->addWidget(widget);
  layout->addWidget(m_parallel);
  layout->addWidget(parallelLabel);
  layout->addSpacing(space::Unit);
  layout->addWidget(m_bar, 1);
  layout->addWidget(m_text);
  layout->addSpacing(space::Unit);
  layout->addWidget(m_best);

  connect(m_parallel, &QSpinBox::valueChanged, this, &RunHeader::parallelChosen);
  connect(m_best, &QToolButton::clicked, this, [this] {
    if (const auto best = m_document->progress().bestTrial) {
      m_selection->choose(*best);
      Q_EMIT bestClicked();
    }
  });
  connect(document, &StudyDocument::progressChanged, this, &RunHeader::showProgress);
  connect(document, &StudyDocument::specChanged, this, &RunHeader::showProgress);
  connect(document, &StudyDocument::checkChanged, this, &RunHeader::showProgress);
  showProgress();
}

QToolButton* RunHeader::button(QAction* action, const QString& name) {
  auto* button = new QToolButton;
  button->setObjectName(name);
  button->setDefaultAction(action);
  button->setAccessibleName(action->text().remove(QLatin1Char('&')));
  button->setAutoRaise(true);
  button->setIconSize({20, 20});
  return button;
}

QString RunHeader::progressText() const {
  const auto& progress = m_document->progress();
  const auto& planned = progress.planned ? progress.planned : m_document->check().plannedTrials;
  QStringList parts;
  if (!m_document->hasTrials())
    return !planned ? QString() : *planned == 1 ? tr("1 trial planned") : tr("%1 trials planned").arg(*planned);
  parts.append(planned ? tr("%1 / %2").arg(progress.finished()).arg(*planned) : tr("%n finished", nullptr, progress.finished()));
  if (progress.running > 0)
    parts.append(tr("%1 running").arg(progress.running));
  if (progress.failed > 0)
    parts.append(tr("%1 failed").arg(progress.failed));
  if (m_document->state() == StudyState::Running && progress.remainingSeconds)
    parts.append(tr("%1 left").arg(duration(*progress.remainingSeconds)));
  else if (progress.elapsedSeconds > 0.0)
    parts.append(duration(progress.elapsedSeconds));
  if (m_document->state() == StudyState::Paused)
    parts.append(tr("paused"));
  else if (m_document->state() == StudyState::Stopping)
    parts.append(tr("stopping"));
  return parts.join(QStringLiteral(" · "));
}

void RunHeader::showProgress() {
  const QSignalBlocker silent(m_parallel);
  if (!m_parallel->hasFocus())
    m_parallel->setValue(m_document->hasTrials() ? m_document->progress().parallel : m_document->spec().limits.parallel);
  m_bar->setProgress(m_document->progress());
  m_text->setText(progressText());
  m_text->setToolTip(tr("%1 complete, %2 failed, %3 running, %4 waiting, %5 so far")
                         .arg(m_document->progress().complete)
                         .arg(m_document->progress().failed)
                         .arg(m_document->progress().running)
                         .arg(m_document->progress().waiting)
                         .arg(duration(m_document->progress().elapsedSeconds)));
  m_bar->setAccessibleDescription(m_text->text());
  showBest();
}

void RunHeader::showBest() {
  const auto& progress = m_document->progress();
  m_best->setVisible(progress.bestTrial && progress.bestValue);
  if (!progress.bestTrial || !progress.bestValue)
    return;
  m_best->setText(tr("%1  #%2").arg(shortNumber(*progress.bestValue)).arg(*progress.bestTrial));
  m_best->setToolTip(tr("Best %1 so far: %2, found by trial %3. Click to see it.")
                         .arg(shownText(m_document->spec().objective().metric), exactNumber(*progress.bestValue))
                         .arg(*progress.bestTrial));
  m_best->setAccessibleDescription(m_best->toolTip());
}

} // namespace sweep::ui
