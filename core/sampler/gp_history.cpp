// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampler/gp_history.h"

#include <algorithm>
#include <cmath>

namespace sweep {

namespace {

/// The values of a finished trial, else those at the largest budget that it has reached.
std::vector<double> valuesOf(const Trial& trial) {
  const Attempt* attempt = isFinished(trial.state) ? nullptr : lastReached(trial);
  return attempt ? attempt->values : trial.values;
}

std::vector<double> lossesOf(const std::vector<double>& values, const std::vector<Objective>& objectives) {
  std::vector<double> losses;
  if (values.size() != objectives.size())
    return losses;
  for (std::size_t i = 0; i < objectives.size(); ++i)
    losses.push_back(lossOf(objectives[i], values[i]));
  if (std::any_of(losses.begin(), losses.end(), [](double loss) { return std::isnan(loss); }))
    losses.clear();
  return losses;
}

using Entries = std::vector<GpHistory::Entry>;

auto find(Entries& entries, int trial) {
  return std::ranges::lower_bound(entries, trial, {}, &GpHistory::Entry::trial);
}

void erase(Entries& entries, int trial) {
  if (const auto place = find(entries, trial); place != entries.end() && place->trial == trial)
    entries.erase(place);
}

/// In place of what was there of the trial.
void put(Entries& entries, GpHistory::Entry entry) {
  erase(entries, entry.trial);
  entries.insert(find(entries, entry.trial), std::move(entry));
}

} // namespace

std::vector<double> GpHistory::placeOf(const Configuration& configuration) const {
  std::vector<double> otherwise(m_encoding.parameters());
  for (std::size_t i = 0; i < otherwise.size(); ++i)
    otherwise[i] = m_encoding.isCategory(i) ? 0.0 : m_encoding.snapped(i, 0.5);
  return m_encoding.placeOf(configuration, otherwise);
}

GpHistory::Entry GpHistory::entryOf(const Trial& trial) const {
  Entry entry;
  entry.trial = trial.number;
  entry.place = placeOf(trial.configuration);
  entry.point = m_encoding.pointOf(entry.place);
  entry.losses = lossesOf(valuesOf(trial), m_objectives);
  entry.pruned = trial.state != TrialState::Complete;
  entry.seconds = entry.pruned ? 0.0 : trial.duration();
  return entry;
}

void GpHistory::observe(std::span<const Trial> changed) {
  for (const auto& trial : changed) {
    m_pending.erase(trial.number);
    Entry entry = entryOf(trial);
    if (trial.state != TrialState::Failed && !entry.losses.empty()) {
      put(m_observed, std::move(entry));
      continue;
    }
    erase(m_observed, trial.number);
    if (!isFinished(trial.state))
      m_pending.emplace(trial.number, std::move(entry.point));
    else if (!trial.failure || mayBlameConfiguration(trial.failure->kind))
      put(m_failed, std::move(entry));
  }
}

} // namespace sweep
