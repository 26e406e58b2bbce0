// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/metric_source_check.h"

#include "core/runner/command_template.h"
#include "core/runner/command_word.h"
#include "core/runner/metric_reader.h"

#include <algorithm>
#include <array>
#include <utility>

namespace sweep {

namespace {

StudyProblem problemAt(const char* key, Message message, bool isWarning = false) {
  StudyProblem problem;
  problem.section = Section::Objective;
  problem.key = key;
  problem.message = std::move(message);
  problem.isWarning = isWarning;
  return problem;
}

/// Placeholders that stand for the same in every trial.
bool isCommon(const std::string& placeholder) {
  constexpr std::array<std::string_view, 3> common = {"study_dir", "program", "budget"};
  return std::ranges::find(common, placeholder) != common.end() || placeholder.starts_with("envvar:");
}

/// The path leads out of the trial's folder, and to the same file for every trial.
bool isSharedByTrials(const std::string& path) {
  const auto parts = parseCommandWord(path);
  if (!parts || parts->parts.empty())
    return false;
  const auto& first = parts->parts.front();
  const bool leadsOut = first.isPlaceholder ? isCommon(first.text) : first.text.starts_with('/');
  return leadsOut && std::ranges::all_of(parts->parts, [](const auto& part) {
           return !part.isPlaceholder || isCommon(part.text);
         });
}

void appendFileProblems(const StudySpec& spec, std::vector<StudyProblem>& problems) {
  const auto& path = spec.metricSource.file;
  for (auto& problem : problemsOfText(path, spec.program, spec.space))
    problems.push_back(problemAt("metric_file", std::move(problem)));
  if (spec.limits.parallel > 1 && isSharedByTrials(path))
    problems.push_back(problemAt(
        "metric_file",
        Message(
            SWEEP_TEXT(
                "Every trial writes the same file %1, and several run at a time: they may read each other's "
                "numbers. Put ${trial} into its name, or name it relative to the trial's folder."),
            {path}),
        true));
}

} // namespace

std::vector<StudyProblem> metricSourceProblems(const StudySpec& spec) {
  std::vector<StudyProblem> problems;
  const bool isFile = spec.metricSource.preset == MetricFilePreset;
  if (const auto reader = MetricReader::create(spec.metricSource); !reader)
    problems.push_back(problemAt(isFile ? "metric_file" : "metric_source", reader.error()));
  if (isFile)
    appendFileProblems(spec, problems);
  return problems;
}

} // namespace sweep
