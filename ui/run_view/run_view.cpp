// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/run_view/run_view.h"

#include "ui/charts/chart.h"
#include "ui/charts/registry.h"
#include "ui/failures/failures_drawer.h"
#include "ui/run_view/trial_details.h"
#include "ui/run_view/trial_table.h"
#include "ui/run_view/worker_lanes.h"
#include "ui/study_document.h"
#include "ui/theme.h"

#include <QDataStream>
#include <QIODevice>
#include <QSplitter>
#include <QVBoxLayout>

namespace sweep::ui {

RunView::RunView(StudyDocument* document, Selection* selection, EngineLink* engine, QWidget* parent)
    : QWidget(parent), m_document(document), m_history(findChart("history")->create(selection, nullptr)),
      m_table(new TrialTable(document, selection)), m_failures(new FailuresDrawer(document, selection)),
      m_across(new QSplitter(Qt::Horizontal)),
      m_down(new QSplitter(Qt::Vertical)), m_trials(new QSplitter(Qt::Vertical)) {
  auto* below = new QWidget;
  auto* belowLayout = new QVBoxLayout(below);
  belowLayout->setContentsMargins(0, 0, 0, 0);
  belowLayout->setSpacing(space::Half);
  belowLayout->addWidget(new WorkerLanes(document, selection));
  m_trials->setObjectName(QStringLiteral("trialsAndFailures"));
  m_trials->setChildrenCollapsible(false);
  m_trials->addWidget(m_table);
  m_trials->addWidget(m_failures);
  m_trials->setStretchFactor(0, 1);
  m_trials->setStretchFactor(1, 0);
  belowLayout->addWidget(m_trials, 1);
  m_history->setMinimumHeight(160);
  m_down->addWidget(m_history);
  m_down->addWidget(below);
  m_down->setStretchFactor(0, 3);
  m_down->setStretchFactor(1, 2);
  m_down->setChildrenCollapsible(false);

  auto* details = new TrialDetails(document, selection, engine);
  details->setMinimumWidth(240);
  m_across->addWidget(m_down);
  m_across->addWidget(details);
  m_across->setStretchFactor(0, 1);
  m_across->setCollapsible(0, false);
  m_across->setSizes({760, 340});

  connect(m_failures, &FailuresDrawer::opened, this, &RunView::makeRoomForFailures);
  connect(m_failures, &FailuresDrawer::retryRequested, this, &RunView::retryRequested);
  connect(m_table, &TrialTable::retryRequested, this, &RunView::retryRequested);
  connect(m_table, &TrialTable::interruptedDecided, this, &RunView::interruptedDecided);
  connect(details, &TrialDetails::retryRequested, this, &RunView::retryRequested);
  makeRoomForFailures(false);

  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(space::Unit, space::Unit, space::Unit, 0);
  layout->addWidget(m_across);
  connect(document, &StudyDocument::snapshotChanged, this, &RunView::updateChart);
  connect(document, &StudyDocument::specChanged, this, &RunView::updateChart);
}

void RunView::focusFilter() { m_table->focusFilter(); }

QByteArray RunView::layoutState() const {
  QByteArray state;
  QDataStream out(&state, QIODevice::WriteOnly);
  out << m_across->saveState() << m_down->saveState();
  return state;
}

void RunView::restoreLayoutState(const QByteArray& state) {
  QByteArray across;
  QByteArray down;
  QDataStream in(state);
  in >> across >> down;
  m_across->restoreState(across);
  m_down->restoreState(down);
}

/// Closed it is a line, open it has two fifths of the place.
void RunView::makeRoomForFailures(bool open) {
  m_trials->setHandleWidth(open ? space::Half : 0);
  m_failures->setMaximumHeight(open ? QWIDGETSIZE_MAX : m_failures->sizeHint().height());
  const int height = m_trials->height();
  m_trials->setSizes(open ? QList<int>{height * 3 / 5, height * 2 / 5} : QList<int>{height, 0});
}

void RunView::updateChart() {
  m_chartIsOld = !isVisible();
  if (isVisible())
    m_history->setSnapshot(m_document->snapshot());
}

void RunView::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  if (m_chartIsOld)
    updateChart();
}

} // namespace sweep::ui
