// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scheduler/bracket_scheduler.h"

#include "core/scheduler/losses.h"

#include <algorithm>

namespace sweep {

namespace {

bool isActive(TrialState state) {
  return state == TrialState::Waiting || state == TrialState::Running;
}

std::size_t rungOf(const Bracket& plan, double budget) {
  std::size_t rung = 0;
  while (rung + 1 < plan.rungs.size() && plan.rungs[rung].budget < budget - 1e-9)
    ++rung;
  return rung;
}

} // namespace

BracketScheduler::BracketScheduler(Objective objective, std::vector<Bracket> round, int rounds, int eta)
    : m_objective(std::move(objective)), m_round(std::move(round)), m_rounds(rounds), m_eta(eta) {}

bool BracketScheduler::mayBegin(std::size_t index) const {
  return m_rounds == 0 || index < static_cast<std::size_t>(m_rounds) * m_round.size();
}

/// Whether a bracket has room for a new trial; once it has none, it never has again.
bool BracketScheduler::isOpen(std::size_t index) const {
  const auto found = m_courses.find(index);
  if (found == m_courses.end())
    return true;
  const auto& course = found->second;
  return static_cast<std::int64_t>(course.members.size()) < course.plan->rungs.front().trials &&
         course.levels.front().decided == 0;
}

std::optional<std::size_t> BracketScheduler::openCourse() const {
  return mayBegin(m_firstOpen) ? std::optional(m_firstOpen) : std::nullopt;
}

Placement BracketScheduler::place(int) const {
  const auto index = openCourse();
  if (!index)
    return {m_round.front().rungs.back().budget, {}};
  return {planOf(*index).rungs.front().budget, static_cast<int>(*index)};
}

BracketScheduler::Course& BracketScheduler::courseFor(std::size_t index) {
  auto& course = m_courses[index];
  if (!course.plan) {
    course.plan = &planOf(index);
    course.levels.resize(course.plan->rungs.size());
  }
  return course;
}

BracketScheduler::Share BracketScheduler::shareOf(const Member& member, std::size_t rung) {
  Share share;
  if (rung >= member.losses.size() || member.target < rung)
    return share;
  share.entered = true;
  share.left = member.target > rung;
  share.result = member.losses[rung];
  share.pending = !share.left && !share.result && isActive(member.state);
  share.decides = share.left || (share.result && member.state == TrialState::Pruned);
  share.paused = !share.left && share.result && member.state == TrialState::Paused;
  return share;
}

void BracketScheduler::update(Level& level, int trial, const Share& before, const Share& after) {
  const auto count = [](std::size_t& number, bool was, bool is) {
    number += is ? 1 : 0;
    number -= was ? 1 : 0;
  };
  count(level.entered, before.entered, after.entered);
  count(level.left, before.left, after.left);
  count(level.pending, before.pending, after.pending);
  count(level.decided, before.decides, after.decides);
  if (before.paused)
    level.paused.erase({*before.result, trial});
  if (before.result != after.result) {
    if (before.result)
      level.results.erase({*before.result, trial});
    if (after.result)
      level.results.insert({*after.result, trial});
  }
  if (after.paused)
    level.paused.insert({*after.result, trial});
}

void BracketScheduler::observe(const Trial& trial) {
  if (isActive(trial.state))
    m_active.insert(trial.number);
  else
    m_active.erase(trial.number);
  if (!trial.bracket || *trial.bracket < 0)
    return;
  const auto index = static_cast<std::size_t>(*trial.bracket);
  auto& course = courseFor(index);
  auto& member = course.members[trial.number];
  const Member before = member;
  member.state = trial.state;
  member.losses.resize(course.plan->rungs.size());
  member.target = rungOf(*course.plan, trial.budget.value_or(0.0));
  for (const auto& attempt : trial.attempts)
    if (attempt.budget && !attempt.values.empty()) {
      auto& loss = member.losses[rungOf(*course.plan, *attempt.budget)];
      loss = loss.value_or(lossOf(m_objective, attempt.values.front()));
    }
  for (std::size_t rung = 0; rung < course.levels.size(); ++rung)
    update(course.levels[rung], trial.number, shareOf(before, rung), shareOf(member, rung));
  m_changed.insert(index);
  while (m_courses.contains(m_firstOpen) && !isOpen(m_firstOpen))
    ++m_firstOpen;
}

Verdict BracketScheduler::judge(const Trial&) {
  return {};
}

Verdict BracketScheduler::reached(const Trial& trial) {
  if (!trial.bracket || !trial.budget || *trial.budget >= m_round.front().rungs.back().budget)
    return {};
  return {Verdict::Kind::Pause, Message(SWEEP_TEXT("rung %1: waits for the other trials of its rung"),
                                        {roundedText(*trial.budget)})};
}

void BracketScheduler::workOut(std::size_t index) {
  auto& course = m_courses.at(index);
  course.step = stepOf(course);
  if (course.step)
    m_ready.insert(index);
  else
    m_ready.erase(index);
}

bool BracketScheduler::isDecided(const Level& level, bool allEntered) {
  return level.entered > 0 && (level.decided > 0 || (allEntered && level.pending == 0));
}

bool BracketScheduler::hasAllTrials(const Course& course) const {
  return m_noMore || static_cast<std::int64_t>(course.members.size()) >= course.plan->rungs.front().trials;
}

/// From the lowest rung up, as far as the rungs below are done with.
std::optional<NextStep> BracketScheduler::stepOf(const Course& course) const {
  bool allEntered = hasAllTrials(course);
  for (std::size_t rung = 0; rung + 1 < course.levels.size(); ++rung) {
    const auto& level = course.levels[rung];
    if (!isDecided(level, allEntered))
      return std::nullopt;
    if (!level.paused.empty())
      return decide(course, rung);
    allEntered = true;
  }
  return std::nullopt;
}

std::size_t BracketScheduler::keptOf(const Course& course, std::size_t rung) const {
  const auto& rungs = course.plan->rungs;
  const auto& level = course.levels[rung];
  auto kept = static_cast<std::size_t>(rungs[rung + 1].trials);
  if (static_cast<std::int64_t>(level.entered) != rungs[rung].trials)
    kept = std::max<std::size_t>(level.entered / static_cast<std::size_t>(m_eta), 1);
  return std::min(kept, level.results.size());
}

/// Those that do not go on need no worker, so they come first.
NextStep BracketScheduler::decide(const Course& course, std::size_t rung) const {
  const auto& rungs = course.plan->rungs;
  const auto& level = course.levels[rung];
  const auto kept = keptOf(course, rung);
  const auto places = kept > level.left ? std::min(kept - level.left, level.paused.size()) : 0;
  if (places < level.paused.size()) {
    const auto& last = level.paused.at(places);
    return EndTrial{last.trial, endReason(rungs[rung].budget, last.loss, level.results.at(kept - 1).loss, kept,
                                          level.results.size())};
  }
  const auto& best = level.paused.at(0);
  return ContinueTrial{best.trial, rungs[rung + 1].budget,
                       goOnReason(rungs[rung].budget, best.loss, level.results.rankOf(best) + 1, kept,
                                  level.results.size())};
}

Message BracketScheduler::goOnReason(double budget, double loss, std::size_t rank, std::size_t kept,
                                     std::size_t all) const {
  return Message(SWEEP_TEXT("rung %1: %2 ranks %3 of %4, among the best %5"),
                 {roundedText(budget), valueText(m_objective, loss), std::to_string(rank),
                  std::to_string(all), std::to_string(kept)});
}

Message BracketScheduler::endReason(double budget, double loss, double mark, std::size_t kept,
                                    std::size_t all) const {
  if (loss == mark)
    return Message(
        SWEEP_TEXT("rung %1: %2 equals the last of the best %3 of %4, which came earlier"),
        {roundedText(budget), valueText(m_objective, loss), std::to_string(kept), std::to_string(all)});
  return Message(SWEEP_TEXT("rung %1: %2 is worse than %3, the last of the best %4 of %5"),
                 {roundedText(budget), valueText(m_objective, loss), valueText(m_objective, mark),
                  std::to_string(kept), std::to_string(all)});
}

NextStep BracketScheduler::next(NewTrials newTrials) {
  const bool noMore = newTrials == NewTrials::Never;
  if (std::exchange(m_noMore, noMore) != noMore)
    for (const auto& [index, course] : m_courses)
      m_changed.insert(index);
  for (const auto index : std::exchange(m_changed, {}))
    workOut(index);
  if (!m_ready.empty())
    return *m_courses.at(*m_ready.begin()).step;
  if (newTrials == NewTrials::Now && openCourse())
    return StartNew{};
  if (newTrials == NewTrials::Later || !m_active.empty())
    return WaitForTrials{Message(SWEEP_TEXT("Every bracket waits for running trials."))};
  return NothingLeft{Message(SWEEP_TEXT("Every bracket has been run."))};
}

std::vector<Threshold> BracketScheduler::thresholds() {
  const std::size_t begun = m_courses.empty() ? 1 : m_courses.rbegin()->first + 1;
  const std::size_t shown = (begun + m_round.size() - 1) / m_round.size() * m_round.size();
  std::vector<Threshold> all;
  for (std::size_t index = 0; index < shown; ++index) {
    const auto found = m_courses.find(index);
    const Course* course = found == m_courses.end() ? nullptr : &found->second;
    const auto& rungs = planOf(index).rungs;
    bool allEntered = course && hasAllTrials(*course);
    for (std::size_t rung = 0; rung < rungs.size(); ++rung) {
      const double budget = rungs[rung].budget;
      auto& added = all.emplace_back(Threshold{static_cast<int>(index), budget, rungs[rung].trials, 0, {}, rungName(budget)});
      if (!course)
        continue;
      const auto& level = course->levels[rung];
      added.results = level.results.size();
      allEntered = rung + 1 < rungs.size() && isDecided(level, allEntered);
      if (const auto kept = allEntered ? keptOf(*course, rung) : 0)
        added.value = lossOf(m_objective, level.results.at(kept - 1).loss);
    }
  }
  return all;
}

Option etaOption() {
  return {{"eta", IntDomain{2, 100, false, 1}, Value(std::int64_t{3}), {}, {}},
          SWEEP_TEXT("Reduction"),
          SWEEP_TEXT("At each rung the best of this many go on, with this many times the budget.")};
}

Option roundsOption(std::string help) {
  return {{"rounds", IntDomain{0, 1'000'000, false, 1}, Value(std::int64_t{1}), {}, {}}, SWEEP_TEXT("Rounds"), std::move(help)};
}

Result<std::unique_ptr<Scheduler>> createBrackets(const SchedulerContext& context, std::vector<Bracket> round) {
  return Result<std::unique_ptr<Scheduler>>(std::make_unique<BracketScheduler>(
      context.objectives.front(), std::move(round), static_cast<int>(intOption(context.options, "rounds")),
      static_cast<int>(intOption(context.options, "eta"))));
}

std::optional<std::uint64_t> trialsInRounds(const SchedulerContext& context, std::span<const Bracket> round) {
  const auto rounds = static_cast<std::uint64_t>(intOption(context.options, "rounds"));
  return rounds == 0 ? std::nullopt : std::optional(rounds * trialsOf(round));
}

} // namespace sweep
