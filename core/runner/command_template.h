// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/space/configuration.h"
#include "core/study/study_spec.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace sweep {

/// What placeholders stand for besides the configuration's own values.
struct CommandContext {
  int trial = 0;
  std::uint64_t seed = 0;
  std::optional<double> budget;
  /// The trial's folder, absolute.
  std::string folder;
  /// Where the program may save its state, absolute.
  std::string checkpoint;
  /// The checkpoint to continue from, absolute; empty for a fresh start.
  std::string resume;
  /// The folder of the study file, absolute.
  std::string studyFolder;
};

/// The words to start, from the program's words with placeholders.
///
/// Whole words only: ${env}, ${interpreter}, ${args}, ${args_no_equals}, ${args_no_hyphens}, ${args_no_boolean_flags},
/// ${args_json}, ${args_json_file}, ${args_append_hydra}, ${args_override_hydra} as in a W&B sweep.
/// Also inside a longer word: ${program}, ${trial}, ${seed}, ${budget}, ${dir}, ${checkpoint}, ${resume}, ${study_dir},
/// ${envvar:NAME} (from the program's environment, else from ours; the bare name when neither has it), and ${name} for each
/// parameter; a parameter goes before a placeholder of the same name. $${ is a literal ${. One pass: what a value contains is
/// never expanded, and a word never becomes two.
/// A word with ${resume} or ${budget} disappears when there is nothing to resume or no budget, and where it is the placeholder
/// alone, an option word before it (`--resume ${resume}`) goes with it.
/// Fails on an unknown placeholder (naming the closest known one), a parameter that is not active where it is named alone, and
/// on a NUL byte.
Result<std::vector<std::string>> expandCommand(const Program& program, const Configuration& configuration,
                                               const CommandContext& context);

/// A text with placeholders filled in, such as the path of a file: those that may stand inside a longer word. One for which there is
/// nothing (no budget) is filled with nothing. Fails like expandCommand.
Result<std::string> expandText(const std::string& text, const Program& program, const Configuration& configuration,
                               const CommandContext& context);

/// The file that ${args_json_file} stands for, inside the trial's folder. Whoever starts the command writes argumentsJson there
/// first when needsArgumentsFile.
std::string argumentsFile(const std::string& folder);
bool needsArgumentsFile(const Program& program);
/// One JSON object with every value.
std::string argumentsJson(const Configuration& configuration);

/// Sentences for what is wrong with the words whatever the configuration, such as an unknown placeholder; empty when none.
std::vector<Message> problemsOfCommand(const Program& program, const SpaceSpec& space);
/// The same for a text that expandText is to fill in.
std::vector<Message> problemsOfText(const std::string& text, const Program& program, const SpaceSpec& space);

/// Variables added for a trial: SWEEP_<NAME> for each value (upper case, other characters than A-Z 0-9 as _), SWEEP_TRIAL,
/// SWEEP_SEED, SWEEP_DIR, SWEEP_CHECKPOINT, SWEEP_RESUME (empty for a fresh start), SWEEP_BUDGET (only with a budget). Each name
/// once; a parameter goes before a name of ours, and what the program's own environment names is left out.
std::vector<std::pair<std::string, std::string>> trialEnvironment(const Program& program, const Configuration& configuration,
                                                                  const CommandContext& context);

/// Where programs are looked for.
struct ProgramPlaces {
  std::string workingFolder;
  /// The study file's.
  std::string studyFolder;
  /// Folders that go before PATH.
  std::vector<std::string> more;
};

/// The program behind the first word of a program's command, `word` being what that stands for: absolute paths as they are; with a
/// slash relative to the working folder. A bare name is looked for in `more` and along PATH alone, so that no file of the study's
/// folder takes the place of a program of the system; what the study names as its program (the word ${program}) is first looked
/// for in the working folder and in the study's. Fails with a sentence when it is not there, not executable, or a script whose
/// interpreter is missing.
Result<std::string> findProgram(const Program& program, const std::string& word, const ProgramPlaces& places);

/// A command as one line that a shell turns back into the same words.
std::string shellLine(const std::vector<std::string>& words);

/// The words of a Program as one line for a person to edit: as shellLine, but placeholders stand there without quotes.
/// shellWords gives the same words back.
std::string templateLine(const std::vector<std::string>& words);

} // namespace sweep
