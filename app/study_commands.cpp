// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/study_commands.h"

#include "app/best_choice.h"
#include "app/exit_codes.h"
#include "app/study_file_report.h"
#include "core/base/text.h"
#include "core/base/visible_text.h"
#include "core/exchange/configuration_export.h"
#include "core/exchange/schedule_export.h"
#include "core/exchange/trials_export.h"
#include "core/runner/schedule_script.h"
#include "core/runner/study_check.h"
#include "core/storage/sqlite_storage.h"
#include "ui/charts/registry.h"
#include "ui/charts/render_chart.h"
#include "ui/replace_file.h"
#include "ui/study_files.h"
#include "ui/text.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

namespace sweep {

namespace {

constexpr QSize ChartSize(960, 600);

Result<SnapshotPtr> readStudy(const std::string& path) {
  auto storage = readSqliteStudy(path);
  if (!storage)
    return storage.error();
  if (const Message notice = (*storage)->notice(); !notice.empty())
    std::fprintf(stderr, "sweepscope: %s\n", notice.str().c_str());
  auto study = (*storage)->load();
  if (!study)
    return study.error();
  auto snapshot = std::make_shared<Snapshot>();
  snapshot->spec = std::move(study->spec);
  for (auto& trial : study->trials)
    snapshot->trials.push_back(std::make_shared<const Trial>(std::move(trial)));
  return SnapshotPtr(std::move(snapshot));
}

int deliver(const std::string& text, const std::string& output) {
  if (output.empty()) {
    if (std::fwrite(text.data(), 1, text.size(), stdout) == text.size() && std::fflush(stdout) == 0)
      return ExitOk;
    return complain(std::string("Standard output could not be written (") + std::strerror(errno) + ").", ExitFailed);
  }
  const auto written = ui::replaceFile(ui::toQt(output), QByteArray::fromStdString(text));
  return written ? ExitOk : complain(written.error().str(), ExitFailed);
}

const Trial* chosenTrial(const Snapshot& snapshot, std::optional<int> number) {
  if (!number)
    return snapshot.best();
  const bool known = *number >= 0 && static_cast<std::size_t>(*number) < snapshot.trials.size();
  return known ? snapshot.trials[static_cast<std::size_t>(*number)].get() : nullptr;
}

void printPlan(const StudyCheck& check, const StudySpec& spec) {
  if (check.plannedTrials)
    std::printf("%llu trials, %d at a time\n", static_cast<unsigned long long>(*check.plannedTrials), spec.limits.parallel);
  if (!spec.space.constraints.empty())
    std::printf("the constraints leave %s %% of the space\n", roundedText(100.0 * check.feasibleShare, 3).c_str());
  if (!check.firstCommands.empty())
    std::printf("first commands:\n");
  for (const auto& command : check.firstCommands)
    std::printf("  %s\n", command.c_str());
}

} // namespace

int complain(const std::string& sentence, int code) {
  std::fprintf(stderr, "sweepscope: %s\n", visibleText(sentence).c_str());
  return code;
}

int printBest(const BestCommand& command) {
  if (!findConfigurationFormat(command.format))
    return complain("There is no format “" + command.format + "”: it is json, yaml, toml, env, command or python.", ExitBadInput);
  const auto snapshot = readStudy(command.study);
  if (!snapshot)
    return complain(snapshot.error().str(), ExitBadInput);
  const auto chosen = command.trial ? Result<BestChoice>(BestChoice{chosenTrial(**snapshot, command.trial), {}}) : bestChoice(**snapshot, command.by);
  if (!chosen)
    return complain(chosen.error().str(), ExitFailed);
  const Trial* trial = chosen->trial;
  if (!trial)
    return command.trial ? complain("There is no trial " + std::to_string(*command.trial) + " in " + command.study + ".", ExitBadInput)
                         : complain("No trial of " + command.study + " is complete yet.", ExitFailed);
  if (!chosen->words.empty())
    std::fprintf(stderr, "%s\n", visibleText(chosen->words).c_str());
  const auto folder = std::filesystem::absolute(command.study).parent_path().string();
  const auto text = exportConfiguration(trial->configuration, command.format, exportedCommand((*snapshot)->spec, *trial, folder));
  return text ? deliver(*text, command.output) : complain(text.error().str(), ExitFailed);
}

int printTrials(const TrialsCommand& command) {
  const auto snapshot = readStudy(command.study);
  if (!snapshot)
    return complain(snapshot.error().str(), ExitBadInput);
  const auto texts = command.raw ? CellTexts::Raw : CellTexts::Defused;
  return deliver(command.format == "json"     ? trialsJson(**snapshot)
                 : command.format == "curves" ? curvesCsv(**snapshot, texts)
                                              : trialsCsv(**snapshot, texts),
                 command.output);
}

int printSchedule(const ScheduleCommand& command) {
  const auto snapshot = readStudy(command.study);
  if (!snapshot)
    return complain(snapshot.error().str(), ExitBadInput);
  const Trial* trial = command.trial ? chosenTrial(**snapshot, command.trial) : bestMember(**snapshot);
  if (!trial && command.trial)
    return complain("There is no trial " + std::to_string(*command.trial) + " in " + command.study + ".", ExitBadInput);
  const auto steps = trial ? lineageOf(**snapshot, *trial) : std::vector<LineageStep>();
  if (steps.empty())
    return complain("No trial of " + command.study + " has reached a budget, so there is no schedule.", ExitFailed);
  if (command.format != "script")
    return deliver(command.format == "json" ? scheduleJson((*snapshot)->spec, steps) : scheduleCsv((*snapshot)->spec, steps), command.output);
  const auto script = scheduleScript(**snapshot, steps, std::filesystem::absolute(command.study).parent_path().string());
  return script ? deliver(*script, command.output) : complain(script.error().str(), ExitFailed);
}

int checkFile(const CheckCommand& command, const std::vector<std::string>& programFolders) {
  const auto file = ui::readStudyText(ui::toQt(command.file));
  if (!file)
    return complain(command.file + ": " + file.error().str(), ExitBadInput);
  printNotes(command.file, *file);
  const auto folder = std::filesystem::absolute(command.file).parent_path().string();
  const auto check = checkStudy(file->spec, folder, programFolders);
  for (const auto& problem : check.problems)
    std::fprintf(stderr, "%s\n", problemLine(command.file, *file, problem).c_str());
  printPlan(check, file->spec);
  return check.runnable() ? ExitOk : ExitBadInput;
}

int drawChart(const ChartCommand& command) {
  if (command.list) {
    for (const auto& chart : ui::charts())
      std::printf("%-11s  %s\n", std::string(chart.id).c_str(), chart.question);
    return ExitOk;
  }
  if (command.study.empty() || command.output.empty())
    return complain("Name a study and, with -o, the file to draw into.", ExitBadInput);
  const auto* chart = ui::findChart(command.kind);
  if (!chart)
    return complain("There is no chart “" + command.kind + "”: `sweepscope chart --list` names them.", ExitBadInput);
  const auto snapshot = readStudy(command.study);
  if (!snapshot)
    return complain(snapshot.error().str(), ExitBadInput);
  const bool drawn = ui::renderChart(*chart, *snapshot, ui::toQt(command.output), ChartSize);
  return drawn ? ExitOk : complain(command.output + " could not be written: name a .png or .svg file in a folder that is there.", ExitFailed);
}

} // namespace sweep
