// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/digits/digits_study.h"

#include "core/study/study_file.h"
#include "places.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string_view>

namespace sweep::bench {

namespace {

constexpr std::array<std::string_view, 4> WhileItTrains = {"lr", "momentum", "dropout", "batch_size"};

StudySpec exampleStudy() {
  const std::string path = EXAMPLES_FOLDER "/digits/study.yaml";
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  auto file = readStudyFile(text.str());
  if (!file) {
    std::fprintf(stderr, "bench: %s: %s\n", path.c_str(), file.error().str().c_str());
    std::exit(1);
  }
  return std::move(file->spec);
}

} // namespace

StudySpec digitsStudy(int epochs, int workers) {
  auto spec = exampleStudy();
  spec.program.program = DIGITS_TRAIN;
  for (const char* word : {"--epochs=${budget}", "--checkpoint", "${checkpoint}", "--resume", "${resume}"})
    spec.program.command.emplace_back(word);
  std::erase_if(spec.space.parameters, [](const Parameter& parameter) { return parameter.name == "epochs"; });
  spec.objectives.front().reduction = Reduction::Best;
  spec.budget = Budget{"epoch", 1.0, static_cast<double>(epochs), BudgetWay::Continue};
  // Some learning rates diverge, which says nothing against the program.
  spec.failures.stopAfterInitialFailures = 0;
  // What is counted is epochs, however long the machine takes for them.
  spec.limits = Limits();
  spec.limits.trials.reset();
  spec.limits.parallel = workers;
  return spec;
}

StudySpec digitsPopulation(int epochs, int workers) {
  auto spec = digitsStudy(epochs, workers);
  std::erase_if(spec.space.parameters, [](const Parameter& parameter) {
    return std::ranges::find(WhileItTrains, parameter.name) == WhileItTrains.end();
  });
  spec.space.constraints.clear();
  std::ranges::replace(spec.program.command, std::string("1"), std::string("${seed}"));
  spec.objectives.front().reduction = Reduction::Last;
  return spec;
}

} // namespace sweep::bench
