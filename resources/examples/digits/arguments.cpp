// SPDX-License-Identifier: GPL-3.0-or-later
#include "arguments.h"

#include <CLI/CLI.hpp>
#include <cmath>
#include <functional>
#include <iostream>
#include <map>
#include <string>

namespace digits {

namespace {

std::string orEmpty(const std::string& text) {
  return text.empty() ? "empty" : text;
}

/// Accepts text that is one finite number for which `holds` is true; else "--flag: must be <rule>, not
/// <text>".
CLI::Validator number(const std::string& rule, const std::function<bool(double)>& holds) {
  const auto check = [rule, holds](const std::string& text) -> std::string {
    double value = 0;
    const bool good = CLI::detail::lexical_cast(text, value) && std::isfinite(value) && holds(value);
    return good ? "" : "must be " + rule + ", not " + orEmpty(text);
  };
  return {check, ""};
}

CLI::Validator wholeNumber(std::int64_t low, std::int64_t high) {
  const std::string rule = "a whole number from " + std::to_string(low) + " to " + std::to_string(high);
  const auto check = [rule, low, high](const std::string& text) -> std::string {
    std::int64_t value = 0;
    const bool good = CLI::detail::lexical_cast(text, value) && value >= low && value <= high;
    return good ? "" : "must be " + rule + ", not " + orEmpty(text);
  };
  return {check, ""};
}

const std::map<std::string, Activation> activations{
    {"relu", Activation::Relu}, {"tanh", Activation::Tanh}, {"logistic", Activation::Logistic}};

CLI::Validator activationName() {
  const auto check = [](const std::string& text) -> std::string {
    return activations.count(text) > 0 ? "" : "must be relu, tanh or logistic, not " + orEmpty(text);
  };
  return {check, ""};
}

void addSettings(CLI::App& app, Settings& settings) {
  app.add_option("--lr", settings.learningRate, "Learning rate, above 0")
      ->check(number("a number above 0", [](double v) { return v > 0; }));
  app.add_option("--momentum", settings.momentum, "Share of the last step kept in the next, 0 to below 1")
      ->check(number("a number from 0 to below 1", [](double v) { return v >= 0 && v < 1; }));
  app.add_option("--weight-decay,--weight_decay", settings.weightDecay, "Pull of the weights towards 0")
      ->check(number("a number of at least 0", [](double v) { return v >= 0; }));
  app.add_option("--dropout", settings.dropout, "Share of hidden units left out in training, 0 to below 1")
      ->check(number("a number from 0 to below 1", [](double v) { return v >= 0 && v < 1; }));
  app.add_option("--batch-size,--batch_size", settings.batchSize, "Images per step")
      ->check(wholeNumber(1, 100000));
}

std::string sentence(const CLI::ParseError& error) {
  const std::string text = error.what(); // begins with the flag, where one flag is at fault
  if (dynamic_cast<const CLI::ArgumentMismatch*>(&error) != nullptr)
    return text.substr(0, text.find(':')) + " needs one value.";
  return text + ".";
}

} // namespace

std::variant<Arguments, EndNow> parseArguments(int argc, char** argv) {
  Arguments arguments;
  std::string activation = "relu";
  CLI::App app{
      "Trains a multi-layer perceptron on handwritten digits and prints its scores after every epoch.",
      "digits-train"};
  app.option_defaults()->always_capture_default();
  addSettings(app, arguments.settings);
  app.add_option("--layers", arguments.shape.hiddenLayers, "Hidden layers")->check(wholeNumber(1, 16));
  app.add_option("--units", arguments.shape.units, "Units in each hidden layer")->check(wholeNumber(1, 4096));
  app.add_option("--activation", activation, "relu, tanh or logistic")->check(activationName());
  app.add_option("--epochs", arguments.epochs, "Epochs in total, those of a resumed checkpoint included")
      ->check(wholeNumber(1, 1000000));
  app.add_option("--seed", arguments.seed, "Same seed, same result; a resumed training goes on with its own")
      ->check(wholeNumber(0, std::numeric_limits<std::int64_t>::max()));
  app.option_defaults()->always_capture_default(false);
  app.add_option("--checkpoint", arguments.checkpoint, "File to keep the training in after every epoch")
      ->expected(0, 1);
  app.add_option("--resume", arguments.resume, "Checkpoint to go on from; empty: start from the beginning")
      ->expected(0, 1);
  app.add_option("--data", arguments.data, "The images (default: digits.csv beside this program)");
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0)
      return EndNow{app.exit(error)};
    std::cerr << "digits-train: " << sentence(error) << " Run digits-train --help for all flags.\n";
    return EndNow{2};
  }
  arguments.activation = activations.at(activation);
  return arguments;
}

} // namespace digits
