// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/compare_command.h"

#include "app/exit_codes.h"
#include "app/study_commands.h"
#include "core/base/text.h"
#include "core/replay/method_comparison.h"
#include "ui/charts/comparison_picture.h"
#include "ui/replace_file.h"
#include "ui/text.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>

namespace sweep {

namespace {

constexpr QSize PictureSize(960, 600);
/// Shares of the whole budget at which a row of the table is read.
constexpr double Readings[] = {0.02, 0.1, 0.2, 0.5, 1.0};
constexpr int NameWidth = 26;
constexpr int CellWidth = 12;

void printTable(const MethodComparison& comparison, const CompareCommand& command) {
  std::printf("%zu recorded configurations; %s is %s; the best recorded is %s.\n", comparison.configurations,
              comparison.objective.metric.c_str(),
              comparison.objective.direction == Direction::Maximise ? "maximised" : "minimised",
              roundedText(comparison.bestRecorded, 6).c_str());
  std::printf("The best value found after spending so many full trials (%s × %s each), median of %d studies, %d at a time:\n\n%-*s",
              roundedText(comparison.fullSteps).c_str(), comparison.unit.c_str(), command.seeds, command.parallel, NameWidth, "");
  for (const double share : Readings)
    std::printf("%*s", CellWidth, roundedText(share * command.budget, 3).c_str());
  std::printf("\n");
  auto methods = comparison.methods;
  std::ranges::stable_sort(methods, [&](const MethodQuality& a, const MethodQuality& b) {
    if (!a.problem.empty() || !b.problem.empty())
      return a.problem.empty() && !b.problem.empty();
    return comparison.objective.better(a.overBudget.back().median, b.overBudget.back().median);
  });
  for (const auto& method : methods) {
    if (!method.problem.empty()) {
      std::printf("%-*sleft out: %s\n", NameWidth, method.id.c_str(), method.problem.str().c_str());
      continue;
    }
    std::printf("%-*s", NameWidth, method.id.c_str());
    for (const double share : Readings) {
      const double median = medianAt(method.overBudget, share * command.budget);
      std::printf("%*s", CellWidth, std::isnan(median) ? "-" : roundedText(median, 6).c_str());
    }
    std::printf("\n");
  }
  std::printf("\nWhat this cannot say: only recorded configurations are tried, each once, so that no method shows what it would\n"
              "have found between them; a trial that goes further than its recording ends there; copies of population based\n"
              "training follow the recorded curve of their new configuration. Medians of few studies that differ by less than\n"
              "their quartiles (in the CSV) say nothing.\n");
}

Result<void> write(const MethodComparison& comparison, const std::string& output) {
  const auto suffix = std::filesystem::path(output).extension().string();
  if (suffix == ".csv")
    return ui::replaceFile(ui::toQt(output), QByteArray::fromStdString(comparisonCsv(comparison)));
  const bool isPicture = suffix == ".png" || suffix == ".svg";
  if (isPicture && ui::saveComparison(comparison, ui::ComparisonAxis::Budget, {}, ui::toQt(output), PictureSize))
    return {};
  return Error("%1 could not be written: name a .csv, .png or .svg file in a folder that is there.", {output});
}

} // namespace

int compareOnTable(const CompareCommand& command) {
  const auto spec =
      replayOf(command.table, command.metric, command.maximise ? Direction::Maximise : Direction::Minimise);
  if (!spec)
    return complain(spec.error().str(), ExitBadInput);
  ComparisonOptions options;
  options.methods = command.methods;
  options.seeds = command.seeds;
  options.fullTrials = command.budget;
  options.parallel = command.parallel;
  const auto comparison = compareMethods(*spec, {}, options, [](const std::string& method) {
    std::fprintf(stderr, "replaying %s\n", method.c_str());
    return true;
  });
  if (!comparison)
    return complain(comparison.error().str(), ExitBadInput);
  printTable(*comparison, command);
  for (const auto& output : command.outputs)
    if (const auto written = write(*comparison, output); !written)
      return complain(written.error().str(), ExitFailed);
  const bool some = std::ranges::any_of(comparison->methods, [](const auto& method) { return method.problem.empty(); });
  return some ? ExitOk : ExitFailed;
}

} // namespace sweep
