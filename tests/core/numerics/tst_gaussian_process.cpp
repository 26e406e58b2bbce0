// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/rng.h"
#include "core/numerics/acquisition.h"
#include "core/numerics/gaussian_process.h"
#include "places.h"

#include <cmath>
#include <fstream>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <numbers>

namespace sweep {
namespace {

using Json = nlohmann::json;
using Vector = std::vector<double>;

Json casesOf(const std::string& name) {
  return Json::parse(std::ifstream(std::string(TEST_DATA_DIR "/") + name))["cases"];
}

std::vector<ColumnKind> kindsOf(const Json& item) {
  std::vector<ColumnKind> kinds(item["X"][0].size(), ColumnKind::Number);
  if (item.contains("categorical_columns"))
    for (const std::size_t column : item["categorical_columns"])
      kinds[column] = ColumnKind::Category;
  return kinds;
}

GaussianProcess processOf(const Json& item, MaternKernel kernel, double noise) {
  GaussianProcess process(kindsOf(item), std::move(kernel), noise);
  for (const Vector x : item["X"])
    process.append(x);
  process.setTargets(item["y"].get<Vector>());
  return process;
}

GaussianProcess optunaCase(const Json& item) {
  return processOf(item, {item["inverse_squared_lengthscales"], item["kernel_scale"]}, item["noise_var"]);
}

TEST(GaussianProcess, LeavesOneOutAsIfItHadNeverBeenThere) {
  const std::vector<Vector> points = {{0.1, 0.2}, {0.9, 0.3}, {0.4, 0.8}, {0.5, 0.5}, {0.2, 0.7}};
  const Vector targets = {1.0, -0.5, 0.3, 0.8, -1.2};
  const MaternKernel kernel{{4.0, 2.0}, 1.3};
  const auto without = [&](std::size_t left) {
    GaussianProcess process({ColumnKind::Number, ColumnKind::Number}, kernel, 0.01);
    Vector values;
    for (std::size_t i = 0; i < points.size(); ++i)
      if (i != left) {
        process.append(points[i]);
        values.push_back(targets[i]);
      }
    process.setTargets(values);
    return process;
  };
  const auto means = without(points.size()).leaveOneOutMeans(targets);
  ASSERT_EQ(means.size(), points.size());
  for (std::size_t i = 0; i < points.size(); ++i)
    EXPECT_NEAR(means[i], without(i).predict(points[i]).mean, 1e-10) << i;
}

TEST(GaussianProcess, PosteriorMatchesHighPrecision) {
  int checked = 0;
  for (const auto& item : casesOf("gp_posterior.json")) {
    if (item["kernel"]["type"] != "matern52")
      continue;
    SCOPED_TRACE(item["name"].get<std::string>());
    MaternKernel kernel{{}, item["kernel"]["variance"]};
    for (const double length : item["kernel"]["lengthscales"])
      kernel.weights.push_back(1.0 / (length * length));
    const auto process = processOf(item, kernel, item["kernel"]["noise_var"]);
    const double tolerance = item["name"] == "m52_dup_points" ? 1e-5 : 1e-7;
    const auto& points = item["X_star"];
    for (std::size_t i = 0; i < points.size(); ++i, ++checked) {
      const auto belief = process.predict(points[i].get<Vector>());
      EXPECT_NEAR(belief.mean, item["mean"][i].get<double>(), tolerance);
      EXPECT_NEAR(belief.variance, item["var_f"][i].get<double>(), tolerance);
      for (std::size_t j = 0; j < points.size(); ++j)
        EXPECT_NEAR(process.covariance(points[i].get<Vector>(), points[j].get<Vector>()),
                    item["cov_f"][i][j].get<double>(), tolerance);
    }
    const double likelihood = process.logMarginalLikelihood() -
                              0.5 * static_cast<double>(process.size()) * std::log(2.0 * std::numbers::pi);
    const double wanted = item["log_marginal_likelihood"];
    EXPECT_NEAR(likelihood, wanted, 1e-8 * std::abs(wanted));
    EXPECT_EQ(process.jitter(), 0.0);
  }
  EXPECT_GE(checked, 20);
}

TEST(GaussianProcess, MatchesAReferenceWithCategories) {
  for (const auto& item : casesOf("gp_optuna.json")) {
    const auto process = optunaCase(item);
    EXPECT_NEAR(process.logMarginalLikelihood(), item["mll_without_constant"].get<double>(), 1e-7);
    PosteriorAt posterior(process);
    const std::size_t d = process.dimensions();
    const double best = item["threshold_max_y"];
    for (std::size_t i = 0; i < item["X_star"].size(); ++i) {
      const Vector x = item["X_star"][i];
      const auto belief = process.predict(x);
      EXPECT_NEAR(belief.mean, item["mean"][i].get<double>(), 1e-8);
      EXPECT_NEAR(belief.variance, item["var_f"][i].get<double>(), 1e-8);
      posterior.moveTo(x);
      const double deviation = std::sqrt(posterior.variance() + 1e-12);
      const auto value = logExpectedImprovement(posterior.means()[0], deviation, best);
      const double wanted = item["logEI_maximise"][i];
      EXPECT_NEAR(value.value, wanted, 1e-8 * std::max(1.0, std::abs(wanted)));
      Vector gradient(d);
      posterior.gradient(Vector{value.byMean}, value.byDeviation / (2.0 * deviation), gradient);
      for (std::size_t k = 0; k < d; ++k) {
        // The reference has no slope where a distance is 0.
        const Json& slope = item["d_logEI_dx_continuous"][i][k];
        const double expected = slope.is_number() ? slope.get<double>() : gradient[k];
        EXPECT_NEAR(gradient[k], expected, 1e-6 * std::max(1.0, std::abs(expected)));
      }
    }
  }
}

TEST(GaussianProcess, TreatsPendingPointsAsTheReference) {
  int checked = 0;
  for (const auto& item : casesOf("gp_optuna.json")) {
    if (!item.contains("X_running"))
      continue;
    const auto before = optunaCase(item);
    auto believer = before;
    for (std::size_t i = 0; i < item["X_running"].size(); ++i, ++checked) {
      const Vector x = item["X_running"][i];
      const Json& joint = item["joint_posterior_running"];
      EXPECT_NEAR(before.predict(x).mean, joint["mean"][i].get<double>(), 1e-8);
      for (std::size_t j = 0; j < item["X_running"].size(); ++j)
        EXPECT_NEAR(before.covariance(x, item["X_running"][j].get<Vector>()),
                    joint["cov"][i][j].get<double>(), 1e-8);
      believer.appendPending(x, Vector{0.0});
      EXPECT_NEAR(believer.pendingValue(i, 0), joint["mean"][i].get<double>(), 1e-8);
    }
    for (std::size_t i = 0; i < item["X_star"].size(); ++i) {
      const auto belief = believer.predict(item["X_star"][i].get<Vector>());
      EXPECT_NEAR(belief.mean, item["kriging_believer"]["mean"][i].get<double>(), 1e-8);
      EXPECT_NEAR(belief.variance, item["kriging_believer"]["var_f"][i].get<double>(), 1e-8);
    }
  }
  EXPECT_GE(checked, 3);
}

Vector randomPoint(Rng& rng, std::size_t d) {
  Vector x(d);
  for (double& coordinate : x)
    coordinate = rng.uniform();
  return x;
}

GaussianProcess waves(std::size_t count, std::size_t d, double noise = 1e-6) {
  GaussianProcess process(std::vector<ColumnKind>(d), {Vector(d, 3.0), 1.2}, noise);
  Rng rng(5);
  Vector y;
  for (std::size_t i = 0; i < count; ++i) {
    const Vector x = randomPoint(rng, d);
    process.append(x);
    y.push_back(std::sin(5.0 * x[0]) + x[1]);
  }
  process.setTargets(y);
  return process;
}

/// A scenario is as good as observing its values.
TEST(GaussianProcess, ScenariosEqualObservationsOfTheirValues) {
  auto process = waves(23, 3);
  auto observed = process;
  Rng rng(9);
  std::vector<Vector> places;
  for (int i = 0; i < 3; ++i) {
    places.push_back(randomPoint(rng, 3));
    process.appendPending(places.back(), Vector{rng.normal(), rng.normal(), 0.0});
  }
  ASSERT_EQ(process.scenarios(), 3u);
  const Vector x = randomPoint(rng, 3);
  Vector means(3);
  GaussianProcess::Belief belief;
  process.predict(x.data(), 1, &belief, means.data());
  Vector targets;
  Rng again(5);
  for (int i = 0; i < 23; ++i) {
    const Vector at = randomPoint(again, 3);
    targets.push_back(std::sin(5.0 * at[0]) + at[1]);
  }
  for (const auto& place : places)
    observed.append(place);
  for (std::size_t s = 0; s < 3; ++s) {
    Vector all = targets;
    for (std::size_t i = 0; i < 3; ++i)
      all.push_back(process.pendingValue(i, s));
    observed.setTargets(all);
    EXPECT_NEAR(observed.predict(x).mean, means[s], 1e-9);
    EXPECT_NEAR(observed.predict(x).variance, belief.variance, 1e-12);
  }
  EXPECT_NEAR(means[2], belief.mean, 1e-12);
}

TEST(GaussianProcess, ForgetsPendingPointsBitForBit) {
  auto process = waves(30, 2);
  const Vector x = {0.3, 0.8};
  const auto before = process.predict(x);
  process.appendPending(Vector{0.31, 0.79}, Vector{1.0, -1.0});
  process.appendPending(Vector{0.1, 0.2}, Vector{0.5, 0.3});
  EXPECT_LT(process.predict(x).variance, before.variance);
  process.dropPending();
  EXPECT_EQ(process.predict(x).mean, before.mean);
  EXPECT_EQ(process.predict(x).variance, before.variance);
}

TEST(GaussianProcess, PredictsTheSameAloneAndInABatch) {
  const auto process = waves(41, 3);
  Rng rng(3);
  Vector points;
  for (int i = 0; i < 37; ++i)
    for (const double coordinate : randomPoint(rng, 3))
      points.push_back(coordinate);
  std::vector<GaussianProcess::Belief> beliefs(37);
  process.predict(points.data(), 37, beliefs.data());
  PosteriorAt posterior(process);
  for (std::size_t i = 0; i < 37; ++i) {
    const std::span x(points.data() + 3 * i, 3);
    EXPECT_EQ(process.predict(x).mean, beliefs[i].mean);
    EXPECT_EQ(process.predict(x).variance, beliefs[i].variance);
    posterior.moveTo(x);
    EXPECT_EQ(posterior.means()[0], beliefs[i].mean);
    EXPECT_EQ(posterior.variance(), beliefs[i].variance);
  }
}

TEST(GaussianProcess, GradientsOfScenariosMatchDifferences) {
  auto process = waves(25, 3);
  process.appendPending(Vector{0.2, 0.4, 0.6}, Vector{1.5, -0.5});
  process.appendPending(Vector{0.7, 0.1, 0.5}, Vector{-0.2, 0.8});
  PosteriorAt posterior(process);
  const Vector byMeans = {0.7, -1.3};
  const double byVariance = 2.5;
  const auto value = [&](const Vector& x) {
    posterior.moveTo(x);
    return byMeans[0] * posterior.means()[0] + byMeans[1] * posterior.means()[1] +
           byVariance * posterior.variance();
  };
  const Vector x = {0.45, 0.3, 0.85};
  Vector gradient(3);
  value(x);
  posterior.gradient(byMeans, byVariance, gradient);
  for (std::size_t i = 0; i < 3; ++i) {
    Vector up = x, down = x;
    up[i] += 1e-6;
    down[i] -= 1e-6;
    EXPECT_NEAR(gradient[i], (value(up) - value(down)) / 2e-6, 1e-5);
  }
}

TEST(GaussianProcess, SurvivesPointsOnTopOfEachOther) {
  GaussianProcess process({ColumnKind::Number}, {{1.0}, 1.0}, 1e-17);
  for (int i = 0; i < 40; ++i)
    process.append(Vector{0.5 + 1e-9 * (i % 3)});
  Vector targets(40, 0.7);
  process.setTargets(targets);
  EXPECT_EQ(process.size(), 40u);
  EXPECT_GT(process.jitter(), 0.0);
  EXPECT_NEAR(process.predict(Vector{0.5}).mean, 0.7, 1e-3);
  EXPECT_TRUE(std::isfinite(process.predict(Vector{0.9}).mean));
}

} // namespace
} // namespace sweep
