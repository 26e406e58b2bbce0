// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/lineage_tree.h"

#include "core/analysis/score_rank.h"
#include "core/study/lineage.h"

#include <algorithm>
#include <limits>
#include <map>

namespace sweep {

namespace {

using Key = std::pair<int, int>;

/// How an attempt is shown: what was given up without a result only while it is the last of its trial.
std::optional<TrialState> stateOf(const Trial& trial, const Attempt& attempt) {
  if (!attempt.budget)
    return std::nullopt;
  if (!attempt.values.empty())
    return TrialState::Complete;
  const bool isOpen = trial.state == TrialState::Running || trial.state == TrialState::Failed;
  return isOpen && &attempt == &trial.attempts.back() ? std::optional(trial.state) : std::nullopt;
}

double endOf(const Trial& trial, const Attempt& attempt, double from) {
  if (!attempt.values.empty() || trial.reports.empty())
    return attempt.values.empty() ? from : *attempt.budget;
  return std::clamp(static_cast<double>(trial.reports.back().step), from, std::max(from, *attempt.budget));
}

void rank(LineageTree& tree, const Objective& objective) {
  std::vector<double> values;
  for (const auto& stretch : tree.stretches)
    if (stretch.value)
      values.push_back(*stretch.value);
  const auto ranks = ranksOf(values, objective);
  std::size_t next = 0;
  for (auto& stretch : tree.stretches)
    stretch.goodness = stretch.value ? ranks[next++] : std::numeric_limits<double>::quiet_NaN();
  tree.scores = valuesAt(std::move(values), {0.0, 0.25, 0.5, 0.75, 1.0}, objective);
}

void connect(LineageTree& tree, const Snapshot& snapshot, const std::map<Key, std::size_t>& indices) {
  for (std::size_t i = 0; i < tree.stretches.size(); ++i) {
    auto& stretch = tree.stretches[i];
    const Trial& trial = *snapshot.trials[static_cast<std::size_t>(stretch.trial)];
    const auto attempt = std::ranges::find(trial.attempts, stretch.attempt, &Attempt::number);
    if (const auto source = wentOnFrom(snapshot, *attempt); source.attempt)
      if (const auto found = indices.find({source.trial->number, source.attempt->number}); found != indices.end())
        stretch.parent = found->second;
    stretch.isCopy = stretch.parent && tree.stretches[*stretch.parent].trial != stretch.trial;
    const bool isFirst = i == 0 || tree.stretches[i - 1].trial != stretch.trial;
    if (stretch.isCopy && !isFirst)
      tree.stretches[i - 1].isGivenUp = true;
    stretch.isLast = i + 1 == tree.stretches.size() || tree.stretches[i + 1].trial != stretch.trial;
  }
}

} // namespace

LineageTree lineageTree(const Snapshot& snapshot) {
  LineageTree tree;
  std::map<Key, std::size_t> indices;
  for (const auto& trial : snapshot.trials)
    for (const auto& attempt : trial->attempts) {
      const auto state = stateOf(*trial, attempt);
      if (!state)
        continue;
      const double from = wentOnFrom(snapshot, attempt).budget();
      indices[{trial->number, attempt.number}] = tree.stretches.size();
      auto& added = tree.stretches.emplace_back();
      added.trial = trial->number;
      added.attempt = attempt.number;
      added.member = trial->bracket.value_or(trial->number);
      added.from = from;
      added.state = *state;
      added.to = endOf(*trial, attempt, from);
      if (!attempt.values.empty())
        added.value = attempt.values.front();
      added.configuration = attempt.configuration ? &*attempt.configuration : &trial->configuration;
      tree.members = std::max(tree.members, added.member + 1);
    }
  connect(tree, snapshot, indices);
  rank(tree, snapshot.spec.objective());
  if (const Trial* best = bestMember(snapshot))
    for (const auto& step : lineageOf(snapshot, *best))
      if (const auto found = indices.find({step.by.trial, step.by.attempt}); found != indices.end())
        tree.stretches[found->second].isBest = true;
  return tree;
}

} // namespace sweep
