// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/result_view/result_facts.h"

#include "ui/text.h"

#include <QCoreApplication>

#include <cmath>

namespace sweep::ui {

namespace {

QString say(const char* sentence) { return QCoreApplication::translate("result", sentence); }

/// The second best complete trial; null when there is none.
const Trial* runnerUp(const Snapshot& snapshot, const Trial& trial) {
  const Trial* second = nullptr;
  for (const auto& other : snapshot.trials)
    if (other->number != trial.number && other->state == TrialState::Complete && other->value() &&
        (!second || snapshot.spec.objective().better(*other->value(), *second->value())))
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

QStringList resultFacts(const Snapshot& snapshot, const Trial& trial) {
  QStringList facts;
  addRunnerUp(facts, snapshot, trial);
  addEdges(facts, snapshot, trial);
  return facts;
}

} // namespace sweep::ui
