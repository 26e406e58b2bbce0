// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/rng.h"
#include "core/numerics/cma.h"
#include "places.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <gtest/gtest.h>
#include <limits>
#include <nlohmann/json.hpp>
#include <numeric>

namespace sweep {
namespace {

using Json = nlohmann::json;
using Vector = Eigen::VectorXd;

const Json& golden() {
  static const Json file = Json::parse(std::ifstream(TEST_DATA_DIR "/cmaes.json"));
  return file;
}

Vector vectorOf(const Json& item) {
  const auto values = item.get<std::vector<double>>();
  return Eigen::Map<const Vector>(values.data(), static_cast<Eigen::Index>(values.size()));
}

/// Points as columns, best first.
Eigen::MatrixXd ranked(const std::vector<Vector>& points, const std::vector<double>& values) {
  std::vector<std::size_t> order(points.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
  Eigen::MatrixXd columns(points[0].size(), static_cast<Eigen::Index>(points.size()));
  for (std::size_t i = 0; i < order.size(); ++i)
    columns.col(static_cast<Eigen::Index>(i)) = points[order[i]];
  return columns;
}

void expectNear(const Vector& actual, const Json& expected, double tolerance) {
  EXPECT_LE((actual - vectorOf(expected)).cwiseAbs().maxCoeff(), tolerance);
}

TEST(Cma, HasTheDefaultsOfTheTutorial) {
  const double tolerance = golden()["tolerance"]["constants"];
  for (const Json& item : golden()["cases"]) {
    const int n = item["n"];
    EXPECT_EQ(cmaPopulationSize(n), item["lambda"]);
    const CmaConstants constants = cmaConstants(n, item["lambda"]);
    EXPECT_EQ(constants.parents, item["mu"]);
    EXPECT_NEAR(constants.effectiveParents, item["mu_eff"].get<double>(), tolerance);
    expectNear(constants.weights, item["weights"], tolerance);
    EXPECT_NEAR(constants.stepRate, item["c_sigma"].get<double>(), tolerance);
    EXPECT_NEAR(constants.stepDamping, item["d_sigma"].get<double>(), tolerance);
    EXPECT_NEAR(constants.pathRate, item["c_c"].get<double>(), tolerance);
    EXPECT_NEAR(constants.rankOneRate, item["c_1"].get<double>(), tolerance);
    EXPECT_NEAR(constants.rankMuRate, item["c_mu"].get<double>(), tolerance);
    EXPECT_NEAR(constants.expectedLength, item["chi_n"].get<double>(), tolerance);
  }
}

TEST(Cma, FollowsRecordedGenerations) {
  const double tolerance = golden()["tolerance"]["traces"];
  for (const Json& trace : golden()["tell_traces"]) {
    Cma cma(vectorOf(trace["initial_mean"]), trace["initial_sigma"]);
    for (const Json& generation : trace["generations"]) {
      std::vector<Vector> points;
      for (const Json& point : generation["told_x"])
        points.push_back(vectorOf(point));
      const auto values = generation["told_f"].get<std::vector<double>>();
      cma.tell(ranked(points, values), *std::min_element(values.begin(), values.end()));
      expectNear(cma.mean(), generation["mean"], tolerance);
      EXPECT_NEAR(cma.step(), generation["sigma"].get<double>(), tolerance);
      expectNear(cma.stepPath(), generation["p_sigma"], tolerance);
      expectNear(cma.covariancePath(), generation["p_c"], tolerance);
      for (Eigen::Index i = 0; i < cma.covariance().rows(); ++i)
        expectNear(cma.covariance().row(i).transpose(), generation["C"][static_cast<std::size_t>(i)],
                   tolerance);
    }
  }
}

/// The best value after some generations on an ill-conditioned bowl, across the axes or along them.
double bestOnBowl(Cma& cma, int generations, bool rotated) {
  Rng rng(3);
  const int n = cma.dimensions();
  const auto bowl = [&](const Vector& x) {
    double sum = 0.0;
    for (int i = 0; i < n; ++i) {
      const double along = rotated ? x[i] - x[(i + 1) % n] / 2.0 : x[i];
      sum += std::pow(1e3, static_cast<double>(i) / (n - 1)) * along * along;
    }
    return sum;
  };
  double best = std::numeric_limits<double>::infinity();
  for (int generation = 0; generation < generations; ++generation) {
    std::vector<Vector> points;
    std::vector<double> values;
    for (int i = 0; i < cma.populationSize(); ++i) {
      const Vector normals = Vector::NullaryExpr(n, [&] { return rng.normal(); });
      points.push_back(cma.sample(normals));
      values.push_back(bowl(points.back()));
      best = std::min(best, values.back());
    }
    cma.tell(ranked(points, values), *std::min_element(values.begin(), values.end()));
  }
  return best;
}

TEST(Cma, ConvergesOnABowlAcrossTheAxes) {
  Cma cma(Vector::Constant(8, 1.0), 0.5);
  EXPECT_LT(bestOnBowl(cma, 300, true), 1e-12);
}

TEST(Cma, ConvergesOnABowlAlongManyAxes) {
  Cma cma(Vector::Constant(60, 1.0), 0.5, 0, CmaShape::Diagonal);
  EXPECT_LT(bestOnBowl(cma, 600, false), 1e-6);
}

TEST(Cma, StopsWhenThereIsNothingMoreToFind) {
  Cma cma(Vector::Constant(3, 1.0), 0.5);
  EXPECT_EQ(cma.stop(), CmaStop::None);
  bestOnBowl(cma, 400, true);
  EXPECT_NE(cma.stop(), CmaStop::None);
}

TEST(Cma, SeesAFlatObjective) {
  Cma cma(Vector::Zero(2), 1.0);
  Rng rng(5);
  for (int i = 0; i < 21; ++i) {
    EXPECT_NE(cma.stop(), CmaStop::FlatObjective);
    cma.tell(Eigen::MatrixXd::NullaryExpr(2, 6, [&] { return rng.normal(); }), 7.0);
  }
  EXPECT_EQ(cma.stop(), CmaStop::FlatObjective);
}

TEST(Cma, PullsPointsFromElsewhereToWhereItsOwnAre) {
  const Cma cma(Vector::Zero(4), 0.1);
  const Vector near = Vector::Constant(4, 0.1);
  EXPECT_EQ(cma.pulledIn(near), near);
  const Vector far = Vector::Constant(4, 9.0);
  const Vector pulled = cma.pulledIn(far);
  EXPECT_NEAR(pulled.norm(), 0.1 * (2.0 + 8.0 / 6.0), 1e-12);
  EXPECT_NEAR(pulled.normalized().dot(far.normalized()), 1.0, 1e-12);
}

double chanceBelow(double x, const CmaMarginal& marginal) {
  return 0.5 * std::erfc((marginal.mean - x) / marginal.deviation / std::sqrt(2.0));
}

TEST(Cma, KeepsAChanceOfLeavingACell) {
  const double margin = 0.02;
  const CmaMarginal inner = withMargin({0.35, 0.001}, 0.0, 1.0, margin);
  EXPECT_NEAR(chanceBelow(0.0, inner), margin / 2, 1e-9);
  EXPECT_NEAR(1.0 - chanceBelow(1.0, inner), margin / 2, 1e-9);
  const CmaMarginal leaning = withMargin({0.9, 0.1}, 0.0, 1.0, margin);
  EXPECT_GE(chanceBelow(0.0, leaning), margin / 2 - 1e-9);
  EXPECT_GT(1.0 - chanceBelow(1.0, leaning), 0.1);
  const CmaMarginal first = withMargin({-3.0, 0.5}, -std::numeric_limits<double>::infinity(), 1.0, margin);
  EXPECT_NEAR(1.0 - chanceBelow(1.0, first), margin, 1e-9);
  EXPECT_EQ(first.deviation, 0.5);
  const CmaMarginal last = withMargin({5.0, 0.5}, 1.0, std::numeric_limits<double>::infinity(), margin);
  EXPECT_NEAR(chanceBelow(1.0, last), margin, 1e-9);
}

TEST(Cma, LeavesAWideDistributionAlone) {
  const CmaMarginal wide = withMargin({0.4, 2.0}, 0.0, 1.0, 0.02);
  EXPECT_NEAR(wide.mean, 0.4, 1e-9);
  EXPECT_NEAR(wide.deviation, 2.0, 1e-9);
}

TEST(Cma, StretchesOneCoordinate) {
  Cma cma(Vector::Zero(2), 0.1);
  cma.setMarginal(1, 0.5, 3.0);
  EXPECT_NEAR(cma.deviation(1), 3.0, 1e-12);
  const Vector point = cma.sample(Vector::Ones(2));
  EXPECT_NEAR(point[0], 0.1, 1e-12);
  EXPECT_NEAR(point[1], 3.5, 1e-12);
}

} // namespace
} // namespace sweep
