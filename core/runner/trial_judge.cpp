// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/trial_judge.h"

#include "core/base/text.h"

#include <algorithm>
#include <cmath>
#include <csignal>
#include <cstring>

namespace sweep {

namespace {

/// How many names a sentence lists.
constexpr std::size_t MostNames = 8;

std::string secondsText(const std::optional<double>& seconds) {
  return seconds ? roundedText(*seconds) : "?";
}

std::string signalText(int number) {
  const char* name = sigabbrev_np(number);
  return name ? std::string("SIG") + name : std::to_string(number);
}

std::string megabytes(std::int64_t bytes) {
  return roundedText(static_cast<double>(bytes) / (1024.0 * 1024.0));
}

Outcome endedBySignal(const JobFinished& end) {
  const int number = *end.signal;
  if (number == SIGKILL && end.peakMemoryBytes > 0)
    return failedOutcome(
        FailureClass::Signal,
        Message(SWEEP_TEXT("Ended by %1 from outside, perhaps because memory ran out (it had used %2 MiB)."),
                {signalText(number), megabytes(end.peakMemoryBytes)}),
        end.tail);
  if (number == SIGKILL)
    return failedOutcome(FailureClass::Signal,
                         Message(SWEEP_TEXT("Ended by %1 from outside, perhaps because memory ran out."),
                                 {signalText(number)}),
                         end.tail);
  return failedOutcome(FailureClass::Signal, Message(SWEEP_TEXT("Ended by %1."), {signalText(number)}),
                       end.tail);
}

/// Nothing when the process ended well.
std::optional<Outcome> badEnd(const JobFinished& end, const Limits& limits) {
  using Cause = JobFinished::Cause;
  switch (end.cause) {
  case Cause::TimeLimit:
    return failedOutcome(
        FailureClass::Timeout,
        Message(SWEEP_TEXT("Ended after its time limit of %1 s."), {secondsText(limits.trialTime)}),
        end.tail);
  case Cause::Silence:
    return failedOutcome(
        FailureClass::NoOutput,
        Message(SWEEP_TEXT("Ended after %1 s without any output."), {secondsText(limits.silence)}), end.tail);
  case Cause::MemoryLimit:
    return failedOutcome(
        FailureClass::OutOfMemory,
        Message(SWEEP_TEXT("Ended because it used %1 MiB of memory, more than its limit of %2 MiB."),
                {megabytes(end.peakMemoryBytes), megabytes(limits.trialMemory.value_or(0))}),
        end.tail);
  case Cause::Cancelled:
    return failedOutcome(FailureClass::Stopped, Message(SWEEP_TEXT("Stopped by hand.")), end.tail);
  case Cause::Exited:
    break;
  }
  if (end.signal)
    return endedBySignal(end);
  if (end.exitCode.value_or(0) != 0)
    return failedOutcome(FailureClass::ExitCode,
                         Message(SWEEP_TEXT("Ended with exit code %1."), {std::to_string(*end.exitCode)}),
                         end.tail);
  return std::nullopt;
}

std::string listed(const std::set<std::string>& names) {
  std::vector<std::string> some(names.begin(), names.end());
  const bool more = some.size() > MostNames;
  some.resize(std::min(some.size(), MostNames));
  return joined(some, ", ") + (more ? ", …" : "");
}

Message withoutFile(const std::string& metric, const OutputSeen& seen) {
  if (seen.names.empty())
    return Message(SWEEP_TEXT("Ended without “%1”. %2"), {metric, seen.fault.str()});
  return Message(SWEEP_TEXT("Ended without “%1”. %2 Its output has: %3."),
                 {metric, seen.fault.str(), listed(seen.names)});
}

Message notInFile(const std::string& metric, const OutputSeen& seen) {
  if (seen.names.empty())
    return Message(SWEEP_TEXT("Ended without “%1”: there is no metric in “%2”."), {metric, seen.file});
  return Message(SWEEP_TEXT("Ended without “%1”. “%2” has: %3."), {metric, seen.file, listed(seen.names)});
}

Outcome withoutMetric(const std::string& metric, const OutputSeen& seen, const std::string& tail) {
  if (!seen.complaint.empty() && !seen.names.contains(metric))
    return failedOutcome(FailureClass::NoMetric,
                         Message(SWEEP_TEXT("Ended without a number for “%1” that could be read. %2"),
                                 {metric, seen.complaint.str()}),
                         tail);
  if (!seen.file.empty())
    return failedOutcome(FailureClass::NoMetric, notInFile(metric, seen), tail);
  if (seen.names.empty())
    return failedOutcome(
        FailureClass::NoMetric,
        Message(SWEEP_TEXT("Ended without printing “%1”: no metric was found in its output. Print a line "
                           "such as “%1: 0.5”."),
                {metric}),
        tail);
  return failedOutcome(
      FailureClass::NoMetric,
      Message(SWEEP_TEXT("Ended without printing “%1”. Its output has: %2."), {metric, listed(seen.names)}),
      tail);
}

} // namespace

Outcome failedOutcome(FailureClass kind, Message message, std::string tail) {
  return {TrialState::Failed, {}, Failure{kind, std::move(message), std::move(tail)}};
}

Outcome judgeTrial(const JobFinished& end, const Reports& reports, const OutputSeen& seen,
                   const std::vector<Objective>& objectives, const Limits& limits) {
  if (auto bad = badEnd(end, limits))
    return *bad;
  if (!seen.fault.empty())
    return failedOutcome(FailureClass::NoMetric, withoutFile(objectives.front().metric, seen), end.tail);
  Outcome outcome{TrialState::Complete, {}, {}};
  for (const auto& objective : objectives) {
    const auto value = objective.valueOf(reports);
    if (!value)
      return withoutMetric(objective.metric, seen, end.tail);
    if (!std::isfinite(*value))
      return failedOutcome(FailureClass::NotANumber,
                           Message(SWEEP_TEXT("Its “%1” is %2, which cannot be compared."),
                                   {objective.metric, numberText(*value)}),
                           end.tail);
    outcome.values.push_back(*value);
  }
  return outcome;
}

Outcome prunedOutcome(const Trial& trial, const std::vector<Objective>& objectives) {
  Outcome outcome{TrialState::Pruned, {}, {}};
  for (const auto& objective : objectives) {
    const auto value = objective.valueOf(trial.reports);
    if (!value || !std::isfinite(*value))
      return {TrialState::Pruned, {}, {}};
    outcome.values.push_back(*value);
  }
  return outcome;
}

bool hasReachedBudget(const Trial& trial, const StudySpec& spec) {
  if (!trial.budget || spec.budget->way != BudgetWay::StopInFlight ||
      static_cast<double>(trial.reports.back().step) < *trial.budget)
    return false;
  return std::ranges::all_of(spec.objectives, [&](const Objective& objective) {
    return std::any_of(trial.reports.rbegin(), trial.reports.rend(), [&](const Report& report) {
      return static_cast<double>(report.step) >= *trial.budget && report.metrics.contains(objective.metric);
    });
  });
}

std::string lastLineOf(const Failure& failure) {
  const auto lines = split(failure.tail, '\n');
  for (auto line = lines.rbegin(); line != lines.rend(); ++line)
    if (const auto text = trimmed(*line); !text.empty())
      return std::string(text);
  return failure.message.str();
}

} // namespace sweep
