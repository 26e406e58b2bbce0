// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/result_view/result_facts.h"

#include "ui/text.h"

#include <QCoreApplication>

#include <cmath>

namespace sweep::ui {

namespace {

QString say(const char* sentence) { return QCoreApplication::translate("result", sentence); }

/// The best complete trial of another configuration; null when there is none.
const Trial* runnerUp(const Snapshot& snapshot, const Trial& trial) {
  const Trial* second = nullptr;
  for (const auto& other : snapshot.trials)
    if (other->state == TrialState::Complete && other->value() &&
        (!second || snapshot.spec.objective().better(*other->value(), *second->value())) && other->configuration != trial.configuration)
      second = other.get();
  return second;
}

void addRunnerUp(QStringList& facts, const Snapshot& snapshot, const Trial& trial) {
  const Trial* other = runnerUp(snapshot, trial);
  if (!other || !trial.value())
    return;
  const double difference = std::abs(*trial.value() - *other->value());
  if (snapshot.spec.objective().better(*other->value(), *trial.value()))
    facts.append(say(QT_TRANSLATE_NOOP("result", "Trial %1 is better by %2.")).arg(other->number).arg(shortNumber(difference)));
  else if (difference == 0.0)
    facts.append(say(QT_TRANSLATE_NOOP("result", "Trial %1 has the same score.")).arg(other->number));
  else
    facts.append(say(QT_TRANSLATE_NOOP("result", "The runner-up, trial %1, is %2 behind.")).arg(other->number).arg(shortNumber(difference)));
}

QString listed(const std::vector<int>& trials) {
  QStringList numbers;
  for (const int number : trials)
    numbers.append(QString::number(number));
  return numbers.join(QStringLiteral(", "));
}

/// How the means of two configurations compare; both were tried twice or more.
QString comparison(const TriedConfiguration& tried, const TriedConfiguration& other, const Objective& objective) {
  const QString difference = shortNumber(std::abs(tried.mean() - other.mean()), 2);
  if (tried.mean() == other.mean())
    return say(QT_TRANSLATE_NOOP("result", "By mean, the configuration of trial %1 is as good.")).arg(other.trials.front());
  const bool leads = objective.better(tried.mean(), other.mean());
  const double chance = leads ? chanceOfOrder(tried, other, objective) : chanceOfOrder(other, tried, objective);
  const QString sentence =
      leads ? say(QT_TRANSLATE_NOOP("result", "The runner-up by mean, the configuration of trial %1, is %2 behind. Were both equally good, so "
                                              "large a lead would show in %3 % of cases."))
            : say(QT_TRANSLATE_NOOP("result", "By mean the configuration of trial %1 is %2 ahead. Were both equally good, so large a lead "
                                              "would show in %3 % of cases."));
  return sentence.arg(other.trials.front()).arg(difference, shortNumber(100.0 * chance, 2));
}

/// What several runs of the trial's configuration say; whether its mean was compared with another's.
bool addRepeats(QStringList& facts, const Objective& objective, const Trial& trial, const ResultEstimates& estimates) {
  const auto place = estimates.repeatedWith(trial.number);
  if (!place)
    return false;
  const auto& tried = estimates.tried[estimates.repeated[*place]];
  const auto runs = static_cast<int>(tried.trials.size());
  if (tried.deviation() == 0.0)
    facts.append(say(QT_TRANSLATE_NOOP("result", "All %1 runs of this configuration have the same score (trials %2): nothing in the program depends on its seed."))
                     .arg(runs)
                     .arg(listed(tried.trials)));
  else
    facts.append(say(QT_TRANSLATE_NOOP("result", "Over %1 runs of this configuration the score is %2 ± %3 (mean and standard deviation of trials %4)."))
                     .arg(runs)
                     .arg(shortNumber(tried.mean()), shortNumber(tried.deviation(), 2), listed(tried.trials)));
  if (estimates.repeated.size() < 2)
    return false;
  const auto& other = estimates.tried[estimates.repeated[*place == 0 ? 1 : 0]];
  facts.append(comparison(tried, other, objective));
  return true;
}

void addBelief(QStringList& facts, const Trial& trial, const ResultEstimates& estimates) {
  if (!estimates.believed)
    return;
  const auto& believed = *estimates.believed;
  if (const auto* belief = believed.of(trial.number))
    facts.append(say(QT_TRANSLATE_NOOP("result", "A model of all results expects %1 ± %2 here; a single score varies by ± %3, it believes."))
                     .arg(shortNumber(belief->mean), shortNumber(belief->deviation, 2), shortNumber(believed.noise, 2)));
}

void addEdges(QStringList& facts, const Snapshot& snapshot, const Trial& trial) {
  // Within a twentieth of the range's end the optimum may lie outside.
  constexpr double Edge = 0.05;
  for (const auto& parameter : snapshot.spec.space.parameters) {
    const Value* value = trial.configuration.find(parameter.name);
    if (!value || !isNumeric(parameter.domain) || sizeOf(parameter.domain).value_or(100) < 3)
      continue;
    const double position = toUnit(parameter.domain, *value);
    if (position < Edge)
      facts.append(say(QT_TRANSLATE_NOOP("result", "%1 lies at the lower edge of its range: smaller values may be better.")).arg(toQt(parameter.name)));
    else if (position > 1.0 - Edge)
      facts.append(say(QT_TRANSLATE_NOOP("result", "%1 lies at the upper edge of its range: larger values may be better.")).arg(toQt(parameter.name)));
  }
}

} // namespace

QStringList resultFacts(const Snapshot& snapshot, const Trial& trial, const ResultEstimates& estimates) {
  QStringList facts;
  // Where means are known, the distance of single scores says the same less well.
  if (!addRepeats(facts, snapshot.spec.objective(), trial, estimates))
    addRunnerUp(facts, snapshot, trial);
  addBelief(facts, trial, estimates);
  addEdges(facts, snapshot, trial);
  return facts;
}

} // namespace sweep::ui
