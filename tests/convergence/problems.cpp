// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/convergence/problems.h"

#include "places.h"
#include "tests/convergence/functions.h"
#include "tests/support/spaces.h"

#include <cmath>
#include <cstdlib>

namespace sweep::test {

namespace {

using Function = double (*)(std::span<const double>);

std::vector<Parameter> box(std::size_t dimensions, double low, double high) {
  std::vector<Parameter> parameters;
  for (std::size_t i = 0; i < dimensions; ++i)
    parameters.push_back(real("x" + std::to_string(i), low, high));
  return parameters;
}

Point pointOf(const Configuration& configuration) {
  Point x;
  for (const auto& [name, value] : configuration)
    x.push_back(*valueNumber(value));
  return x;
}

Problem plain(std::vector<Parameter> parameters, Function function, double optimum) {
  return {{std::move(parameters), {}},
          [function](const Configuration& configuration) { return function(pointOf(configuration)); },
          optimum};
}

/// The function with its optimum, at `centre` in each coordinate, moved to another place for each seed.
Problem shifted(std::size_t dimensions, double half, Function function, int seed, double optimum,
                double centre = 0.0) {
  Point origin = shiftOf(half, dimensions, seed);
  for (double& v : origin)
    v -= centre;
  return {{box(dimensions, -half, half), {}},
          [function, origin](const Configuration& configuration) {
            return function(difference(pointOf(configuration), origin));
          },
          optimum};
}

/// A convex bowl whose axes lie across the coordinates, the longest `condition` times the shortest.
double rotatedEllipsoid(const Point& x, const std::vector<Point>& rotation, double condition) {
  double sum = 0.0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    double along = 0.0;
    for (std::size_t j = 0; j < x.size(); ++j)
      along += rotation[i][j] * x[j];
    sum +=
        std::pow(condition, 2.0 * static_cast<double>(i) / static_cast<double>(x.size() - 1)) * along * along;
  }
  return sum;
}

Result<Problem> ellipsoid20(int seed) {
  const Point origin = shiftOf(5.0, 20, seed);
  return Problem{{box(20, -5.0, 5.0), {}},
                 [origin, rotation = rotationOf(20, seed)](const Configuration& configuration) {
                   return rotatedEllipsoid(difference(pointOf(configuration), origin), rotation, 10.0);
                 }};
}

Result<Problem> integers6(int seed) {
  Point origin = shiftOf(20.0, 6, seed);
  std::vector<Parameter> parameters;
  for (std::size_t i = 0; i < 6; ++i) {
    origin[i] = std::round(origin[i]);
    parameters.push_back(integer("n" + std::to_string(i), -20, 20));
  }
  return Problem{{std::move(parameters), {}},
                 [origin, rotation = rotationOf(6, seed)](const Configuration& configuration) {
                   return rotatedEllipsoid(difference(pointOf(configuration), origin), rotation, 3.0);
                 }};
}

Result<Problem> noisyHartmann6(int) {
  Problem problem = plain(box(6, 0.0, 1.0), hartmann6, -3.322368011415515);
  problem.noise = 0.1;
  return problem;
}

constexpr double StyblinskiTangMinimum = -39.166165703771419;

} // namespace

std::span<const ProblemEntry> problems() {
  static const std::vector<ProblemEntry> entries = {
      {"branin", true,
       [](int) -> Result<Problem> {
         return plain({real("x0", -5.0, 10.0), real("x1", 0.0, 15.0)}, branin, 0.39788735772973816);
       }},
      {"sixhump", true,
       [](int) -> Result<Problem> {
         return plain({real("x0", -3.0, 3.0), real("x1", -2.0, 2.0)}, sixHumpCamel, -1.0316284534898774);
       }},
      {"hartmann6", true,
       [](int) -> Result<Problem> {
         return plain(box(6, 0.0, 1.0), hartmann6, -3.322368011415515);
       }},
      {"rosenbrock5", true,
       [](int) -> Result<Problem> {
         return plain(box(5, -5.0, 10.0), rosenbrock, 0.0);
       }},
      {"ackley5r", true,
       [](int seed) -> Result<Problem> {
         return shifted(5, 32.768, ackley, seed, 0.0);
       }},
      {"rastrigin4r", true,
       [](int seed) -> Result<Problem> {
         return shifted(4, 5.12, rastrigin, seed, 0.0);
       }},
      {"mix8", true, mix8},
      {"svc_digits", true, svcDigits},
      {"hartmann3", false,
       [](int) -> Result<Problem> {
         return plain(box(3, 0.0, 1.0), hartmann3, -3.8627797873327);
       }},
      {"goldstein_price", false,
       [](int) -> Result<Problem> {
         return plain(box(2, -2.0, 2.0), goldsteinPrice, 3.0);
       }},
      {"levy8r", false,
       [](int seed) -> Result<Problem> {
         return shifted(8, 10.0, levy, seed, 0.0, 1.0);
       }},
      {"styblinski10", false,
       [](int) -> Result<Problem> {
         return plain(box(10, -5.0, 5.0), styblinskiTang, 10 * StyblinskiTangMinimum);
       }},
      {"ellipsoid20", false, ellipsoid20},
      {"ackley20r", false,
       [](int seed) -> Result<Problem> {
         return shifted(20, 32.768, ackley, seed, 0.0);
       }},
      {"integers6", false, integers6},
      {"mix8_conditional", false, conditionalMix8},
      {"branches", false, branches},
      {"noisy_hartmann6", false, noisyHartmann6},
  };
  return entries;
}

const ProblemEntry* findProblem(std::string_view name) {
  for (const auto& entry : problems())
    if (entry.name == name)
      return &entry;
  return nullptr;
}

std::filesystem::path dataFolder() {
  const char* given = std::getenv("SWEEPSCOPE_DATA");
  return given ? std::filesystem::path(given) : std::filesystem::path(SOURCE_FOLDER) / ".." / "shared" / "data";
}

std::filesystem::path peersFolder() {
  return std::filesystem::path(TEST_DATA_DIR) / "peers";
}

double numberOf(const Configuration& configuration, std::string_view name) {
  return *valueNumber(*configuration.find(name));
}

std::string textOf(const Configuration& configuration, std::string_view name) {
  return std::get<std::string>(*configuration.find(name));
}

} // namespace sweep::test
