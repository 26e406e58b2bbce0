// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampler/automatic_sampler.h"

#include <cmath>

namespace sweep {

namespace {

SamplerContext withDefaults(const SamplerContext& context, const std::vector<Option>& options) {
  SamplerContext result = context;
  result.options = completedOptions(options, {}).value();
  return result;
}

void setMembership(std::set<int>& numbers, int number, bool belongs) {
  if (belongs)
    numbers.insert(number);
  else
    numbers.erase(number);
}

} // namespace

std::vector<Option> AutomaticSampler::options() { return {}; }

Result<std::unique_ptr<Sampler>> AutomaticSampler::create(SamplerContext context) {
  return Result<std::unique_ptr<Sampler>>(std::make_unique<AutomaticSampler>(std::move(context)));
}

std::optional<std::uint64_t> AutomaticSampler::plannedCount(const SamplerContext& context) {
  return Untried::count(context.space);
}

AutomaticSampler::AutomaticSampler(SamplerContext context)
    : m_context(std::move(context)),
      m_facts(AutomaticFacts::of(m_context.space, m_context.objectives.size(), m_context.plannedTrials)),
      m_densities(withDefaults(m_context, TpeSampler::options())) {
  if (m_facts.objectives > 1) {
    m_population = std::make_unique<Nsga2Sampler>(withDefaults(m_context, Nsga2Sampler::options()));
    return;
  }
  m_model = std::make_unique<GpSampler>(withDefaults(m_context, GpSampler::options()), GpOptions());
  if (!m_facts.isMixed())
    m_strategy = std::make_unique<CmaEsSampler>(withDefaults(m_context, CmaEsSampler::options()));
  m_ranks.emplace(m_model->encoding());
}

void AutomaticSampler::observe(std::span<const Trial> changed) {
  m_densities.observe(changed);
  if (m_population)
    m_population->observe(changed);
  if (m_model)
    m_model->observe(changed);
  // One by one, so that what begins with a trial begins with it however many are told at a time.
  for (const Trial& trial : changed) {
    tellStrategy(trial);
    count(trial);
    if (m_strategy && !m_facts.strategyStarted && beginsStrategy(m_facts)) {
      m_strategy->startFrom(m_best, strategyStep(m_facts));
      m_facts.strategyStarted = true;
    }
  }
}

void AutomaticSampler::tellStrategy(const Trial& trial) {
  if (m_strategy && m_facts.strategyStarted)
    m_strategy->observe({&trial, 1});
  else if (m_strategy)
    m_strategy->passOver({&trial, 1});
}

void AutomaticSampler::count(const Trial& trial) {
  const bool isPending = !isFinished(trial.state);
  const bool isPartial = isPending ? lastReached(trial) != nullptr : trial.state == TrialState::Pruned;
  setMembership(m_pending, trial.number, isPending && !isPartial);
  setMembership(m_partial, trial.number, isPartial);
  m_facts.pending = m_pending.size();
  m_facts.partial = m_partial.size();
  if (trial.state != TrialState::Complete || trial.values.empty())
    return;
  ++m_facts.complete;
  ++m_facts.sinceBest;
  const double loss = lossOf(m_context.objectives.front(), trial.values.front());
  if (m_facts.complete > 1 && !(loss < m_lowest))
    return;
  m_lowest = loss;
  m_best = trial.configuration;
  m_facts.sinceBest = 0;
}

AutomaticFacts AutomaticSampler::facts() {
  AutomaticFacts facts = m_facts;
  if (m_ranks)
    facts.ranks = m_ranks->of(m_model->history().observed(), m_model->losses());
  return facts;
}

Sampler& AutomaticSampler::asked(AutomaticWay way) {
  switch (way) {
  case AutomaticWay::Model:
    return *m_model;
  case AutomaticWay::Strategy:
    return *m_strategy;
  case AutomaticWay::Population:
    return *m_population;
  case AutomaticWay::Densities:
    break;
  }
  return m_densities;
}

Sampler& AutomaticSampler::asked(int number) { return asked(automaticChoice(facts(), number).way); }

Suggestions AutomaticSampler::suggest(const SuggestRequest& request) {
  AutomaticChoice choice = automaticChoice(facts(), request.firstNumber);
  Suggestions answer = asked(choice.way).suggest(request);
  for (Suggestion& item : answer.items) {
    choice.why.arguments.front() = item.origin.str();
    item.origin = choice.why;
  }
  return answer;
}

} // namespace sweep
