// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/update_pacer.h"

#include <algorithm>
#include <map>
#include <utility>

namespace sweep::ui {

namespace {

/// Milliseconds that an update may take to be shown when ten come in a second.
constexpr qint64 Quick = 20;
/// The rest of the time is for the person.
constexpr qint64 Shares = 5;

} // namespace

UpdatePacer::UpdatePacer(QObject* parent) : QObject(parent) {
  m_drawn.setSingleShot(true);
  m_next.setSingleShot(true);
  connect(&m_drawn, &QTimer::timeout, this, &UpdatePacer::measure);
  connect(&m_next, &QTimer::timeout, this, &UpdatePacer::passHeld);
}

void UpdatePacer::clear() {
  m_held.reset();
  m_state.reset();
  m_next.stop();
}

void UpdatePacer::take(const RunnerUpdate& update) {
  const bool isUrgent = update.state != m_state || !update.notice.empty();
  const bool isFree = !m_drawing && (m_pause == 0 || m_since.elapsed() >= m_pause);
  if (m_held)
    hold(update);
  if (isUrgent || isFree)
    m_held ? passHeld() : pass(update);
  else if (!m_held)
    hold(update);
}

/// The latest of each trial, and the last word on everything else.
void UpdatePacer::hold(const RunnerUpdate& update) {
  std::map<int, TrialPtr> trials;
  std::map<int, CheckpointUse> checkpoints;
  const auto add = [&](const RunnerUpdate& more) {
    for (const auto& trial : more.trials)
      trials[trial->number] = trial;
    for (const auto& [number, use] : more.checkpoints.trials)
      checkpoints[number] = use;
  };
  if (m_held)
    add(*m_held);
  add(update);
  m_held = update;
  m_held->trials.clear();
  for (auto& [number, trial] : trials)
    m_held->trials.push_back(std::move(trial));
  m_held->checkpoints.trials.assign(checkpoints.begin(), checkpoints.end());
  if (!m_drawing && !m_next.isActive())
    m_next.start(static_cast<int>(std::max<qint64>(m_pause - m_since.elapsed(), 0)));
}

void UpdatePacer::passHeld() {
  if (m_held)
    pass(*std::exchange(m_held, std::nullopt));
}

void UpdatePacer::pass(const RunnerUpdate& update) {
  m_state = update.state;
  m_next.stop();
  m_since.start();
  m_drawing = true;
  // Behind the painting that the update causes.
  m_drawn.start(0);
  Q_EMIT updated(update);
}

void UpdatePacer::measure() {
  m_drawing = false;
  const qint64 taken = m_since.elapsed();
  m_pause = taken > Quick ? Shares * taken : 0;
  if (m_held)
    m_next.start(static_cast<int>(std::max<qint64>(m_pause - taken, 0)));
}

} // namespace sweep::ui
