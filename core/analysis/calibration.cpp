// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/calibration.h"

#include "core/base/text.h"

#include <cmath>

namespace sweep {

namespace {

/// How every origin with a prediction says it (sampler/gp_sampler.cpp).
constexpr std::string_view Predicted = "predicted %1 ± %2";

std::optional<Calibration::Prediction> predictionOf(const Trial& trial) {
  if (trial.state != TrialState::Complete || !trial.value() || trial.origin.arguments.size() < 2 ||
      trial.origin.text.find(Predicted) == std::string::npos)
    return std::nullopt;
  const auto mean = readNumber(trial.origin.arguments[0]);
  const auto deviation = readNumber(trial.origin.arguments[1]);
  if (!mean || !deviation || !std::isfinite(*mean) || !std::isfinite(*deviation))
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
