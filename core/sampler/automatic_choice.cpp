// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampler/automatic_choice.h"

#include "core/base/text.h"

#include <algorithm>

namespace sweep {

namespace {

/// Beyond these a Gaussian process costs more than it is worth, or has too little to learn from. On numbers alone CMA-ES is better by
/// then; where there are choices nothing is.
constexpr std::size_t MostModelled = 1000;
constexpr std::size_t MostModelledNumbers = 500;
constexpr std::size_t MostModelledParameters = 20;
constexpr std::size_t MostModelledPending = 32;
/// In high dimensions CMA-ES begins after so many results per parameter, with a wider first step than late in a study.
constexpr std::size_t StrategyTrialsPerParameter = 3;
constexpr double WideStep = 0.1;
constexpr double LateStep = 0.05;
/// With several objectives an evolution pays from so many trials on.
constexpr int FewestEvolved = 300;
/// How much better neighbours have to rank before the model is given up, and what no model may fall below.
constexpr double RankMargin = 0.1;
constexpr double LeastRank = 0.1;

std::string text(std::size_t count) { return std::to_string(count); }

/// Without a new best for so long, another way has every third trial.
std::size_t patience(const AutomaticFacts& facts) { return std::max<std::size_t>(30, 5 * facts.parameters); }

std::size_t mostModelled(const AutomaticFacts& facts) { return facts.isMixed() ? MostModelled : MostModelledNumbers; }

AutomaticChoice forSeveralObjectives(const AutomaticFacts& facts) {
  if (facts.planned.value_or(FewestEvolved) >= FewestEvolved)
    return {AutomaticWay::Population, Message(SWEEP_TEXT("NSGA-II, for %2 objectives and %3 trials or more: %1"),
                                              {{}, text(facts.objectives), std::to_string(FewestEvolved)})};
  return {AutomaticWay::Densities, Message(SWEEP_TEXT("TPE, for %2 objectives and no more than %3 trials: %1"),
                                           {{}, text(facts.objectives), std::to_string(*facts.planned)})};
}

/// TPE ranks by how far trials went first, and so does not take a result at a small budget for one at the full one.
AutomaticChoice forParts(const AutomaticFacts& facts) {
  return {AutomaticWay::Densities,
          Message(SWEEP_TEXT("TPE, since %2 trials have results of a part of their training only, and %3 of the whole: %1"),
                  {{}, text(facts.partial), text(facts.complete)})};
}

/// Past what a Gaussian process is for: nothing while it is not.
std::optional<AutomaticChoice> beyondModel(const AutomaticFacts& facts) {
  if (facts.parameters > MostModelledParameters)
    return AutomaticChoice{AutomaticWay::Densities, Message(SWEEP_TEXT("TPE, since there are %2 parameters: %1"),
                                                            {{}, text(facts.parameters)})};
  if (facts.complete > mostModelled(facts))
    return AutomaticChoice{AutomaticWay::Densities, Message(SWEEP_TEXT("TPE, since there are %2 results already: %1"),
                                                            {{}, text(facts.complete)})};
  if (facts.pending > MostModelledPending)
    return AutomaticChoice{AutomaticWay::Densities, Message(SWEEP_TEXT("TPE, since %2 trials run at a time: %1"),
                                                            {{}, text(facts.pending)})};
  return std::nullopt;
}

/// Nothing where the model predicts well enough, or nothing is known of that yet.
std::optional<AutomaticChoice> instead(const AutomaticFacts& facts) {
  if (!facts.ranks || facts.ranks->model >= std::max(facts.ranks->neighbours - RankMargin, LeastRank))
    return std::nullopt;
  return AutomaticChoice{
      AutomaticWay::Densities,
      Message(SWEEP_TEXT("TPE, since a Gaussian process ranks trials that it has not seen worse than their neighbours do "
                         "(correlation %2, neighbours %3): %1"),
              {{}, roundedText(facts.ranks->model, 2), roundedText(facts.ranks->neighbours, 2)})};
}

Message whyModel(const AutomaticFacts& facts) {
  if (facts.ranks)
    return Message(SWEEP_TEXT("Gaussian process, which ranks trials that it has not seen with a correlation of %2: %1"),
                   {{}, roundedText(facts.ranks->model, 2)});
  return Message(SWEEP_TEXT("Gaussian process, as there are no more than %2 parameters: %1"), {{}, text(MostModelledParameters)});
}

} // namespace

AutomaticFacts AutomaticFacts::of(const SearchSpace& space, std::size_t objectives, std::optional<int> planned) {
  AutomaticFacts facts;
  facts.objectives = objectives;
  facts.planned = planned;
  for (const auto& parameter : space.parameters()) {
    if (sizeOf(parameter.domain) == 1u)
      continue;
    ++facts.parameters;
    if (!isNumeric(parameter.domain))
      ++facts.choices;
    else if (parameter.condition)
      ++facts.conditional;
  }
  return facts;
}

bool beginsStrategy(const AutomaticFacts& facts) {
  if (facts.isMixed() || facts.objectives > 1 || facts.parameters == 0 || facts.partial > 0)
    return false;
  return facts.complete > mostModelled(facts) || (facts.parameters > MostModelledParameters &&
                                           facts.complete >= StrategyTrialsPerParameter * facts.parameters);
}

double strategyStep(const AutomaticFacts& facts) { return facts.parameters > MostModelledParameters ? WideStep : LateStep; }

AutomaticChoice automaticChoice(const AutomaticFacts& facts, int number) {
  if (facts.objectives > 1)
    return forSeveralObjectives(facts);
  if (4 * facts.partial > facts.complete)
    return forParts(facts);
  if (facts.strategyStarted)
    return {AutomaticWay::Strategy,
            Message(SWEEP_TEXT("CMA-ES from the best trial on, since there are %2 parameters and %3 results: %1"),
                    {{}, text(facts.parameters), text(facts.complete)})};
  if (auto choice = beyondModel(facts))
    return *choice;
  if (auto choice = instead(facts))
    return *choice;
  if (facts.sinceBest >= patience(facts) && number % 3 == 0)
    return {AutomaticWay::Densities,
            Message(SWEEP_TEXT("TPE in turn with the Gaussian process, since none of the last %2 trials was better: %1"),
                    {{}, text(facts.sinceBest)})};
  return {AutomaticWay::Model, whyModel(facts)};
}

} // namespace sweep
