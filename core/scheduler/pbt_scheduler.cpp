// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/scheduler/pbt_scheduler.h"

#include "core/numerics/welch_test.h"
#include "core/scheduler/losses.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace sweep {

namespace {

/// A place whose members keep failing is given up after as many copies.
constexpr std::size_t MostReplacements = 3;
/// Chance above which a difference of means is taken for luck.
constexpr double Significance = 0.05;

std::vector<double> recentLosses(const Objective& objective, const Trial& trial, const Attempt& attempt,
                                 std::size_t window) {
  std::vector<double> losses;
  for (std::size_t i = trial.reports.size(); i > attempt.firstReport && losses.size() < window; --i)
    if (const auto found = trial.reports[i - 1].metrics.find(objective.metric);
        found != trial.reports[i - 1].metrics.end() && std::isfinite(found->second))
      losses.push_back(lossOf(objective, found->second));
  return losses;
}

} // namespace

std::vector<Option> PbtScheduler::options() {
  return {
      wholeOption("population", {2, 1000}, 10, SWEEP_TEXT("Population"),
                  SWEEP_TEXT("How many members train side by side; the paper has 10 to 80.")),
      realOption("interval", {0.0, 1e9}, 0.0, SWEEP_TEXT("Interval"),
                 SWEEP_TEXT("How much of the budget a member trains before it looks at the others; 0 for the "
                            "smallest budget.")),
      wordOption(
          "exploit", {"truncation", "tournament", "t-test"}, SWEEP_TEXT("Exploit"),
          SWEEP_TEXT(
              "When a member copies another. truncation: it is among the worst, and copies one of the best; "
              "tournament: one drawn at random is better; t-test: the same, by Welch's test on their last "
              "reports.")),
      realOption("fraction", {0.01, 0.5}, 0.2, SWEEP_TEXT("Worst and best"),
                 SWEEP_TEXT("Which share of the population is among the worst, and among the best; used by "
                            "truncation and for "
                            "members that replace failed ones.")),
      wholeOption("window", {2, 1000}, 10, SWEEP_TEXT("Reports compared"),
                  SWEEP_TEXT("How many of the last reports the t-test compares.")),
      wordOption("explore", {"perturb", "resample"}, SWEEP_TEXT("Explore"),
                 SWEEP_TEXT("How a copied configuration is varied. perturb: numbers change by a share of "
                            "themselves, up or down; "
                            "resample: parameters are drawn anew.")),
      realOption("perturbation", {0.001, 0.9}, 0.2, SWEEP_TEXT("Perturbation"),
                 SWEEP_TEXT("The share by which numbers change: 0.2 multiplies them by 1.2 or 0.8.")),
      realOption("resample_probability", {0.0, 1.0}, 0.25, SWEEP_TEXT("Resampling"),
                 SWEEP_TEXT("The chance of each parameter to be drawn anew from its range when a "
                            "configuration is copied.")),
  };
}

Result<std::unique_ptr<Scheduler>> PbtScheduler::create(SchedulerContext context) {
  const double interval = floatOption(context.options, "interval");
  if (interval > context.budget->max)
    return Error(
        SWEEP_TEXT("The interval of population based training, %1, is more than the largest budget, %2."),
        {roundedText(interval, 9), roundedText(context.budget->max, 9)});
  return Result<std::unique_ptr<Scheduler>>(std::make_unique<PbtScheduler>(context));
}

std::optional<std::uint64_t> PbtScheduler::plannedTrials(const SchedulerContext& context) {
  return static_cast<std::uint64_t>(intOption(context.options, "population"));
}

PbtScheduler::PbtScheduler(const SchedulerContext& context)
    : m_space(context.space), m_objective(context.objectives.front()), m_seed(context.seed),
      m_population(static_cast<std::size_t>(intOption(context.options, "population"))),
      m_interval(floatOption(context.options, "interval")), m_most(context.budget->max),
      m_fraction(floatOption(context.options, "fraction")),
      m_window(static_cast<std::size_t>(intOption(context.options, "window"))),
      m_explore{floatOption(context.options, "perturbation"),
                floatOption(context.options, "resample_probability"),
                textOption(context.options, "explore") == "perturb"} {
  if (m_interval <= 0.0)
    m_interval = context.budget->min;
  if (context.budget->isWhole())
    m_interval = std::ceil(m_interval);
  const auto exploit = textOption(context.options, "exploit");
  if (exploit != "truncation")
    m_exploit = exploit == "tournament" ? Exploit::Tournament : Exploit::TTest;
}

std::size_t PbtScheduler::truncationSize(std::size_t population, double fraction) {
  const auto wanted = static_cast<std::size_t>(std::ceil(static_cast<double>(population) * fraction));
  return std::min(wanted, population / 2);
}

