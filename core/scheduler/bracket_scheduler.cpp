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

/// What the members of a course say of one rung.
struct BracketScheduler::Count {
  /// How many came to it, and how many of them have gone further.
  std::size_t entered = 0;
  std::size_t left = 0;
  /// Without a result yet.
  std::size_t pending = 0;
  /// Some were ended here or have gone further: there is no way back.
  bool decided = false;
  Ranking results;
  /// Paused here with a result, in order.
  std::vector<RankedLoss> paused;

  Count(const std::map<int, Member>& members, std::size_t rung) {
    for (const auto& [number, member] : members) {
      if (member.target < rung)
        continue;
      ++entered;
      left += member.target > rung;
      const auto& loss = member.losses[rung];
      pending += member.target == rung && !loss && isActive(member.state);
      decided = decided || member.target > rung || (loss && member.state == TrialState::Pruned);
      if (loss)
        results.insert({*loss, number});
      if (loss && member.target == rung && member.state == TrialState::Paused)
        paused.push_back({*loss, number});
    }
    std::sort(paused.begin(), paused.end());
  }
};

BracketScheduler::BracketScheduler(Objective objective, std::vector<Bracket> round, int rounds, int eta)
    : m_objective(std::move(objective)), m_round(std::move(round)), m_rounds(rounds), m_eta(eta) {}

bool BracketScheduler::mayBegin(std::size_t index) const {
  return m_rounds == 0 || index < static_cast<std::size_t>(m_rounds) * m_round.size();
}

/// The first bracket with room for a new trial.
std::optional<std::size_t> BracketScheduler::openCourse() const {
  std::size_t index = 0;
  for (; m_courses.contains(index); ++index) {
    const auto& course = m_courses.at(index);
    if (static_cast<std::int64_t>(course.members.size()) < course.plan->rungs.front().trials &&
        !Count(course.members, 0).decided)
      return index;
  }
  return mayBegin(index) ? std::optional(index) : std::nullopt;
}

Placement BracketScheduler::place(int) const {
  const auto index = openCourse();
  if (!index)
    return {m_round.front().rungs.back().budget, {}};
  return {planOf(*index).rungs.front().budget, static_cast<int>(*index)};
}

void BracketScheduler::observe(const Trial& trial) {
  if (isActive(trial.state))
    m_active.insert(trial.number);
  else
    m_active.erase(trial.number);
  if (!trial.bracket || *trial.bracket < 0)
    return;
  const auto index = static_cast<std::size_t>(*trial.bracket);
  auto& course = m_courses[index];
  course.plan = &planOf(index);
  course.changed = true;
  auto& member = course.members[trial.number];
  member.state = trial.state;
  member.losses.resize(course.plan->rungs.size());
  member.target = rungOf(*course.plan, trial.budget.value_or(0.0));
  for (const auto& attempt : trial.attempts)
    if (attempt.budget && !attempt.values.empty()) {
      auto& loss = member.losses[rungOf(*course.plan, *attempt.budget)];
      loss = loss.value_or(lossOf(m_objective, attempt.values.front()));
    }
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

/// From the lowest rung up, as far as the rungs below are done with.
void BracketScheduler::workOut(Course& course) const {
  course.changed = false;
  course.steps.clear();
  bool allEntered =
      m_noMore || static_cast<std::int64_t>(course.members.size()) >= course.plan->rungs.front().trials;
  for (std::size_t rung = 0; rung + 1 < course.plan->rungs.size(); ++rung) {
    const Count count(course.members, rung);
    if (count.entered == 0 || !(count.decided || (allEntered && count.pending == 0)))
      return;
    if (!count.paused.empty())
      return decide(course, rung, count);
    allEntered = true;
  }
}

void BracketScheduler::decide(Course& course, std::size_t rung, const Count& count) const {
  const auto& rungs = course.plan->rungs;
  auto kept = static_cast<std::size_t>(rungs[rung + 1].trials);
  if (static_cast<std::int64_t>(count.entered) != rungs[rung].trials)
    kept = std::max<std::size_t>(count.entered / static_cast<std::size_t>(m_eta), 1);
  kept = std::min(kept, count.results.size());
  const auto places = kept > count.left ? std::min(kept - count.left, count.paused.size()) : 0;
  const double mark = count.results.at(kept - 1).loss;
  // Those that do not go on need no worker, so they come first.
  for (auto i = places; i < count.paused.size(); ++i)
    course.steps.emplace_back(
        EndTrial{count.paused[i].trial,
                 endReason(rungs[rung].budget, count.paused[i].loss, mark, kept, count.results.size())});
  for (std::size_t i = 0; i < places; ++i)
    course.steps.emplace_back(
        ContinueTrial{count.paused[i].trial, rungs[rung + 1].budget,
                      goOnReason(rungs[rung].budget, count.paused[i].loss,
                                 count.results.rankOf(count.paused[i]) + 1, kept, count.results.size())});
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
  const bool turned = std::exchange(m_noMore, noMore) != noMore;
  for (auto& [index, course] : m_courses) {
    if (course.changed || turned)
      workOut(course);
    if (!course.steps.empty())
      return course.steps.front();
  }
  if (newTrials == NewTrials::Now && openCourse())
    return StartNew{};
  if (newTrials == NewTrials::Later || !m_active.empty())
    return WaitForTrials{Message(SWEEP_TEXT("Every bracket waits for running trials."))};
  return NothingLeft{Message(SWEEP_TEXT("Every bracket has been run."))};
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
