// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/interruption.h"

#include "core/base/text.h"

#include <utility>

namespace sweep {

namespace {

const char* sentenceOf(InterruptedRule decision) {
  switch (decision) {
  case InterruptedRule::Ask:
    return SWEEP_TEXT("It was running when the program ended (last sign of life: %1).");
  case InterruptedRule::RunAgain:
    return SWEEP_TEXT("It was running when the program ended (last sign of life: %1); run again.");
  case InterruptedRule::Continue:
    return SWEEP_TEXT(
        "It was running when the program ended (last sign of life: %1); continued from its checkpoint.");
  case InterruptedRule::Drop:
    return SWEEP_TEXT("It was running when the program ended (last sign of life: %1); dropped.");
  }
  return "";
}

std::string listed(const std::vector<int>& trials) {
  std::vector<std::string> numbers;
  for (const int number : trials)
    numbers.push_back(std::to_string(number));
  return joined(numbers, ", ");
}

} // namespace

Failure interruptedFailure(InterruptedRule decision, const std::string& lastSign) {
  return {FailureClass::Lost, Message(sentenceOf(decision), {lastSign}), {}};
}

Failure interruptedFailure(InterruptedRule decision, const Failure& undecided) {
  return {FailureClass::Lost, Message(sentenceOf(decision), undecided.message.arguments), {}};
}

Failure endedWithTheStudy() {
  return {FailureClass::Stopped, Message(SWEEP_TEXT("Ended when the study was stopped.")), {}};
}

Failure continuedInVain(int attempt, Failure failure) {
  failure.message = Message(
      SWEEP_TEXT("It did not go on from the checkpoint of attempt %1, which may be cut short or ahead of what was reported: %2 Run again."),
      {std::to_string(attempt), failure.message.str()});
  return failure;
}

bool mayComeFromACheckpoint(FailureClass kind) {
  return kind == FailureClass::ExitCode || kind == FailureClass::Signal || kind == FailureClass::NoMetric;
}

Message interruptedNotice(const InterruptedTrials& trials) {
  if (!trials.dropped.empty())
    return Message(SWEEP_TEXT("The program ended while trials were running. Dropped: %1."),
                   {listed(trials.dropped)});
  if (trials.continued.empty())
    return Message(SWEEP_TEXT("The program ended while trials were running. Run again: %1."),
                   {listed(trials.runAgain)});
  if (trials.runAgain.empty())
    return Message(
        SWEEP_TEXT("The program ended while trials were running. Continued from their checkpoints: %1."),
        {listed(trials.continued)});
  return Message(SWEEP_TEXT("The program ended while trials were running. Continued from their checkpoints: "
                            "%1. Run again: %2."),
                 {listed(trials.continued), listed(trials.runAgain)});
}

Message undecidedNotice(std::size_t trials) {
  return Message(
      SWEEP_TEXT("Interrupted trials wait for a decision (%1): continue them, run them again or drop them."),
      {std::to_string(trials)});
}

bool mayLackReports(const Trial& trial) {
  const Attempt* last = &trial.attempts.back();
  for (auto attempt = trial.attempts.rbegin(); attempt != trial.attempts.rend(); ++attempt) {
    if (last->firstReport != trial.reports.size())
      return false;
    if (!last->resumed || last->resumed->attempt != attempt->number || !isUnfinished(trial, *last->resumed))
      continue;
    if (attempt->failure && attempt->failure->kind == FailureClass::Lost)
      return true;
    last = &*attempt;
  }
  return false;
}

} // namespace sweep
