// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/rng.h"
#include "core/numerics/pareto.h"
#include "places.h"

#include <cmath>
#include <fstream>
#include <gtest/gtest.h>
#include <limits>
#include <nlohmann/json.hpp>

namespace sweep {
namespace {

using Json = nlohmann::json;
using Points = std::vector<ObjectiveVector>;

const Json& cases() {
  static const Json file = Json::parse(std::ifstream(TEST_DATA_DIR "/multiobjective.json"));
  return file["cases"];
}

Points pointsOf(const Json& item) {
  return item.get<Points>();
}

double numberOf(const Json& item) {
  return item.is_string() ? std::numeric_limits<double>::infinity() : item.get<double>();
}

TEST(Pareto, RanksByFronts) {
  for (const Json& item : cases())
    EXPECT_EQ(nonDominationRanks(pointsOf(item["objectives_minimise"])),
              item["non_domination_rank"].get<std::vector<int>>());
}

TEST(Pareto, MeasuresHypervolumeExactly) {
  for (const Json& item : cases())
    EXPECT_NEAR(
        hypervolume(pointsOf(item["objectives_minimise"]), item["reference_point"].get<ObjectiveVector>()),
        item["hypervolume"].get<double>(), 1e-12);
}

TEST(Pareto, MeasuresCrowding) {
  for (const Json& item : cases()) {
    const Points points = pointsOf(item["objectives_minimise"]);
    const auto distances = crowdingDistances(points, nonDominationRanks(points));
    for (std::size_t i = 0; i < points.size(); ++i)
      EXPECT_DOUBLE_EQ(distances[i], numberOf(item["crowding_distance_stable_order"][i])) << i;
  }
}

TEST(Pareto, ChoosesByHypervolumeGreedily) {
  for (const Json& item : cases()) {
    const Json& greedy = item["hssp_greedy"];
    const Points front = pointsOf(greedy["front"]);
    const auto reference = item["reference_point"].get<ObjectiveVector>();
    Points chosen;
    for (const std::size_t i : greedyHypervolumeSubset(front, reference, greedy["k"]))
      chosen.push_back(front[i]);
    EXPECT_EQ(chosen.size(), greedy["k"]);
    EXPECT_NEAR(hypervolume(chosen, reference), greedy["selected_hypervolume"].get<double>(), 1e-12);
  }
}

Points randomPoints(std::size_t count, std::size_t objectives, std::uint64_t levels, std::uint64_t seed) {
  Rng rng(seed);
  Points points(count, ObjectiveVector(objectives));
  for (auto& point : points)
    for (double& value : point)
      value = static_cast<double>(rng.below(levels)) / static_cast<double>(levels);
  return points;
}

TEST(Pareto, RanksAsTheDefinitionSays) {
  for (std::size_t objectives = 1; objectives <= 4; ++objectives) {
    const Points points = randomPoints(120, objectives, 12, objectives);
    const auto ranks = nonDominationRanks(points);
    for (std::size_t i = 0; i < points.size(); ++i) {
      int highest = -1;
      for (std::size_t j = 0; j < points.size(); ++j)
        if (dominates(points[j], points[i]))
          highest = std::max(highest, ranks[j]);
      ASSERT_EQ(ranks[i], highest + 1) << objectives << " objectives, point " << i;
    }
  }
}

/// The share of cells of a grid with a dominating point, which is exact for points on the grid.
double volumeOfCells(const Points& points, int cells) {
  int dominated = 0;
  int all = 0;
  const auto covers = [&](const ObjectiveVector& point, int cell) {
    for (const double value : point) {
      if (value > static_cast<double>(cell % cells) / cells)
        return false;
      cell /= cells;
    }
    return true;
  };
  const int count = static_cast<int>(std::pow(cells, points[0].size()));
  for (int cell = 0; cell < count; ++cell, ++all)
    dominated +=
        std::any_of(points.begin(), points.end(), [&](const auto& point) { return covers(point, cell); });
  return static_cast<double>(dominated) / all;
}

TEST(Pareto, MeasuresHypervolumeAsCellsDo) {
  for (std::size_t objectives = 1; objectives <= 4; ++objectives) {
    const Points points = randomPoints(15, objectives, 8, 10 + objectives);
    EXPECT_NEAR(hypervolume(points, ObjectiveVector(objectives, 1.0)), volumeOfCells(points, 8), 1e-12)
        << objectives;
  }
}

TEST(Pareto, CountsNothingBeyondTheReference) {
  EXPECT_EQ(hypervolume(Points{{1.0, 0.2}, {0.3, 2.0}}, ObjectiveVector{1.0, 1.0}), 0.0);
  EXPECT_EQ(hypervolume(Points{}, ObjectiveVector{1.0, 1.0}), 0.0);
  EXPECT_EQ(crowdingDistances(Points{}, {}), std::vector<double>{});
}

} // namespace
} // namespace sweep
