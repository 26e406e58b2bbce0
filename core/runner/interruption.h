// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/trial.h"

#include <string>
#include <vector>

namespace sweep {

/// What becomes of an attempt that was running when the program ended, as far as it is decided. lastSign: when the program was
/// last known to be there, as text.
Failure interruptedFailure(InterruptedRule decision, const std::string& lastSign);
/// The same attempt once it was decided, which changes the sentence alone.
Failure interruptedFailure(InterruptedRule decision, const Failure& undecided);

/// What became of an attempt that ran when the study was stopped, or closed.
Failure endedWithTheStudy();

/// An attempt that went on from what an ended one had saved, and failed: perhaps because that was cut short.
Failure continuedInVain(int attempt, Failure failure);
/// Whether a failure can be that of a program which cannot read its checkpoint.
bool mayComeFromACheckpoint(FailureClass kind);

/// Its last attempt went on from what was left by one that was lost together with the program, and nothing was reported since:
/// the checkpoint may be ahead of all that was heard of the trial. Of a trial with attempts.
bool mayLackReports(const Trial& trial);

/// What was decided of several trials when their study was opened; numbers of trials.
struct InterruptedTrials {
  std::vector<int> continued, runAgain, dropped;
  friend bool operator==(const InterruptedTrials&, const InterruptedTrials&) = default;
};
Message interruptedNotice(const InterruptedTrials& trials);
/// Trials are left that nobody has decided on.
Message undecidedNotice(std::size_t trials);

} // namespace sweep
