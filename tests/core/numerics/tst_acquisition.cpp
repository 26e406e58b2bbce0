// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/numerics/acquisition.h"
#include "places.h"

#include <cmath>
#include <fstream>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace sweep {
namespace {

using Json = nlohmann::json;

const Json& reference() {
  static const Json file = Json::parse(std::ifstream(TEST_DATA_DIR "/acquisition.json"));
  return file;
}

void expectRelative(double value, const Json& expected, double tolerance) {
  const double wanted = expected;
  EXPECT_NEAR(value, wanted, tolerance * std::max(std::abs(wanted), 1e-70)) << "wanted " << wanted;
}

TEST(Acquisition, StandardFunctionsMatchHighPrecision) {
  ASSERT_GE(reference()["standard_functions"].size(), 30u);
  for (const auto& item : reference()["standard_functions"]) {
    const double z = item["z"];
    SCOPED_TRACE(z);
    expectRelative(logImprovement(z), item["log_h"], 1e-10);
    expectRelative(logNormalCdf(z), item["log_Phi"], 1e-10);
    expectRelative(logImprovementSlope(z), item["dlog_h_dz"], 1e-9);
  }
}

TEST(Acquisition, MatchesHighPrecisionInBothDirections) {
  for (const auto& item : reference()["cases"]) {
    const double mu = item["mu"], sigma = item["sigma"], incumbent = item["incumbent"], xi = item["xi"];
    const Json& up = item["maximise"];
    const Json& down = item["minimise"];
    expectRelative(logExpectedImprovement(mu, sigma, incumbent + xi).value, up["logEI"], 1e-10);
    expectRelative(logExpectedImprovement(-mu, sigma, -incumbent + xi).value, down["logEI"], 1e-10);
    expectRelative(logProbabilityOfImprovement(mu, sigma, incumbent + xi).value, up["logPI"], 1e-10);
    expectRelative(logProbabilityOfImprovement(-mu, sigma, -incumbent + xi).value, down["logPI"], 1e-10);
    expectRelative(std::exp(logExpectedImprovement(mu, sigma, incumbent + xi).value), up["EI"], 1e-9);
    for (const double kappa : {1.0, 1.96, 2.576}) {
      const std::string key = (kappa == 1.0 ? "1.0" : kappa == 1.96 ? "1.96" : "2.576");
      expectRelative(upperConfidenceBound(mu, sigma, kappa).value, item["UCB_kappa_" + key], 1e-12);
      expectRelative(-upperConfidenceBound(-mu, sigma, kappa).value, item["LCB_kappa_" + key], 1e-12);
    }
  }
}

TEST(Acquisition, SlopesAreThoseOfTheValues) {
  const auto check = [](auto function, double mean, double deviation) {
    const double h = 1e-6 * deviation;
    const AcquisitionValue at = function(mean, deviation);
    EXPECT_NEAR(at.byMean,
                (function(mean + h, deviation).value - function(mean - h, deviation).value) / (2 * h),
                1e-5 * std::abs(at.byMean) + 1e-8);
    EXPECT_NEAR(at.byDeviation,
                (function(mean, deviation + h).value - function(mean, deviation - h).value) / (2 * h),
                1e-5 * std::abs(at.byDeviation) + 1e-8);
  };
  for (const double z : {-60.0, -31.0, -29.0, -7.0, -1.01, -0.99, 0.0, 0.7, 3.0})
    for (const double deviation : {0.3, 2.0}) {
      SCOPED_TRACE(z);
      check([](double m, double s) { return logExpectedImprovement(m, s, 0.5); }, 0.5 + z * deviation,
            deviation);
      check([](double m, double s) { return logProbabilityOfImprovement(m, s, 0.5); }, 0.5 + z * deviation,
            deviation);
      check([](double m, double s) { return upperConfidenceBound(m, s, 1.8); }, z, deviation);
    }
}

TEST(Acquisition, IsFiniteAndGrowsFromTailToTail) {
  double before = -INFINITY;
  for (double z = -1e6; z < 1e6; z += std::max(1e-2, std::abs(z) * 1e-2)) {
    const double value = logImprovement(z);
    ASSERT_TRUE(std::isfinite(value)) << z;
    ASSERT_GT(value, before) << z;
    ASSERT_TRUE(logImprovementSlope(z) > 0.0 && std::isfinite(logImprovementSlope(z))) << z;
    before = value;
  }
}

} // namespace
} // namespace sweep
