// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampler/gp_history.h"

#include <algorithm>
#include <cmath>

namespace sweep {

namespace {

std::vector<double> lossesOf(const Trial& trial, const std::vector<Objective>& objectives) {
  std::vector<double> losses;
  if (trial.values.size() != objectives.size())
    return losses;
  for (std::size_t i = 0; i < objectives.size(); ++i)
    losses.push_back(lossOf(objectives[i], trial.values[i]));
  if (std::any_of(losses.begin(), losses.end(), [](double loss) { return std::isnan(loss); }))
    losses.clear();
  return losses;
}

void insert(std::vector<GpHistory::Entry>& entries, GpHistory::Entry entry) {
  const auto place =
      std::upper_bound(entries.begin(), entries.end(), entry.trial,
                       [](int trial, const GpHistory::Entry& other) { return trial < other.trial; });
  entries.insert(place, std::move(entry));
}

} // namespace

void GpHistory::observe(std::span<const Trial> finished) {
  for (const auto& trial : finished) {
    m_tried.insert(trial.configuration.json());
    Entry entry;
    entry.trial = trial.number;
    std::vector<double> otherwise(m_encoding.parameters());
    for (std::size_t i = 0; i < otherwise.size(); ++i)
      otherwise[i] = m_encoding.isCategory(i) ? 0.0 : m_encoding.snapped(i, 0.5);
    entry.place = m_encoding.placeOf(trial.configuration, otherwise);
    entry.point = m_encoding.pointOf(entry.place);
    entry.losses = lossesOf(trial, m_objectives);
    entry.pruned = trial.state == TrialState::Pruned;
    entry.seconds = entry.pruned ? 0.0 : trial.duration();
    if (trial.state != TrialState::Failed && !entry.losses.empty()) {
      insert(m_observed, std::move(entry));
    } else if ((!trial.failure || mayBlameConfiguration(trial.failure->kind))) {
      insert(m_failed, std::move(entry));
    }
  }
}

} // namespace sweep
