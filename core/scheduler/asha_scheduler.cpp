// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scheduler/asha_scheduler.h"

#include "core/base/rng.h"
#include "core/numerics/brackets.h"
#include "core/scheduler/losses.h"

#include <algorithm>
#include <cmath>

namespace sweep {

namespace {

std::size_t rungOf(double budget, const std::vector<double>& budgets) {
  const auto found = std::lower_bound(budgets.begin(), budgets.end(), budget - 1e-9);
  return std::min(static_cast<std::size_t>(found - budgets.begin()), budgets.size() - 1);
}

} // namespace

std::vector<Option> AshaScheduler::options() {
  return {
      {{"variant",
        CategoricalDomain{{std::string("stopping"), std::string("promotion")}, {}},
        Value(std::string("stopping")),
        {},
        {}},
       SWEEP_TEXT("Variant"),
       SWEEP_TEXT(
           "stopping: trials run on until a rung ends them; promotion: they pause at each rung and the best "
           "go on, as in the paper.")},
      {{"eta", IntDomain{2, 100, false, 1}, Value(std::int64_t{4}), {}, {}},
       SWEEP_TEXT("Reduction"),
       SWEEP_TEXT("The best of this many go on at each rung, and each rung lies this many times further.")},
      {{"rule",
        CategoricalDomain{{std::string("count"), std::string("rank"), std::string("quantile")}, {}},
        Value(std::string("count")),
        {},
        {}},
       SWEEP_TEXT("Stopping rule"),
       SWEEP_TEXT(
           "Who goes on past a rung: count: the best floor(m / eta) of m; rank: whoever has at most m / eta "
           "before it; quantile: whoever is above the quantile of the earlier ones.")},
      {{"brackets", IntDomain{1, 32, false, 1}, Value(std::int64_t{1}), {}, {}},
       SWEEP_TEXT("Brackets"),
       SWEEP_TEXT(
           "With more than one, some trials skip the lowest rungs: safer where early results mislead.")},
  };
}

Result<std::unique_ptr<Scheduler>> AshaScheduler::create(SchedulerContext context) {
  return Result<std::unique_ptr<Scheduler>>(std::make_unique<AshaScheduler>(context));
}

AshaScheduler::AshaScheduler(const SchedulerContext& context)
    : m_objective(context.objectives.front()), m_seed(context.seed),
      m_promotes(textOption(context.options, "variant") == "promotion"),
      m_eta(static_cast<int>(intOption(context.options, "eta"))), m_most(context.budget->max) {
  const auto rule = textOption(context.options, "rule");
  m_rule = rule == "rank" ? Rule::Rank : rule == "quantile" ? Rule::Quantile : Rule::Count;
  const auto& budget = *context.budget;
  const auto rungs = geometricRungs({budget.min, budget.max, budget.isWhole()}, m_eta);
  const auto brackets =
      std::min<std::size_t>(static_cast<std::size_t>(intOption(context.options, "brackets")), rungs.size());
  for (std::size_t first = 0; first < brackets; ++first) {
    auto& levels = m_brackets.emplace_back();
    for (std::size_t rung = first; rung < rungs.size(); ++rung)
      levels.push_back({rungs[rung], {}, {}});
  }
}

/// A bracket's chance is proportional to the exponential of its number of rungs.
Placement AshaScheduler::place(int trial) const {
  std::size_t bracket = 0;
  if (m_brackets.size() > 1) {
    double total = 0.0;
    for (const auto& levels : m_brackets)
      total += std::exp(static_cast<double>(levels.size()));
    double draw = total * Rng(m_seed, static_cast<std::uint64_t>(trial)).uniform();
    while (bracket + 1 < m_brackets.size() &&
           (draw -= std::exp(static_cast<double>(m_brackets[bracket].size()))) >= 0.0)
      ++bracket;
  }
  return {m_promotes ? m_brackets[bracket].front().budget : m_most, static_cast<int>(bracket)};
}

AshaScheduler::Member& AshaScheduler::memberFor(const Trial& trial) {
  const auto [found, isNew] = m_members.try_emplace(trial.number);
  if (isNew) {
    const auto bracket = static_cast<std::size_t>(std::max(trial.bracket.value_or(0), 0));
    found->second.bracket = std::min(bracket, m_brackets.size() - 1);
    found->second.losses.resize(levelsOf(found->second).size());
  }
  return found->second;
}

void AshaScheduler::record(Member& member, int trial, std::size_t rung, double loss) {
  member.losses[rung] = loss;
  levelsOf(member)[rung].results.insert({loss, trial});
}

void AshaScheduler::forget(Member& member, int trial) {
  for (std::size_t rung = 0; rung < member.losses.size(); ++rung)
    if (auto& loss = member.losses[rung]) {
      levelsOf(member)[rung].results.erase({*loss, trial});
      loss.reset();
    }
  member.seen = 0;
  member.open = 0;
}

void AshaScheduler::observe(const Trial& trial) {
  auto& member = memberFor(trial);
  auto& levels = levelsOf(member);
  if (member.losses[member.target])
    levels[member.target].paused.erase({*member.losses[member.target], trial.number});
  member.state = trial.state;
  if (m_promotes)
    takeAttempts(member, trial);
  else
    takeReports(member, trial);
  if (trial.state == TrialState::Paused && member.losses[member.target])
    levels[member.target].paused.insert({*member.losses[member.target], trial.number});
  if (trial.state == TrialState::Running || trial.state == TrialState::Waiting)
    m_active.insert(trial.number);
  else
    m_active.erase(trial.number);
}

void AshaScheduler::takeAttempts(Member& member, const Trial& trial) {
  std::vector<double> budgets;
  for (const auto& level : levelsOf(member))
    budgets.push_back(level.budget);
  member.target = trial.budget ? rungOf(*trial.budget, budgets) : 0;
  for (const auto& attempt : trial.attempts) {
    if (attempt.values.empty() || !attempt.budget)
      continue;
    const auto rung = rungOf(*attempt.budget, budgets);
    if (!member.losses[rung])
      record(member, trial.number, rung, lossOf(m_objective, attempt.values.front()));
  }
}

/// The rungs that the reports have reached since the last look. A report that skips rungs counts for each of them.
std::vector<std::size_t> AshaScheduler::takeReports(Member& member, const Trial& trial) {
  if (trial.reports.size() < member.seen)
    forget(member, trial.number);
  const auto& levels = levelsOf(member);
  std::vector<std::size_t> reachedRungs;
  for (; member.seen < trial.reports.size(); ++member.seen) {
    const auto& report = trial.reports[member.seen];
    if (!report.metrics.contains(m_objective.metric))
      continue;
    // The last rung is the end: nobody is judged there.
    for (; member.open + 1 < levels.size() && static_cast<double>(report.step) >= levels[member.open].budget;
         ++member.open) {
      const auto value = m_objective.valueOf(trial.reports, member.seen + 1);
      if (!std::isnan(*value))
        record(member, trial.number, member.open, lossOf(m_objective, *value));
      reachedRungs.push_back(member.open);
    }
  }
  return reachedRungs;
}

bool AshaScheduler::goesOn(const Level& level, double loss) const {
  const auto m = level.results.size();
  const auto eta = static_cast<std::size_t>(m_eta);
  switch (m_rule) {
  case Rule::Count:
    return loss <= level.results.at(std::max<std::size_t>(m / eta, 1) - 1).loss;
  case Rule::Rank:
    return level.results.countBetter(loss) * eta <= m;
  case Rule::Quantile:
    break;
  }
  return m == 1 || loss <= quantileOf(level.results, 1.0 / m_eta, level.results.countBetter(loss));
}

std::optional<double> AshaScheduler::markOf(const Level& level) const {
  const auto m = level.results.size();
  const auto among = m / static_cast<std::size_t>(m_eta);
  if (m_promotes)
    return among > 0 ? std::optional(level.results.at(among - 1).loss) : std::nullopt;
  if (m_rule == Rule::Quantile)
    return quantileOf(level.results, 1.0 / m_eta);
  return level.results.at(m_rule == Rule::Rank ? among : std::max<std::size_t>(among, 1) - 1).loss;
}

/// Nobody is judged at the last rung.
std::vector<Threshold> AshaScheduler::thresholds() {
  std::vector<Threshold> all;
  for (std::size_t bracket = 0; bracket < m_brackets.size(); ++bracket)
    for (const auto& level : m_brackets[bracket]) {
      auto& added = all.emplace_back();
      added.bracket = static_cast<int>(bracket);
      added.budget = level.budget;
      added.place = rungName(level.budget);
      added.results = level.results.size();
      if (&level == &m_brackets[bracket].back() || level.results.empty())
        continue;
      if (const auto mark = markOf(level))
        added.value = lossOf(m_objective, *mark);
    }
  return all;
}

Message AshaScheduler::stopReason(const Level& level, double loss) const {
  const auto m = level.results.size();
  const auto eta = static_cast<std::size_t>(m_eta);
  if (m_rule == Rule::Quantile)
    return Message(
        SWEEP_TEXT("rung %1: %2 is worse than %3, the mark of the best 1/%4 of %5 earlier trials"),
        {roundedText(level.budget), valueText(m_objective, loss),
         valueText(m_objective, quantileOf(level.results, 1.0 / m_eta, level.results.countBetter(loss))),
         std::to_string(m_eta), std::to_string(m - 1)});
  const auto kept = m_rule == Rule::Count ? std::max<std::size_t>(m / eta, 1) : m / eta + 1;
  return Message(SWEEP_TEXT("rung %1: %2 is worse than %3, the last of the best %4 of %5"),
                 {roundedText(level.budget), valueText(m_objective, loss),
                  valueText(m_objective, level.results.at(kept - 1).loss), std::to_string(kept),
                  std::to_string(m)});
}

Verdict AshaScheduler::judge(const Trial& trial) {
  if (m_promotes)
    return {};
  auto& member = memberFor(trial);
  for (const auto rung : takeReports(member, trial)) {
    const auto& level = levelsOf(member)[rung];
    const auto loss = member.losses[rung];
    if (!loss)
      return {Verdict::Kind::Stop, Message(SWEEP_TEXT("rung %1: “%2” is not a number"),
                                           {roundedText(level.budget), m_objective.metric})};
    if (!goesOn(level, *loss))
      return {Verdict::Kind::Stop, stopReason(level, *loss)};
  }
  return {};
}

Verdict AshaScheduler::reached(const Trial& trial) {
  const auto& member = memberFor(trial);
  if (!m_promotes || member.target + 1 >= member.losses.size())
    return {};
  return {Verdict::Kind::Pause, Message(SWEEP_TEXT("rung %1: waits to be among the best 1/%2"),
                                        {roundedText(trial.budget.value_or(0.0)), std::to_string(m_eta)})};
}

/// From the highest rung down: the best paused trial that is among the best 1/eta of its rung.
std::optional<ContinueTrial> AshaScheduler::promotion() const {
  std::size_t most = m_brackets.front().size();
  for (std::size_t below = 2; below <= most; ++below)
    for (const auto& levels : m_brackets) {
      if (levels.size() < below)
        continue;
      const auto& level = levels[levels.size() - below];
      const auto kept = level.results.size() / static_cast<std::size_t>(m_eta);
      if (kept == 0 || level.paused.empty())
        continue;
      const auto& best = level.paused.at(0);
      const auto rank = level.results.rankOf(best);
      if (rank < kept)
        return ContinueTrial{
            best.trial, levels[levels.size() - below + 1].budget,
            Message(SWEEP_TEXT("rung %1: %2 ranks %3 of %4, among the best %5"),
                    {roundedText(level.budget), valueText(m_objective, best.loss), std::to_string(rank + 1),
                     std::to_string(level.results.size()), std::to_string(kept)})};
    }
  return std::nullopt;
}

/// A paused trial, once nothing can change its rank any more.
std::optional<EndTrial> AshaScheduler::farewell() const {
  for (const auto& levels : m_brackets)
    for (const auto& level : levels) {
      if (level.paused.empty())
        continue;
      const auto& entry = level.paused.at(0);
      const auto m = level.results.size();
      const auto kept = m / static_cast<std::size_t>(m_eta);
      if (kept == 0)
        return EndTrial{
            entry.trial,
            Message(SWEEP_TEXT("rung %1: only %2 trials came as far, too few for one of %3 to go on"),
                    {roundedText(level.budget), std::to_string(m), std::to_string(m_eta)})};
      return EndTrial{entry.trial,
                      Message(SWEEP_TEXT("rung %1: %2 is worse than %3, the last of the best %4 of %5"),
                              {roundedText(level.budget), valueText(m_objective, entry.loss),
                               valueText(m_objective, level.results.at(kept - 1).loss), std::to_string(kept),
                               std::to_string(m)})};
    }
  return std::nullopt;
}

NextStep AshaScheduler::next(NewTrials newTrials) {
  if (auto found = promotion())
    return std::move(*found);
  if (newTrials == NewTrials::Now)
    return StartNew{};
  if (newTrials == NewTrials::Later || !m_active.empty())
    return WaitForTrials{Message(SWEEP_TEXT("No paused trial is among the best of its rung yet."))};
  if (auto found = farewell())
    return std::move(*found);
  return NothingLeft{};
}

} // namespace sweep
