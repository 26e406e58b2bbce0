// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/executor/job.h"
#include "core/study/objective.h"
#include "core/study/study_spec.h"
#include "core/study/trial.h"

#include <set>
#include <string>
#include <vector>

namespace sweep {

/// How a trial ended.
struct Outcome {
  TrialState state = TrialState::Failed;
  /// One per objective when Complete, else empty.
  std::vector<double> values;
  /// When Failed.
  std::optional<Failure> failure;
};

/// What a program's reader knows beside the reports, for the sentence when a metric is missing.
struct OutputSeen {
  /// Every metric name.
  std::set<std::string> names;
  /// See MetricReader::complaint().
  Message complaint = {};
  /// See MetricReader::file() and fault().
  std::string file = {};
  Message fault = {};
};

/// What the end of a trial's process means. A process that did not end well gives a failed trial even when its metric was
/// read (its reports are kept); NaN and infinite values are failures too, since no method can use them.
Outcome judgeTrial(const JobFinished& end, const Reports& reports, const OutputSeen& seen,
                   const std::vector<Objective>& objectives, const Limits& limits);

/// A failure without values.
Outcome failedOutcome(FailureClass kind, Message message, std::string tail = {});

/// Of a trial that is ended before its time: the values of its reports so far, none when they cannot be compared.
Outcome prunedOutcome(const Trial& trial, const std::vector<Objective>& objectives);

/// Of a trial that is to be ended in flight: every objective was reported at its budget or later.
bool hasReachedBudget(const Trial& trial, const StudySpec& spec);

/// The last line of a failure's tail that is not empty, else its sentence: what failures have in common.
std::string lastLineOf(const Failure& failure);

} // namespace sweep
