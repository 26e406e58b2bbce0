// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <span>
#include <vector>

/// Standard test functions of global optimisation, all minimised (Surjanovic & Bingham, "Virtual library of simulation
/// experiments"). Pure; any number of coordinates unless the name says how many.
namespace sweep::test {

using Point = std::vector<double>;

double branin(std::span<const double> x);
double sixHumpCamel(std::span<const double> x);
double goldsteinPrice(std::span<const double> x);
double hartmann3(std::span<const double> x);
double hartmann6(std::span<const double> x);
double ackley(std::span<const double> x);
double rosenbrock(std::span<const double> x);
double rastrigin(std::span<const double> x);
double levy(std::span<const double> x);
double styblinskiTang(std::span<const double> x);

/// Where the optimum of a shifted function lies for a seed: another place in each of up to 24 coordinates, within
/// 0.6 · half of the middle of [-half, half].
Point shiftOf(double half, std::size_t dimensions, int seed);
Point difference(std::span<const double> x, std::span<const double> origin);

/// Rows of an orthogonal matrix, the same for the same seed.
std::vector<Point> rotationOf(std::size_t dimensions, int seed);

} // namespace sweep::test
