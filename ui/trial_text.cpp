// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/trial_text.h"

#include "ui/text.h"

#include <QCoreApplication>
#include <QStringList>

namespace sweep::ui {

QString stateText(TrialState state) {
  switch (state) {
  case TrialState::Waiting:
    return QCoreApplication::translate("trial", "Waiting");
  case TrialState::Running:
    return QCoreApplication::translate("trial", "Running");
  case TrialState::Paused:
    return QCoreApplication::translate("trial", "Paused");
  case TrialState::Complete:
    return QCoreApplication::translate("trial", "Complete");
  case TrialState::Pruned:
    return QCoreApplication::translate("trial", "Pruned");
  case TrialState::Failed:
    return QCoreApplication::translate("trial", "Failed");
  }
  return {};
}

QString failureText(FailureClass kind) {
  switch (kind) {
  case FailureClass::ExitCode:
    return QCoreApplication::translate("trial", "Failed: exit code");
  case FailureClass::Signal:
    return QCoreApplication::translate("trial", "Failed: signal");
  case FailureClass::Timeout:
    return QCoreApplication::translate("trial", "Failed: time limit");
  case FailureClass::NoOutput:
    return QCoreApplication::translate("trial", "Failed: silent");
  case FailureClass::OutOfMemory:
    return QCoreApplication::translate("trial", "Failed: memory");
  case FailureClass::NoMetric:
    return QCoreApplication::translate("trial", "Failed: no metric");
  case FailureClass::NotANumber:
    return QCoreApplication::translate("trial", "Failed: not a number");
  case FailureClass::CouldNotStart:
    return QCoreApplication::translate("trial", "Failed: did not start");
  case FailureClass::Lost:
    return QCoreApplication::translate("trial", "Failed: lost");
  case FailureClass::Stopped:
    return QCoreApplication::translate("trial", "Stopped");
  }
  return {};
}

QString failureClassText(FailureClass kind) {
  switch (kind) {
  case FailureClass::ExitCode:
    return QCoreApplication::translate("failure", "Exit code");
  case FailureClass::Signal:
    return QCoreApplication::translate("failure", "Signal");
  case FailureClass::Timeout:
    return QCoreApplication::translate("failure", "Time limit");
  case FailureClass::NoOutput:
    return QCoreApplication::translate("failure", "Silence");
  case FailureClass::OutOfMemory:
    return QCoreApplication::translate("failure", "Memory");
  case FailureClass::NoMetric:
    return QCoreApplication::translate("failure", "No metric");
  case FailureClass::NotANumber:
    return QCoreApplication::translate("failure", "Not a number");
  case FailureClass::CouldNotStart:
    return QCoreApplication::translate("failure", "Did not start");
  case FailureClass::Lost:
    return QCoreApplication::translate("failure", "Lost");
  case FailureClass::Stopped:
    return QCoreApplication::translate("failure", "Stopped by hand");
  }
  return {};
}

QString stateText(const Trial& trial) {
  if (isUndecided(trial))
    return QCoreApplication::translate("trial", "Interrupted");
  return trial.state == TrialState::Failed && trial.failure ? failureText(trial.failure->kind) : stateText(trial.state);
}

QString shortValue(const Value& value) {
  if (const auto* real = std::get_if<double>(&value))
    return shortNumber(*real);
  return shownText(valueText(value));
}

const Message* lastDecision(const Trial& trial) {
  if (!trial.verdict.empty())
    return &trial.verdict;
  for (auto attempt = trial.attempts.rbegin(); attempt != trial.attempts.rend(); ++attempt)
    if (!attempt->reason.empty())
      return &attempt->reason;
  return nullptr;
}

QString decisionText(const Trial& trial) {
  QStringList lines;
  for (const auto& attempt : trial.attempts)
    if (!attempt.reason.empty())
      lines.append(translated(attempt.reason));
  if (!trial.verdict.empty())
    lines.append(translated(trial.verdict));
  return lines.join(QLatin1Char('\n'));
}

QString configurationText(const Configuration& configuration) {
  QStringList parts;
  for (const auto& [name, value] : configuration)
    parts.append(shownText(name) + QStringLiteral(" = ") + shortValue(value));
  return parts.join(QStringLiteral(", "));
}

} // namespace sweep::ui
