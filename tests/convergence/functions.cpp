// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/convergence/functions.h"

#include "core/base/rng.h"

#include <array>
#include <cmath>
#include <numbers>

namespace sweep::test {

namespace {

constexpr double Pi = std::numbers::pi;
constexpr std::array Heights = {1.0, 1.2, 3.0, 3.2};

double square(double x) {
  return x * x;
}

template <std::size_t N> using Table = std::array<std::array<double, N>, 4>;

template <std::size_t N>
double hartmann(std::span<const double> x, const Table<N>& widths, const Table<N>& centres) {
  double sum = 0.0;
  for (std::size_t i = 0; i < 4; ++i) {
    double exponent = 0.0;
    for (std::size_t j = 0; j < N; ++j)
      exponent += widths[i][j] * square(x[j] - centres[i][j]);
    sum += Heights[i] * std::exp(-exponent);
  }
  return -sum;
}

} // namespace

double branin(std::span<const double> x) {
  const double b = 5.1 / (4 * Pi * Pi);
  const double c = 5 / Pi;
  const double t = 1 / (8 * Pi);
  return square(x[1] - b * x[0] * x[0] + c * x[0] - 6) + 10 * (1 - t) * std::cos(x[0]) + 10;
}

double sixHumpCamel(std::span<const double> x) {
  const double a = x[0] * x[0];
  const double b = x[1] * x[1];
  return (4 - 2.1 * a + a * a / 3) * a + x[0] * x[1] + (-4 + 4 * b) * b;
}

double goldsteinPrice(std::span<const double> x) {
  const double a = x[0];
  const double b = x[1];
  return (1 + square(a + b + 1) * (19 - 14 * a + 3 * a * a - 14 * b + 6 * a * b + 3 * b * b)) *
         (30 + square(2 * a - 3 * b) * (18 - 32 * a + 12 * a * a + 48 * b - 36 * a * b + 27 * b * b));
}

double hartmann3(std::span<const double> x) {
  static constexpr Table<3> widths = {{{3, 10, 30}, {0.1, 10, 35}, {3, 10, 30}, {0.1, 10, 35}}};
  static constexpr Table<3> centres = {{{0.3689, 0.1170, 0.2673},
                                        {0.4699, 0.4387, 0.7470},
                                        {0.1091, 0.8732, 0.5547},
                                        {0.0381, 0.5743, 0.8828}}};
  return hartmann(x, widths, centres);
}

double hartmann6(std::span<const double> x) {
  static constexpr Table<6> widths = {{{10, 3, 17, 3.5, 1.7, 8},
                                       {0.05, 10, 17, 0.1, 8, 14},
                                       {3, 3.5, 1.7, 10, 17, 8},
                                       {17, 8, 0.05, 10, 0.1, 14}}};
  static constexpr Table<6> centres = {{{0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886},
                                        {0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991},
                                        {0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.6650},
                                        {0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381}}};
  return hartmann(x, widths, centres);
}

double ackley(std::span<const double> x) {
  const double count = static_cast<double>(x.size());
  double squares = 0.0;
  double cosines = 0.0;
  for (const double v : x) {
    squares += v * v;
    cosines += std::cos(2 * Pi * v);
  }
  return -20 * std::exp(-0.2 * std::sqrt(squares / count)) - std::exp(cosines / count) + 20 + std::numbers::e;
}

double rosenbrock(std::span<const double> x) {
  double sum = 0.0;
  for (std::size_t i = 0; i + 1 < x.size(); ++i)
    sum += 100 * square(x[i + 1] - x[i] * x[i]) + square(1 - x[i]);
  return sum;
}

double rastrigin(std::span<const double> x) {
  double sum = 10 * static_cast<double>(x.size());
  for (const double v : x)
    sum += v * v - 10 * std::cos(2 * Pi * v);
  return sum;
}

double levy(std::span<const double> x) {
  const auto w = [&](std::size_t i) {
    return 1 + (x[i] - 1) / 4;
  };
  const std::size_t last = x.size() - 1;
  double sum = square(std::sin(Pi * w(0))) + square(w(last) - 1) * (1 + square(std::sin(2 * Pi * w(last))));
  for (std::size_t i = 0; i < last; ++i)
    sum += square(w(i) - 1) * (1 + 10 * square(std::sin(Pi * w(i) + 1)));
  return sum;
}

double styblinskiTang(std::span<const double> x) {
  double sum = 0.0;
  for (const double v : x)
    sum += square(square(v)) - 16 * v * v + 5 * v;
  return sum / 2;
}

Point shiftOf(double half, std::size_t dimensions, int seed) {
  static constexpr std::array primes = {2,  3,  5,  7,  11, 13, 17, 19, 23, 29, 31, 37,
                                        41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89};
  Point shift(dimensions);
  for (std::size_t i = 0; i < dimensions; ++i) {
    const double turns = std::sqrt(static_cast<double>(primes[i])) * (seed + 1);
    shift[i] = 0.6 * half * (2 * (turns - std::floor(turns)) - 1);
  }
  return shift;
}

Point difference(std::span<const double> x, std::span<const double> origin) {
  Point result(x.begin(), x.end());
  for (std::size_t i = 0; i < result.size(); ++i)
    result[i] -= origin[i];
  return result;
}

std::vector<Point> rotationOf(std::size_t dimensions, int seed) {
  Rng rng(0x726f74617465, static_cast<std::uint64_t>(seed));
  std::vector<Point> rows;
  while (rows.size() < dimensions) {
    Point row(dimensions);
    for (double& v : row)
      v = rng.normal();
    // Twice, since once leaves rounding errors of nearly parallel rows (Gram-Schmidt).
    for (int pass = 0; pass < 2; ++pass)
      for (const Point& other : rows) {
        double along = 0.0;
        for (std::size_t i = 0; i < dimensions; ++i)
          along += row[i] * other[i];
        for (std::size_t i = 0; i < dimensions; ++i)
          row[i] -= along * other[i];
      }
    double length = 0.0;
    for (const double v : row)
      length += v * v;
    for (double& v : row)
      v /= std::sqrt(length);
    rows.push_back(std::move(row));
  }
  return rows;
}

} // namespace sweep::test
