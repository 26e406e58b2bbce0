// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/calibration.h"

#include "core/base/text.h"

#include <cmath>

namespace sweep {

namespace {

/// How every origin with a prediction says it (sampler/gp_sampler.cpp): “predicted 0.98 ± 0.01 against …”, an automatic one within its own.
constexpr std::string_view Predicted = "predicted ";
constexpr std::string_view PlusMinus = " ± ";

/// The number that the text begins with, which is taken off.
std::optional<double> takeNumber(std::string_view& text) {
  const auto end = std::min(text.find(' '), text.size());
  const auto number = readNumber(text.substr(0, end));
  text.remove_prefix(end);
  return number && std::isfinite(*number) ? number : std::nullopt;
}

std::optional<Calibration::Prediction> predictionOf(const Trial& trial) {
  if (trial.state != TrialState::Complete || !trial.value())
    return std::nullopt;
  const std::string origin = trial.origin.str();
  std::string_view rest = origin;
  const auto at = rest.find(Predicted);
  if (at == rest.npos)
    return std::nullopt;
  rest.remove_prefix(at + Predicted.size());
  const auto mean = takeNumber(rest);
  if (!mean || !rest.starts_with(PlusMinus))
    return std::nullopt;
  rest.remove_prefix(PlusMinus.size());
  const auto deviation = takeNumber(rest);
  if (!deviation)
    return std::nullopt;
  return Calibration::Prediction{trial.number, *mean, *deviation, *trial.value()};
}

double shareWithin(const std::vector<Calibration::Prediction>& predictions, double half) {
  std::size_t inside = 0;
  for (const auto& prediction : predictions)
    inside += std::abs(prediction.observed - prediction.mean) <= half * prediction.deviation;
  return predictions.empty() ? 0.0 : static_cast<double>(inside) / static_cast<double>(predictions.size());
}

} // namespace

Calibration calibration(const Snapshot& snapshot) {
  Calibration figure;
  for (const auto& trial : snapshot.trials)
    if (const auto prediction = predictionOf(*trial))
      figure.predictions.push_back(*prediction);
  figure.within50 = shareWithin(figure.predictions, Half50);
  figure.within90 = shareWithin(figure.predictions, Half90);
  return figure;
}

} // namespace sweep
