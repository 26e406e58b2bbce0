// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/study_file_report.h"

#include "core/base/visible_text.h"

#include <array>
#include <cstdio>
#include <utility>

namespace sweep {

namespace {

/// The keys under which a problem may stand in the file; the first that is there counts.
std::vector<std::string> keysOf(const StudyProblem& problem, const StudySpec& spec) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 3> limits{
      {{"trials", "run_cap"}, {"trial_memory", "trial_memory_limit"}, {"grace", "grace_period"}}};
  switch (problem.section) {
  case Section::Name:
    return {"name"};
  case Section::Program:
    return {"command", "program"};
  case Section::WorkingFolder:
    return {"working_directory"};
  case Section::Environment:
    return {problem.key == "secrets" ? "secrets" : "environment"};
  case Section::Parameter:
    return problem.index < spec.space.parameters.size()
               ? std::vector<std::string>{"parameters." + spec.space.parameters[problem.index].name}
               : std::vector<std::string>{"parameters"};
  case Section::Constraint:
    return {"constraints"};
  case Section::Objective:
    return {problem.key == "metric_source" ? "metric_source" : "metric", "metrics"};
  case Section::Method:
    return {problem.key == "scheduler" ? "scheduler" : "method", "early_terminate"};
  case Section::Budget:
    return {"budget"};
  case Section::Limits:
    for (const auto& [name, key] : limits)
      if (problem.key == name)
        return {std::string(key)};
    return {problem.key, problem.key + "_limit", "resources"};
  }
  return {};
}

std::string lineOf(const StudyFile& file, const StudyProblem& problem) {
  for (const auto& key : keysOf(problem, file.spec))
    if (const auto found = file.lines.find(key); found != file.lines.end() && found->second > 0)
      return ":" + std::to_string(found->second);
  return {};
}

std::string whatOf(const StudyProblem& problem, const StudySpec& spec) {
  if (problem.section == Section::Parameter && problem.index < spec.space.parameters.size())
    return "parameter " + spec.space.parameters[problem.index].name + ": ";
  if (problem.section == Section::Constraint && problem.index < spec.space.constraints.size())
    return "constraint " + spec.space.constraints[problem.index] + ": ";
  return {};
}

} // namespace

void printNotes(const std::string& path, const StudyFile& file) {
  for (const auto& note : file.notes)
    std::fprintf(stderr, "%s:%d:%d: %s\n", visibleText(path).c_str(), note.line, note.column, note.message.str().c_str());
}

std::string problemLine(const std::string& path, const StudyFile& file, const StudyProblem& problem) {
  return visibleText(path + lineOf(file, problem) + ": " + (problem.isWarning ? "warning: " : "") +
                     whatOf(problem, file.spec) + problem.message.str());
}

} // namespace sweep
