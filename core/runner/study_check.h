// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/message.h"
#include "core/space/domain.h"
#include "core/study/study_spec.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace sweep {

/// The part of a study that a problem concerns, in the order of the form.
enum class Section { Name, Program, WorkingFolder, Environment, Parameter, Constraint, Objective, Method, Budget, Limits };

struct StudyProblem {
  Section section = Section::Program;
  /// Of the parameter, constraint, environment variable or objective.
  std::size_t index = 0;
  /// Within a parameter.
  Field field = Field::Whole;
  /// "table", "formula" or "seconds_per_step" of a replay within Program, name of the option within Method, "use", "unit", "min", "max", "way", "budget", "checkpoint", "resume" or "keep" within Budget, of the limit within Limits ("trials",
  /// "parallel", "trial_time", …).
  std::string key;
  Message message;
  /// A study with a warning can still be run.
  bool isWarning = false;
};

struct StudyCheck {
  std::vector<StudyProblem> problems;
  /// The first commands, each a line that a shell would turn into the words that are started, as far as they can be known.
  std::vector<std::string> firstCommands;
  /// The file that the command's first word stands for, absolute; empty while that is not known.
  std::string program;
  /// How many trials there will be; nothing when only time or a person ends the study.
  std::optional<std::uint64_t> plannedTrials;
  /// Share of the space that the constraints leave.
  double feasibleShare = 1.0;

  /// Whether Run may be pressed.
  bool runnable() const;
  /// The first problem that is no warning; null when runnable.
  const StudyProblem* firstError() const;
};

/// Everything that can be found out about a study without starting anything. Looks for the program on disk.
/// studyFolder and programFolders as in RunnerPlaces. May take up to a second on large constrained grids.
StudyCheck checkStudy(const StudySpec& spec, const std::string& studyFolder, const std::vector<std::string>& programFolders,
                      std::size_t commandCount = 5);

} // namespace sweep
