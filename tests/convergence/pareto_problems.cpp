// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/convergence/pareto_problems.h"

#include "tests/convergence/tables.h"
#include "tests/support/spaces.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace sweep::test {

namespace {

using std::numbers::pi;

SpaceSpec unitBox(std::size_t dimensions) {
  SpaceSpec spec;
  for (std::size_t i = 0; i < dimensions; ++i)
    spec.parameters.push_back(real("x" + std::to_string(i), 0.0, 1.0));
  return spec;
}

std::vector<double> pointOf(const Configuration& configuration) {
  std::vector<double> x;
  for (const auto& [name, value] : configuration)
    x.push_back(*valueNumber(value));
  return x;
}

using Shape = double (*)(double f1, double g);

double convexShape(double f1, double g) {
  return 1.0 - std::sqrt(f1 / g);
}
double concaveShape(double f1, double g) {
  return 1.0 - (f1 / g) * (f1 / g);
}
double brokenShape(double f1, double g) {
  return 1.0 - std::sqrt(f1 / g) - f1 / g * std::sin(10 * pi * f1);
}

ParetoProblem zdt(Shape shape, std::size_t dimensions) {
  ParetoProblem problem;
  problem.space = unitBox(dimensions);
  problem.values = [shape](const Configuration& configuration) {
    const auto x = pointOf(configuration);
    double g = 0.0;
    for (std::size_t i = 1; i < x.size(); ++i)
      g += x[i];
    g = 1.0 + 9.0 * g / static_cast<double>(x.size() - 1);
    return ObjectiveVector{x[0], g * shape(x[0], g)};
  };
  problem.reference = {1.1, 6.0};
  std::vector<ObjectiveVector> front;
  for (int i = 0; i <= 20'000; ++i)
    front.push_back({i / 20'000.0, shape(i / 20'000.0, 1.0)});
  problem.volume = hypervolume(front, problem.reference);
  return problem;
}

/// A sphere's part in the positive octant.
ParetoProblem dtlz2() {
  ParetoProblem problem;
  problem.space = unitBox(7);
  problem.objectives = 3;
  problem.values = [](const Configuration& configuration) {
    const auto x = pointOf(configuration);
    double g = 1.0;
    for (std::size_t i = 2; i < x.size(); ++i)
      g += (x[i] - 0.5) * (x[i] - 0.5);
    const double a = x[0] * pi / 2;
    const double b = x[1] * pi / 2;
    return ObjectiveVector{g * std::cos(a) * std::cos(b), g * std::cos(a) * std::sin(b), g * std::sin(a)};
  };
  problem.reference = {1.1, 1.1, 1.1};
  problem.volume = 1.1 * 1.1 * 1.1 - pi / 6;
  return problem;
}

} // namespace

std::span<const ParetoProblemEntry> paretoProblems() {
  static const std::vector<ParetoProblemEntry> entries = {
      {"zdt1",
       []() -> Result<ParetoProblem> {
         return zdt(convexShape, 6);
       }},
      {"zdt2",
       []() -> Result<ParetoProblem> {
         return zdt(concaveShape, 6);
       }},
      {"zdt3",
       []() -> Result<ParetoProblem> {
         return zdt(brokenShape, 6);
       }},
      {"zdt1_20",
       []() -> Result<ParetoProblem> {
         return zdt(convexShape, 20);
       }},
      {"dtlz2",
       []() -> Result<ParetoProblem> {
         return dtlz2();
       }},
      {"fcnet_error_and_time",
       [] {
         return fcnetErrorAndTime("protein_structure");
       }},
  };
  return entries;
}

} // namespace sweep::test
