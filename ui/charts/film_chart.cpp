// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/film_chart.h"

#include "ui/charts/chart_view.h"
#include "ui/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QSlider>
#include <QToolButton>
#include <QVBoxLayout>
#include <QtConcurrent/QtConcurrentRun>

#include <algorithm>

namespace sweep::ui {

namespace {

constexpr int PictureTime = 350;
/// Contents that are kept.
constexpr qsizetype MostKept = 400;

int trialsOf(const Snapshot& snapshot) { return static_cast<int>(snapshot.trials.size()); }

qsizetype finishedOf(const Snapshot& snapshot) {
  return std::ranges::count_if(snapshot.trials, [](const auto& trial) { return isFinished(trial->state); });
}

} // namespace

FilmChart::FilmChart(const QString& id, const QString& name, Selection* selection, QWidget* parent)
    : ChartFrame(id, name, selection, parent) {
  layout()->addWidget(makeControls());
  m_clock.setInterval(PictureTime);
  connect(&m_clock, &QTimer::timeout, this, &FilmChart::step);
  connect(&m_watcher, &QFutureWatcher<ChartContent>::finished, this, &FilmChart::take);
}

FilmChart::~FilmChart() { ++*m_generation; }

QWidget* FilmChart::makeControls() {
  auto* controls = new QWidget(this);
  m_play = new QToolButton(controls);
  m_play->setObjectName(objectName() + QStringLiteral(".play"));
  m_play->setAccessibleName(tr("Play"));
  m_play->setToolTip(tr("Play trial by trial, or stop"));
  m_play->setIcon(Theme::instance().icon(QStringLiteral("run")));
  m_play->setIconSize({16, 16});
  m_play->setAutoRaise(true);
  m_slider = new QSlider(Qt::Horizontal, controls);
  m_slider->setObjectName(objectName() + QStringLiteral(".moment"));
  m_slider->setAccessibleName(tr("Moment of the study"));
  m_slider->setToolTip(tr("The moment that is shown: when a trial began, or now"));
  m_label = new QLabel(controls);
  m_label->setObjectName(objectName() + QStringLiteral(".when"));
  m_label->setFont(smallFont());
  m_label->setMinimumWidth(m_label->fontMetrics().horizontalAdvance(tr("before trial %1 of %2").arg(8888).arg(8888)));
  auto* row = new QHBoxLayout(controls);
  row->setContentsMargins(space::Half, 0, space::Unit, space::Half);
  row->setSpacing(space::Unit);
  row->addWidget(m_play);
  row->addWidget(m_slider, 1);
  row->addWidget(m_label);
  connect(m_play, &QToolButton::clicked, this, &FilmChart::play);
  connect(m_slider, &QSlider::valueChanged, this, [this](int value) {
    m_isNow = value == m_slider->maximum();
    updateControls();
    refresh();
  });
  return controls;
}

int FilmChart::moment() const { return m_slider->value(); }

void FilmChart::setMoment(int trial) { m_slider->setValue(trial); }

void FilmChart::setSnapshot(SnapshotPtr snapshot) {
  const bool isSame = m_study && isSameStudy(m_study->spec, snapshot->spec) && m_study->trials.size() <= snapshot->trials.size();
  if (!isSame)
    m_kept.clear();
  m_study = snapshot;
  {
    const QSignalBlocker quiet(m_slider);
    m_slider->setRange(0, trialsOf(*snapshot));
    m_slider->setPageStep(std::max(trialsOf(*snapshot) / 20, 1));
    if (m_isNow || !isSame)
      m_slider->setValue(m_slider->maximum());
  }
  m_isNow = moment() == m_slider->maximum();
  updateControls();
  ChartFrame::setSnapshot(std::move(snapshot));
}

void FilmChart::updateControls() {
  const QString when = m_isNow ? (moment() == 1 ? tr("now, after 1 trial") : tr("now, after %1 trials").arg(moment())) : tr("before trial %1 of %2").arg(moment()).arg(m_slider->maximum());
  m_label->setText(when);
  m_slider->setAccessibleDescription(when);
  const bool plays = m_clock.isActive();
  m_play->setIcon(Theme::instance().icon(plays ? QStringLiteral("pause") : QStringLiteral("run")));
  m_play->setAccessibleName(plays ? tr("Stop playing") : tr("Play"));
}

void FilmChart::play() {
  if (m_clock.isActive()) {
    m_clock.stop();
  } else {
    if (m_isNow)
      setMoment(0);
    m_clock.start();
  }
  updateControls();
}

/// Moments that take longer than a picture's time are waited for.
void FilmChart::step() {
  if (!isSettled())
    return;
  if (m_isNow)
    m_clock.stop();
  else
    setMoment(moment() + 1);
  updateControls();
}

/// What was known when a trial began changes no more.
QString FilmChart::keyOf(const Snapshot& snapshot) const {
  const QString when = m_isNow ? QStringLiteral("now %1 %2").arg(trialsOf(snapshot)).arg(finishedOf(snapshot)) : QString::number(moment());
  return when + QLatin1Char('\n') + choices();
}

ChartContent FilmChart::contentOf(const Snapshot& snapshot) {
  ChartContent none;
  m_wanted.clear();
  if (!hasMoments(snapshot)) {
    none.emptyText = whyNone();
    return none;
  }
  const QString key = keyOf(snapshot);
  if (const auto found = m_kept.constFind(key); found != m_kept.constEnd())
    return *found;
  m_wanted = key;
  begin(key);
  // The picture before stays until the next one is there.
  if (!view()->content().isEmpty())
    return view()->content();
  none.emptyText = tr("The model of this moment is being fitted…");
  return none;
}

/// While a study runs, each result is another moment: what is being made of the one before is made to its end.
void FilmChart::begin(const QString& key) {
  const bool isFollowing = m_isNow && m_made.isNow && m_made.choices == choices();
  if (m_watcher.isRunning()) {
    if (m_made.key != key && !isFollowing)
      ++*m_generation;
    return;
  }
  m_made = {key, choices(), m_isNow, {}};
  m_watcher.setFuture(QtConcurrent::run([snapshot = m_study, trial = moment(), make = maker(), generation = m_generation, mine = m_generation->load()] {
    return make(*snapshot, trial, [&] { return *generation != mine; });
  }));
}

void FilmChart::take() {
  m_made.content = m_watcher.result();
  // What was cancelled has neither a picture nor words.
  if (!m_made.content.isEmpty() || !m_made.content.emptyText.isEmpty())
    keep();
  if (!m_wanted.isEmpty())
    refresh();
}

void FilmChart::keep() {
  if (m_kept.size() >= MostKept)
    m_kept.clear();
  m_kept.insert(m_made.key, m_made.content);
  if (m_made.key != m_wanted && m_made.isNow && m_isNow && m_made.choices == choices())
    view()->setContent(m_made.content);
}

bool FilmChart::isSettled() const { return m_wanted.isEmpty(); }

bool FilmChart::save(const QString& path, QSize size) {
  while (!isSettled()) {
    m_watcher.waitForFinished();
    take();
  }
  return ChartFrame::save(path, size);
}

} // namespace sweep::ui
