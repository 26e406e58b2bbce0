// SPDX-License-Identifier: GPL-3.0-or-later
#include "arguments.h"
#include "checkpoint.h"
#include "data.h"
#include "network.h"
#include "trainer.h"

#include <cmath>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <iostream>
#include <new>
#include <string>

namespace {

using namespace digits;

constexpr int failed = 1;
constexpr int badInput = 2;

int say(const Failure& failure, int exitCode) {
  std::cerr << "digits-train: " << failure.sentence << '\n';
  return exitCode;
}

std::filesystem::path besideThisProgram(const char* name) {
  std::error_code error;
  return std::filesystem::read_symlink("/proc/self/exe", error).parent_path() / name;
}

/// printf writes some NaNs as "-nan"; whoever reads the scores need not know that.
std::string lossText(double value) {
  char text[32] = "nan";
  if (std::isfinite(value))
    std::snprintf(text, sizeof text, "%.6g", value);
  return text;
}

std::string accuracyText(double value) {
  char text[32] = "nan";
  if (std::isfinite(value))
    std::snprintf(text, sizeof text, "%.4f", value);
  return text;
}

void report(int epoch, double trainLoss, const Score& validation) {
  std::cout << "epoch=" << epoch << " train_loss=" << lossText(trainLoss)
            << " val_loss=" << lossText(validation.loss)
            << " val_accuracy=" << accuracyText(validation.accuracy) << std::endl;
}

int reportDivergence(int epoch) {
  report(epoch, NAN, {NAN, NAN});
  std::cerr << "digits-train: The training diverged in epoch " << epoch
            << ": the loss or a weight is no longer a finite number. Stopped; a smaller --lr may help.\n";
  return 0;
}

Result<TrainingState> firstState(const Arguments& arguments) {
  if (arguments.resume.empty())
    return startTraining(arguments.shape, arguments.activation, arguments.seed);
  return readCheckpoint(arguments.resume, arguments.shape, arguments.activation);
}

int train(const Arguments& arguments, const Dataset& data, TrainingState& state) {
  if (state.epoch >= arguments.epochs) // nothing left to train: the scores are still what was asked for
    report(state.epoch, state.trainLoss, evaluate(state.network, data.validation));
  while (state.epoch < arguments.epochs) {
    const int epoch = state.epoch + 1;
    if (!trainEpoch(state, data.training, arguments.settings))
      return reportDivergence(epoch);
    const Score validation = evaluate(state.network, data.validation);
    if (!std::isfinite(validation.loss))
      return reportDivergence(epoch);
    // Before the report, so that whoever stops this program on reading it finds that epoch in the file.
    if (!arguments.checkpoint.empty())
      if (const auto failure = writeCheckpoint(arguments.checkpoint, state))
        return say(*failure, failed);
    report(epoch, state.trainLoss, validation);
  }
  return 0;
}

int run(int argc, char** argv) {
  const auto parsed = parseArguments(argc, argv);
  if (const auto* end = std::get_if<EndNow>(&parsed))
    return end->exitCode;
  const auto& arguments = std::get<Arguments>(parsed);
  const auto data = loadDataset(arguments.data.empty() ? besideThisProgram("digits.csv") : arguments.data);
  if (const auto* failure = std::get_if<Failure>(&data))
    return say(*failure, badInput);
  auto state = firstState(arguments);
  if (const auto* failure = std::get_if<Failure>(&state))
    return say(*failure, badInput);
  return train(arguments, std::get<Dataset>(data), std::get<TrainingState>(state));
}

} // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const std::bad_alloc&) {
    return say({"There is not enough memory for a network of this size; lower --units or --layers."}, failed);
  } catch (const std::exception& error) {
    return say({error.what()}, failed);
  }
}
