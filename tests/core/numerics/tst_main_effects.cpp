// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/rng.h"
#include "core/numerics/gaussian_process.h"
#include "core/numerics/gaussian_process_fit.h"
#include "core/numerics/main_effects.h"
#include "core/numerics/row_products.h"

#include <cmath>
#include <gtest/gtest.h>

namespace sweep {
namespace {

using Vector = std::vector<double>;

const std::vector<ColumnKind> Kinds = {ColumnKind::Number, ColumnKind::Category, ColumnKind::Number};

double parabola(double u) {
  return (3.0 * u * u - 1.0) / 2.0;
}

double plain(const Vector& x, const Vector& y) {
  double sum = 0.0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double u = 2.0 * x[i] - 1.0, v = 2.0 * y[i] - 1.0;
    sum += Kinds[i] == ColumnKind::Category ? double(x[i] == y[i]) : 1.5 * u * v + 2.5 * parabola(u) * parabola(v);
  }
  return sum;
}

/// A number, a choice of three, a number.
std::vector<Vector> drawn(std::size_t count) {
  Rng rng(4);
  std::vector<Vector> points;
  for (std::size_t i = 0; i < count; ++i) {
    const double first = rng.uniform();
    const auto choice = static_cast<double>(rng.below(3));
    points.push_back({first, choice, rng.uniform()});
  }
  return points;
}

PointTable tableOf(const std::vector<Vector>& points) {
  PointTable table(Kinds);
  for (const Vector& point : points)
    table.append(point);
  return table;
}

TEST(MainEffects, RowsAreThePlainFormula) {
  const auto points = drawn(21);
  const PointTable table = tableOf(points);
  const Vector x = {0.3, 1.0, 0.9};
  Vector values(rows::padded(21), 0.25);
  addMainEffects(x, table, 21, 1.7, values.data());
  for (std::size_t i = 0; i < 21; ++i)
    EXPECT_NEAR(values[i], 0.25 + 1.7 * plain(x, points[i]), 1e-13);
  for (std::size_t i = 21; i < values.size(); ++i)
    EXPECT_EQ(values[i], 0.0);
  EXPECT_NEAR(mainEffectsOf(x, Kinds), plain(x, x), 1e-14);
  const MaternKernel kernel{{2.0, 0.5, 1.0}, 1.3, 1.7};
  EXPECT_NEAR(kernel.between(x, x, Kinds), kernel.atNoDistance(x, Kinds), 1e-14);
}

TEST(MainEffects, SlopesMatchDifferences) {
  const auto points = drawn(10);
  const PointTable table = tableOf(points);
  Vector factors(rows::padded(10));
  for (std::size_t j = 0; j < 10; ++j)
    factors[j] = 0.3 * static_cast<double>(j) - 1.0;
  const auto weighted = [&](const Vector& x) {
    double sum = 0.0;
    for (std::size_t j = 0; j < 10; ++j)
      sum += factors[j] * plain(x, points[j]);
    return sum;
  };
  const Vector x = {0.35, 2.0, 0.8};
  Vector slopes(3);
  mainEffectSlopes(x, table, factors.data(), slopes);
  EXPECT_EQ(slopes[1], 0.0);
  EXPECT_EQ(mainEffectSlope(x[1], ColumnKind::Category), 0.0);
  for (const std::size_t i : {0u, 2u}) {
    Vector up = x, down = x;
    up[i] += 1e-6;
    down[i] -= 1e-6;
    EXPECT_NEAR(slopes[i], (weighted(up) - weighted(down)) / 2e-6, 1e-6);
    EXPECT_NEAR(mainEffectSlope(x[i], Kinds[i]), (plain(up, up) - plain(down, down)) / 2e-6, 1e-6);
  }
}

/// A parabola, an effect of the choice and a line.
double additive(const Vector& x) {
  return 2.0 * (x[0] - 0.7) * (x[0] - 0.7) + 0.4 * x[1] - x[2];
}

TEST(MainEffects, CarryAProcessWhereItsLengthScalesDoNotReach) {
  const auto points = drawn(20);
  const Vector away = {0.05, 1.0, 0.97};
  const auto predicted = [&](double mainEffects) {
    GaussianProcess process(Kinds, {{900.0, 900.0, 900.0}, 1e-4, mainEffects}, 1e-8);
    Vector targets;
    for (const Vector& point : points) {
      process.append(point);
      targets.push_back(additive(point));
    }
    process.setTargets(targets);
    return process.predict(away);
  };
  EXPECT_NEAR(predicted(1.0).mean, additive(away), 0.05);
  EXPECT_NEAR(predicted(0.0).mean, 0.0, 0.05);
  EXPECT_LT(predicted(1.0).variance, mainEffectsOf(away, Kinds));
}

TEST(MainEffects, GradientsOfThePosteriorMatchDifferences) {
  GaussianProcess process(Kinds, {{4.0, 1.0, 9.0}, 0.8, 0.5}, 1e-3);
  Vector targets;
  for (const Vector& point : drawn(15)) {
    process.append(point);
    targets.push_back(std::sin(5.0 * point[0]) + additive(point));
  }
  process.setTargets(targets);
  process.appendPending(Vector{0.2, 1.0, 0.6}, Vector{1.5, -0.5});
  PosteriorAt posterior(process);
  const Vector byMeans = {0.7, -1.3};
  const double byVariance = 2.5;
  const auto value = [&](const Vector& x) {
    posterior.moveTo(x);
    EXPECT_NEAR(posterior.variance(), process.predict(x).variance, 1e-10);
    return byMeans[0] * posterior.means()[0] + byMeans[1] * posterior.means()[1] + byVariance * posterior.variance();
  };
  const Vector x = {0.45, 2.0, 0.85};
  Vector gradient(3);
  value(x);
  posterior.gradient(byMeans, byVariance, gradient);
  EXPECT_EQ(gradient[1], 0.0);
  for (const std::size_t i : {0u, 2u}) {
    Vector up = x, down = x;
    up[i] += 1e-6;
    down[i] -= 1e-6;
    EXPECT_NEAR(gradient[i], (value(up) - value(down)) / 2e-6, 1e-5);
  }
}

TEST(MainEffects, GradientOfTheFitMatchesDifferences) {
  const auto points = drawn(25);
  Vector targets;
  for (const Vector& point : points)
    targets.push_back(std::cos(7.0 * point[2]) + additive(point));
  const PointTable table = tableOf(points);
  const GpPrior prior{.weight = 0.5, .leastNoise = 1e-4, .mainEffects = true};
  const GpParameters at = {0.3, -0.8, 1.1, -0.2, std::log(0.02), std::log(0.3)};
  Vector gradient(at.size());
  gpLogPosterior(table, targets, at, prior, gradient);
  for (std::size_t i = 0; i < at.size(); ++i) {
    GpParameters up = at, down = at;
    up[i] += 1e-5;
    down[i] -= 1e-5;
    const double slope = (gpLogPosterior(table, targets, up, prior, {}) - gpLogPosterior(table, targets, down, prior, {})) / 2e-5;
    EXPECT_NEAR(gradient[i], slope, 1e-5 * std::max(1.0, std::abs(slope)));
  }
}

/// Root of the mean square difference from the truth at points that the fit of another function has not seen.
double errorOfFit(bool mainEffects, double (*function)(const Vector&), double (*truth)(const Vector&)) {
  const auto points = drawn(70);
  GpFitOptions options;
  options.prior.mainEffects = mainEffects;
  Vector targets;
  for (std::size_t i = 0; i < 30; ++i)
    targets.push_back(function(points[i]));
  const auto fit = fitGaussianProcess(tableOf({points.begin(), points.begin() + 30}), targets, options);
  GaussianProcess process(Kinds, fit.kernel, fit.noise);
  for (std::size_t i = 0; i < 30; ++i)
    process.append(points[i]);
  process.setTargets(targets);
  double squares = 0.0;
  for (std::size_t i = 30; i < points.size(); ++i)
    squares += std::pow(process.predict(points[i]).mean - truth(points[i]), 2) / 40.0;
  return std::sqrt(squares);
}

TEST(MainEffects, AFitSeesSumsOfEffectsThroughRipplesBetterAndPredictsOthersAboutAsWell) {
  const auto rippled = [](const Vector& x) { return additive(x) + 0.2 * std::cos(40.0 * x[0]) * std::cos(40.0 * x[2]); };
  EXPECT_LT(errorOfFit(true, rippled, additive), 0.8 * errorOfFit(false, rippled, additive));
  const auto crossed = [](const Vector& x) { return std::sin(4.0 * (x[0] - 0.5) * (x[2] - 0.5)) * (x[1] - 1.0); };
  EXPECT_LT(errorOfFit(true, crossed, crossed), 1.2 * errorOfFit(false, crossed, crossed));
}

} // namespace
} // namespace sweep