double PbtScheduler::budgetAfter(double age) const {
  return std::min(age + m_interval, m_most);
}

std::uint64_t PbtScheduler::generationOf(double age) const {
  return static_cast<std::uint64_t>(std::llround(age / m_interval));
}

/// The draws of a member depend on itself and its age alone, so that a study that was interrupted draws the same again.
Rng PbtScheduler::rngFor(const Member& member) const {
  return Rng(m_seed,
             mixBits(static_cast<std::uint64_t>(member.trial)) + std::bit_cast<std::uint64_t>(member.age));
}

std::string PbtScheduler::shown(double loss) const {
  return valueText(m_objective, loss);
}

Placement PbtScheduler::place(int trial) const {
  return {budgetAfter(0.0), trial};
}

void PbtScheduler::observe(const Trial& trial) {
  auto& member = m_members[trial.number];
  m_ready.erase({member.age, trial.number});
  member.trial = trial.number;
  member.place = trial.bracket.value_or(trial.number);
  member.state = trial.state;
  member.isBroken =
      trial.state == TrialState::Failed && trial.failure && trial.failure->kind != FailureClass::Stopped;
  if (const auto* attempt = lastReached(trial); attempt && attempt->budget) {
    member.age = *attempt->budget;
    member.loss = lossOf(m_objective, attempt->values.front());
    member.configuration = attempt->configuration.value_or(trial.configuration);
    member.checkpoint = attempt->hasCheckpoint
                            ? std::optional(CheckpointSource{trial.number, attempt->number})
                            : std::nullopt;
    if (m_exploit == Exploit::TTest)
      member.recent = recentLosses(m_objective, trial, *attempt, m_window);
  }
  m_places[member.place].insert(trial.number);
  if (trial.state == TrialState::Paused)
    m_ready.insert({member.age, trial.number});
  if (member.isBroken)
    m_broken.insert(trial.number);
  else
    m_broken.erase(trial.number);
  if (trial.state == TrialState::Running || trial.state == TrialState::Waiting)
    m_active.insert(trial.number);
  else
    m_active.erase(trial.number);
}

Verdict PbtScheduler::reached(const Trial& trial) {
  const double age = trial.budget.value_or(m_most);
  if (age >= m_most)
    return {};
  return {Verdict::Kind::Pause,
          Message(SWEEP_TEXT("generation %1: waits for its next one"), {std::to_string(generationOf(age))})};
}

bool PbtScheduler::isClose(const Member& other, double age) const {
  return other.age > 0.0 && other.age >= age - m_interval * (1.0 + 1e-9);
}

bool PbtScheduler::isDonor(const Member& member, double age) const {
  return member.checkpoint && member.state != TrialState::Failed && isClose(member, age) &&
         member.age < m_most;
}

std::vector<const PbtScheduler::Member*> PbtScheduler::rivalsOf(const Member& member) const {
  std::vector<const Member*> rivals;
  for (const auto& [place, trials] : m_places) {
    const auto& rival = m_members.at(*trials.rbegin());
    if (rival.trial == member.trial || (isClose(rival, member.age) && rival.state != TrialState::Failed))
      rivals.push_back(&rival);
  }
  std::ranges::sort(rivals, {}, [](const Member* rival) { return std::pair(rival->loss, rival->trial); });
  return rivals;
}

const PbtScheduler::Member* PbtScheduler::truncated(const Member& member, Rng& rng, Message& why) const {
  const auto rivals = rivalsOf(member);
  const auto size = truncationSize(rivals.size(), m_fraction);
  const auto rank = static_cast<std::size_t>(std::ranges::find(rivals, &member) - rivals.begin());
  const auto count = std::to_string(rivals.size());
  if (rank + size < rivals.size()) {
    why = Message(SWEEP_TEXT("%1 ranks %2 of %3"), {shown(member.loss), std::to_string(rank + 1), count});
    return nullptr;
  }
  std::vector<const Member*> donors;
  for (std::size_t i = 0; i < size; ++i)
    if (isDonor(*rivals[i], member.age) && rivals[i]->loss < member.loss)
      donors.push_back(rivals[i]);
  if (donors.empty()) {
    why = Message(
        SWEEP_TEXT(
            "%1 is among the worst %2 of %3, but none of the best has left a checkpoint to go on from"),
        {shown(member.loss), std::to_string(size), count});
    return nullptr;
  }
  why = Message(SWEEP_TEXT("%1 is among the worst %2 of %3"),
                {shown(member.loss), std::to_string(size), count});
  return donors[rng.below(donors.size())];
}

