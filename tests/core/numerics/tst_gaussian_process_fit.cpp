// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/rng.h"
#include "core/numerics/gaussian_process_fit.h"
#include "places.h"

#include <cmath>
#include <fstream>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace sweep {
namespace {

using Json = nlohmann::json;
using Vector = std::vector<double>;

const Json& reference() {
  static const Json file = Json::parse(std::ifstream(TEST_DATA_DIR "/gp_optuna.json"));
  return file;
}

PointTable tableOf(const Json& item) {
  std::vector<ColumnKind> kinds(item["X"][0].size(), ColumnKind::Number);
  if (item.contains("categorical_columns"))
    for (const std::size_t column : item["categorical_columns"])
      kinds[column] = ColumnKind::Category;
  PointTable table(kinds);
  for (const Vector x : item["X"])
    table.append(x);
  return table;
}

GpParameters parametersOf(const Json& item, double leastNoise = 0.0) {
  GpParameters parameters;
  for (const double weight : item["inverse_squared_lengthscales"])
    parameters.push_back(std::log(weight));
  parameters.push_back(std::log(item["kernel_scale"].get<double>()));
  parameters.push_back(std::log(item["noise_var"].get<double>() - leastNoise));
  return parameters;
}

TEST(GaussianProcessFit, PosteriorAndGradientMatchTheReference) {
  for (const auto& item : reference()["cases"]) {
    const PointTable table = tableOf(item);
    Vector gradient(table.dimensions() + 2);
    const double value =
        gpLogPosterior(table, item["y"].get<Vector>(), parametersOf(item), {.leastNoise = 0.0}, gradient);
    EXPECT_NEAR(value, item["mll_without_constant"].get<double>() + item["log_prior"].get<double>(), 1e-7);
    const Json& slopes = item["gradient_of_mll_plus_log_prior"];
    for (std::size_t i = 0; i < table.dimensions(); ++i)
      EXPECT_NEAR(gradient[i], slopes["d_log_inverse_squared_lengthscales"][i].get<double>(), 1e-6);
    EXPECT_NEAR(gradient[table.dimensions()], slopes["d_log_kernel_scale"].get<double>(), 1e-6);
    EXPECT_NEAR(gradient[table.dimensions() + 1], slopes["d_log_noise_var"].get<double>(), 1e-6);
  }
}

TEST(GaussianProcessFit, ReachesTheReferenceMaximum) {
  for (const auto& item : reference()["map_fits"]) {
    const auto fit = fitGaussianProcess(tableOf(item), item["y"].get<Vector>(),
                                        {.gradientTolerance = 1e-7, .mostIterations = 500});
    EXPECT_TRUE(fit.fitted);
    EXPECT_GE(fit.logPosterior, item["objective_mll_plus_log_prior"].get<double>() - 1e-5);
  }
}

TEST(GaussianProcessFit, GradientMatchesDifferencesAwayFromTheLeastNoise) {
  const Json& item = reference()["cases"][1];
  const PointTable table = tableOf(item);
  const Vector y = item["y"];
  const GpPrior prior{.weight = 0.3, .leastNoise = 2e-4};
  const GpParameters at = parametersOf(item, 2e-4);
  Vector gradient(at.size());
  gpLogPosterior(table, y, at, prior, gradient);
  for (std::size_t i = 0; i < at.size(); ++i) {
    GpParameters up = at, down = at;
    up[i] += 1e-5;
    down[i] -= 1e-5;
    const double slope =
        (gpLogPosterior(table, y, up, prior, {}) - gpLogPosterior(table, y, down, prior, {})) / 2e-5;
    EXPECT_NEAR(gradient[i], slope, 1e-5 * std::max(1.0, std::abs(slope)));
  }
}

/// y = sin(9 x0) + noise of a tenth; x1 says nothing.
TEST(GaussianProcessFit, FindsWhatMattersAndHowMuchIsNoise) {
  PointTable table(std::vector<ColumnKind>(2));
  Vector y;
  Rng rng(2);
  for (int i = 0; i < 120; ++i) {
    const Vector x = {rng.uniform(), rng.uniform()};
    table.append(x);
    y.push_back(std::sin(9.0 * x[0]) + 0.1 * rng.normal());
  }
  const auto fit = fitGaussianProcess(table, y, {});
  EXPECT_GT(fit.kernel.weights[0], 20.0 * fit.kernel.weights[1]);
  EXPECT_NEAR(fit.noise, 0.01, 0.005);
  const auto exact = fitGaussianProcess(table, y, {.prior = {.deterministic = true}});
  EXPECT_EQ(exact.noise, 1e-6);
}

TEST(GaussianProcessFit, StandsConstantTargetsAndRepeatedPoints) {
  PointTable table(std::vector<ColumnKind>(1));
  for (int i = 0; i < 20; ++i)
    table.append(Vector{i < 10 ? 0.5 : 0.1 * i - 0.9});
  const auto fit = fitGaussianProcess(table, Vector(20, 0.0), {});
  EXPECT_TRUE(std::isfinite(fit.logPosterior));
  EXPECT_TRUE(fit.kernel.weights[0] > 0.0 && fit.noise > 0.0);
}

} // namespace
} // namespace sweep
