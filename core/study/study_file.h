// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/study/study_spec.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace sweep {

/// Something in a study file that a person should know of: a key that is not understood, a value read in a particular way.
struct FileNote {
  /// From 1; 0 when it concerns the file as a whole.
  int line = 0;
  int column = 0;
  Message message;
};

struct StudyFile {
  StudySpec spec;
  /// Empty when everything was understood. Nothing is dropped without a note.
  std::vector<FileNote> notes;
  /// The line of each top-level key that is there, and of "parameters.NAME" for each parameter.
  std::map<std::string, int> lines;
};

/// The readable study file: YAML whose keys are those of a W&B sweep (program, command, method, metric, parameters, run_cap,
/// early_terminate) with our own beside them. Reading never starts or opens anything.
/// `early_terminate` is the scheduler "wandb-hyperband" and written as that key again. `bayes` is the sampler "gp"; without run_cap the number of trials is not limited, as in W&B.
/// Limits: 4 MiB of text, 64 levels, 100,000 nodes with aliases expanded; duplicate keys and custom tags are refused.
/// Fails with a sentence that begins with "line L, column C:" where that is known.
Result<StudyFile> readStudyFile(std::string_view yaml);

/// Text that readStudyFile turns back into an equal spec, without notes. Numbers keep a dot ("1.0e-4") so that YAML 1.1 readers
/// see numbers; defaults are left out. Wants parameter names without duplicates and texts in UTF-8.
std::string writeStudyFile(const StudySpec& spec);

} // namespace sweep