const PbtScheduler::Member* PbtScheduler::challenged(const Member& member, Rng& rng, Message& why) const {
  std::vector<const Member*> others;
  for (const auto* rival : rivalsOf(member))
    if (rival->trial != member.trial && isDonor(*rival, member.age))
      others.push_back(rival);
  if (others.empty()) {
    why = Message(SWEEP_TEXT("no other member has left a checkpoint to go on from"));
    return nullptr;
  }
  const auto& other = *others[rng.below(others.size())];
  const auto number = std::to_string(other.trial);
  if (m_exploit == Exploit::Tournament) {
    const bool loses = other.loss < member.loss;
    why = Message(loses ? SWEEP_TEXT("%1 loses against trial %2 with %3")
                        : SWEEP_TEXT("%1 holds against trial %2 with %3"),
                  {shown(member.loss), number, shown(other.loss)});
    return loses ? &other : nullptr;
  }
  if (member.recent.size() < 2 || other.recent.size() < 2) {
    why = Message(SWEEP_TEXT("too few reports to compare with trial %1"), {number});
    return nullptr;
  }
  const auto test = welchTest(other.recent, member.recent);
  const bool loses = test.chance < Significance;
  why = Message(loses ? SWEEP_TEXT("its last reports are worse than those of trial %1 (p = %2)")
                      : SWEEP_TEXT("its last reports are not clearly worse than those of trial %1 (p = %2)"),
                {number, roundedText(test.chance, 2)});
  return loses ? &other : nullptr;
}

const PbtScheduler::Member* PbtScheduler::donorFor(const Member& member, Rng& rng, Message& why) const {
  return m_exploit == Exploit::Truncation ? truncated(member, rng, why) : challenged(member, rng, why);
}

CopyTrial PbtScheduler::copyOf(const Member& donor, std::optional<int> trial, int place, Rng& rng,
                               const Message& why) const {
  auto result = explored(m_space, donor.configuration, m_explore, rng);
  const auto generation = std::to_string(generationOf(donor.age));
  CopyTrial copy;
  copy.trial = trial;
  copy.donor = *donor.checkpoint;
  copy.configuration = std::move(result.configuration);
  copy.budget = budgetAfter(donor.age);
  copy.bracket = place;
  copy.reason =
      result.changes.empty()
          ? Message(SWEEP_TEXT("generation %1: %2; goes on from trial %3 (%4) with its configuration"),
                    {generation, why.str(), std::to_string(donor.trial), shown(donor.loss)})
          : Message(SWEEP_TEXT("generation %1: %2; goes on from trial %3 (%4) with %5"),
                    {generation, why.str(), std::to_string(donor.trial), shown(donor.loss), result.changes});
  return copy;
}

NextStep PbtScheduler::onward(const Member& member) const {
  Rng rng = rngFor(member);
  Message why;
  if (const auto* donor = donorFor(member, rng, why))
    return copyOf(*donor, member.trial, member.place, rng, why);
  return ContinueTrial{member.trial, budgetAfter(member.age),
                       Message(SWEEP_TEXT("generation %1: %2; goes on with its own configuration"),
                               {std::to_string(generationOf(member.age)), why.str()})};
}

/// For the first place whose member has failed: a copy of one of the best.
std::optional<CopyTrial> PbtScheduler::replacement() const {
  for (const int number : m_broken) {
    const auto& failed = m_members.at(number);
    const auto& trials = m_places.at(failed.place);
    if (*trials.rbegin() != number || trials.size() > MostReplacements)
      continue;
    auto rivals = rivalsOf(failed);
    std::erase_if(rivals, [&](const Member* rival) { return !isDonor(*rival, 0.0); });
    if (rivals.empty())
      continue;
    rivals.resize(std::max<std::size_t>(truncationSize(rivals.size(), m_fraction), 1));
    Rng rng = rngFor(failed);
    const auto& donor = *rivals[rng.below(rivals.size())];
    return copyOf(donor, std::nullopt, failed.place, rng,
                  Message(SWEEP_TEXT("in place of trial %1, which failed"), {std::to_string(number)}));
  }
  return std::nullopt;
}

/// New members first, then copies for failed ones, then whoever has come least far. A copy that is a new trial needs a number,
/// which the sampler has already been promised while it thinks.
NextStep PbtScheduler::next(NewTrials newTrials) {
  const bool isGrowing = m_places.size() < m_population && newTrials != NewTrials::Never;
  if (isGrowing && newTrials == NewTrials::Now)
    return StartNew{};
  if (newTrials == NewTrials::Now)
    if (auto found = replacement())
      return std::move(*found);
  if (!m_ready.empty())
    return onward(m_members.at(m_ready.begin()->second));
  if (isGrowing || !m_active.empty())
    return WaitForTrials{Message(SWEEP_TEXT("All members of the population are training."))};
  return NothingLeft{};
}

} // namespace sweep
