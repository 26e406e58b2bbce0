// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ask_tell.h"

#include "app/exit_codes.h"
#include "app/study_commands.h"
#include "core/base/text.h"
#include "core/runner/ask_tell_protocol.h"
#include "core/runner/study_check.h"
#include "core/storage/sqlite_storage.h"
#include "ui/study_files.h"
#include "ui/text.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

namespace sweep {

namespace {

constexpr std::size_t LongestLine = std::size_t(16) << 20;

/// Whether a problem is one of how the program is started, which happens elsewhere.
bool concernsProgram(const StudyProblem& problem) {
  return problem.section == Section::Program || problem.section == Section::WorkingFolder ||
         problem.section == Section::Environment || (problem.section == Section::Budget && problem.key == "way");
}

Result<StudySpec> readSpec(const AskTellCommand& command) {
  auto file = ui::readStudyText(ui::toQt(command.file));
  if (!file)
    return Error(SWEEP_TEXT("%1: %2"), {command.file, file.error().str()});
  for (const auto& note : file->notes)
    std::fprintf(stderr, "%s:%d: %s\n", command.file.c_str(), note.line, note.message.str().c_str());
  if (command.seed)
    file->spec.seed = *command.seed;
  for (const auto& problem : checkStudy(file->spec, {}, {}, 0).problems)
    if (!problem.isWarning && !concernsProgram(problem))
      return Error(SWEEP_TEXT("%1: %2"), {command.file, problem.message.str()});
  return std::move(file->spec);
}

/// Null when nothing is to be kept.
Result<std::unique_ptr<Storage>> openStorage(const AskTellCommand& command, const StudySpec& spec) {
  std::error_code ignored;
  if (command.study.empty())
    return std::unique_ptr<Storage>();
  if (!std::filesystem::exists(command.study, ignored))
    return createSqliteStudy(command.study, spec);
  auto storage = openSqliteStudy(command.study, OpenMode::ReadWrite);
  if (!storage)
    return storage;
  auto stored = (*storage)->load();
  if (!stored)
    return stored.error();
  if (!isSameStudy(stored->spec, spec))
    return Error(SWEEP_TEXT("%1 is there already and holds another study than %2. Name another file with --study."),
                 {command.study, command.file});
  return storage;
}

/// A line without its end; false at the end of input. A line that is longer than any request is cut: it is none.
bool readLine(std::string& line) {
  line.clear();
  int c = 0;
  while ((c = std::getc(stdin)) != EOF && c != '\n')
    if (line.size() < LongestLine)
      line += static_cast<char>(c);
  return c != EOF || !line.empty();
}

} // namespace

int runAskTell(const AskTellCommand& command) {
  const auto spec = readSpec(command);
  if (!spec)
    return complain(spec.error().str(), ExitBadInput);
  auto storage = openStorage(command, *spec);
  if (!storage)
    return complain(storage.error().str(), ExitBadInput);
  auto study = AskTell::create(*spec, *std::move(storage));
  if (!study)
    return complain(study.error().str(), ExitBadInput);
  for (std::string line; readLine(line);) {
    if (trimmed(line).empty())
      continue;
    const std::string answer = answerLine(**study, line) + "\n";
    if (std::fwrite(answer.data(), 1, answer.size(), stdout) != answer.size() || std::fflush(stdout) != 0)
      return complain(std::string("Standard output could not be written (") + std::strerror(errno) + ").", ExitFailed);
  }
  return ExitOk;
}

} // namespace sweep
