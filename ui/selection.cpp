// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/selection.h"

namespace sweep::ui {

void Selection::set(const QList<int>& trials) {
  const QSet<int> wanted(trials.begin(), trials.end());
  const int current = trials.isEmpty() ? -1 : trials.back();
  if (wanted == m_trials && current == m_current)
    return;
  m_trials = wanted;
  m_current = current;
  Q_EMIT changed();
}

void Selection::toggle(int trial) {
  if (m_trials.remove(trial)) {
    if (m_current == trial)
      m_current = m_trials.isEmpty() ? -1 : *m_trials.constBegin();
  } else {
    m_trials.insert(trial);
    m_current = trial;
  }
  Q_EMIT changed();
}

void Selection::hover(int trial) {
  if (m_hovered == trial)
    return;
  m_hovered = trial;
  Q_EMIT hoverChanged(trial);
}

} // namespace sweep::ui
