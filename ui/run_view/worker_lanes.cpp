// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/run_view/worker_lanes.h"

#include "ui/selection.h"
#include "ui/study_document.h"
#include "ui/text.h"
#include "ui/theme.h"
#include "ui/trial_mark.h"

#include <QDateTime>
#include <QMouseEvent>
#include <QPainter>

#include <algorithm>

namespace sweep::ui {

namespace {
constexpr int LaneHeight = 10;
constexpr int MostLanes = 8;
constexpr int RepaintMs = 500;
/// Past this many bars a lane is denser than its pixels.
constexpr std::size_t MostTrialsShown = 2000;
} // namespace

WorkerLanes::WorkerLanes(StudyDocument* document, Selection* selection, QWidget* parent)
    : QWidget(parent), m_document(document), m_selection(selection) {
  setObjectName(QStringLiteral("workerLanes"));
  setAccessibleName(tr("Workers over time"));
  setMouseTracking(true);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  m_clock.setInterval(RepaintMs);
  connect(&m_clock, &QTimer::timeout, this, qOverload<>(&QWidget::update));
  connect(document, &StudyDocument::snapshotChanged, this, qOverload<>(&QWidget::update));
  connect(document, &StudyDocument::progressChanged, this, [this] {
    updateGeometry();
    // Only what runs grows by itself.
    m_document->progress().running > 0 ? m_clock.start() : m_clock.stop();
  });
  connect(selection, &Selection::changed, this, qOverload<>(&QWidget::update));
  connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

int WorkerLanes::lanes() const {
  return std::clamp(std::max(m_document->progress().parallel, m_document->progress().running), 1, MostLanes);
}

QSize WorkerLanes::sizeHint() const { return {400, lanes() * LaneHeight + space::Half}; }

void WorkerLanes::paintEvent(QPaintEvent*) {
  m_bars.clear();
  QPainter painter(this);
  const auto& trials = m_document->snapshot()->trials;
  const std::size_t first = trials.size() > MostTrialsShown ? trials.size() - MostTrialsShown : 0;
  qint64 begin = 0;
  qint64 end = 0;
  const qint64 now = QDateTime::currentMSecsSinceEpoch();
  for (std::size_t i = first; i < trials.size(); ++i)
    for (const auto& attempt : trials[i]->attempts) {
      begin = begin == 0 ? attempt.started : std::min<qint64>(begin, attempt.started);
      end = std::max<qint64>(end, attempt.ended != 0 ? attempt.ended : now);
    }
  if (begin == 0)
    return;
  const double scale = (width() - 2.0) / static_cast<double>(std::max<qint64>(end - begin, 1));
  for (std::size_t i = first; i < trials.size(); ++i)
    for (const auto& attempt : trials[i]->attempts) {
      const qint64 last = attempt.ended != 0 ? attempt.ended : now;
      const QRectF bar(1.0 + static_cast<double>(attempt.started - begin) * scale,
                       (attempt.worker % MostLanes) * LaneHeight + 1.0,
                       std::max(1.0, static_cast<double>(last - attempt.started) * scale - 1.0), LaneHeight - 2.0);
      QColor colour = stateColour(attempt.ended == 0 ? TrialState::Running : trials[i]->state);
      colour.setAlphaF(m_selection->empty() || m_selection->contains(trials[i]->number) ? 0.85F : 0.45F);
      painter.fillRect(bar, colour);
      m_bars.push_back({bar, trials[i]->number});
    }
}

int WorkerLanes::trialAt(QPointF position) const {
  for (auto bar = m_bars.rbegin(); bar != m_bars.rend(); ++bar)
    if (bar->area.adjusted(-1, -1, 1, 1).contains(position))
      return bar->trial;
  return -1;
}

void WorkerLanes::mousePressEvent(QMouseEvent* event) {
  if (const int trial = trialAt(event->position()); trial >= 0)
    m_selection->choose(trial);
}

void WorkerLanes::mouseMoveEvent(QMouseEvent* event) {
  const int trial = trialAt(event->position());
  setToolTip(trial >= 0 ? tr("Trial %1").arg(trial) : QString());
  m_selection->hover(trial);
}

} // namespace sweep::ui
