// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/numerics/pareto.h"

#include <algorithm>
#include <limits>
#include <numeric>

namespace sweep {

namespace {

using Points = std::vector<ObjectiveVector>;

/// Indices in lexicographic order of their points, equal points in their own order.
std::vector<std::size_t> lexicographicOrder(std::span<const ObjectiveVector> points) {
  std::vector<std::size_t> order(points.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return points[a] < points[b]; });
  return order;
}

/// Whether a front keeps the point out. In lexicographic order of two objectives, a front's last member has its lowest second
/// objective, so it alone decides.
bool frontDominates(std::span<const ObjectiveVector> points, const std::vector<std::size_t>& front,
                    const ObjectiveVector& point) {
  if (point.size() <= 2)
    return dominates(points[front.back()], point);
  return std::any_of(front.rbegin(), front.rend(),
                     [&](std::size_t member) { return dominates(points[member], point); });
}

double boxVolume(const ObjectiveVector& point, std::span<const double> reference) {
  double volume = 1.0;
  for (std::size_t i = 0; i < point.size(); ++i)
    volume *= reference[i] - point[i];
  return volume;
}

/// points: on one front, in lexicographic order.
double sweptArea(const Points& points, std::span<const double> reference) {
  double area = 0.0;
  double top = reference[1];
  for (const auto& point : points) {
    area += (reference[0] - point[0]) * (top - point[1]);
    top = point[1];
  }
  return area;
}

/// Those that no other dominates, each once, in lexicographic order.
Points frontOf(const Points& points) {
  const auto ranks = nonDominationRanks(points);
  Points front;
  for (const std::size_t i : lexicographicOrder(points))
    if (ranks[i] == 0 && (front.empty() || front.back() != points[i]))
      front.push_back(points[i]);
  return front;
}

double frontVolume(const Points& points, std::span<const double> reference);

/// What the point adds to those behind it: its box without their part of it.
double exclusiveVolume(const Points& points, std::size_t at, std::span<const double> reference) {
  Points limited;
  for (std::size_t i = at + 1; i < points.size(); ++i) {
    auto& point = limited.emplace_back(points[i]);
    for (std::size_t j = 0; j < point.size(); ++j)
      point[j] = std::max(point[j], points[at][j]);
  }
  return boxVolume(points[at], reference) - frontVolume(frontOf(limited), reference);
}

double frontVolume(const Points& points, std::span<const double> reference) {
  if (points.empty())
    return 0.0;
  if (reference.size() == 2)
    return sweptArea(points, reference);
  double volume = 0.0;
  for (std::size_t i = 0; i < points.size(); ++i)
    volume += exclusiveVolume(points, i, reference);
  return volume;
}

/// Adds an objective's gaps to the distances of one front.
void addGaps(std::span<const ObjectiveVector> points, std::vector<std::size_t>& front, std::size_t objective,
             std::vector<double>& distances) {
  std::stable_sort(front.begin(), front.end(),
                   [&](std::size_t a, std::size_t b) { return points[a][objective] < points[b][objective]; });
  const auto at = [&](std::size_t i) {
    return points[front[i]][objective];
  };
  distances[front.front()] = distances[front.back()] = std::numeric_limits<double>::infinity();
  const double span = at(front.size() - 1) - at(0);
  if (!(span > 0.0))
    return;
  for (std::size_t i = 1; i + 1 < front.size(); ++i)
    distances[front[i]] += (at(i + 1) - at(i - 1)) / span;
}

} // namespace

bool dominates(std::span<const double> a, std::span<const double> b) {
  bool better = false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i] > b[i])
      return false;
    better = better || a[i] < b[i];
  }
  return better;
}

std::vector<int> nonDominationRanks(std::span<const ObjectiveVector> points) {
  std::vector<int> ranks(points.size(), 0);
  std::vector<std::vector<std::size_t>> fronts;
  for (const std::size_t i : lexicographicOrder(points)) {
    // The fronts that dominate a point come before those that do not.
    const auto front = std::partition_point(fronts.begin(), fronts.end(), [&](const auto& members) {
      return frontDominates(points, members, points[i]);
    });
    ranks[i] = static_cast<int>(front - fronts.begin());
    (front == fronts.end() ? fronts.emplace_back() : *front).push_back(i);
  }
  return ranks;
}

std::vector<double> crowdingDistances(std::span<const ObjectiveVector> points, std::span<const int> ranks) {
  std::vector<double> distances(points.size(), 0.0);
  std::vector<std::vector<std::size_t>> fronts;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const auto rank = static_cast<std::size_t>(ranks[i]);
    fronts.resize(std::max(fronts.size(), rank + 1));
    fronts[rank].push_back(i);
  }
  for (const auto& front : fronts)
    for (std::size_t objective = 0; !front.empty() && objective < points[0].size(); ++objective) {
      // Ties are in the points' own order in each objective, not in that of the one before.
      auto members = front;
      addGaps(points, members, objective, distances);
    }
  return distances;
}

double hypervolume(std::span<const ObjectiveVector> points, std::span<const double> reference) {
  Points inside;
  for (const auto& point : points)
    if (std::equal(point.begin(), point.end(), reference.begin(), std::less<>{}))
      inside.push_back(point);
  if (inside.empty())
    return 0.0;
  return frontVolume(frontOf(inside), reference);
}

std::vector<std::size_t> greedyHypervolumeSubset(std::span<const ObjectiveVector> points,
                                                 std::span<const double> reference, std::size_t count) {
  std::vector<std::size_t> left(points.size());
  std::iota(left.begin(), left.end(), std::size_t{0});
  if (count >= points.size())
    return left;
  std::vector<std::size_t> chosen;
  Points volume;
  while (chosen.size() < count) {
    std::size_t best = 0;
    double most = -1.0;
    for (std::size_t i = 0; i < left.size(); ++i) {
      volume.push_back(points[left[i]]);
      if (const double with = hypervolume(volume, reference); with > most) {
        most = with;
        best = i;
      }
      volume.pop_back();
    }
    volume.push_back(points[left[best]]);
    chosen.push_back(left[best]);
    left.erase(left.begin() + static_cast<std::ptrdiff_t>(best));
  }
  return chosen;
}

} // namespace sweep
