// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace digits {

/// Random numbers that are the same with every standard library: the engine is the one the C++ standard
/// defines bit for bit, the distributions (which it leaves open) are our own.
class Random {
public:
  explicit Random(std::uint64_t seed) : m_engine(seed) {}

  /// Evenly from [0, 1), in steps of 2^-53.
  double uniform();

  /// Evenly from 0 … bound-1; bound > 0.
  std::uint64_t below(std::uint64_t bound);

  /// The numbers 0 … count-1 in random order.
  std::vector<int> permutation(int count);

  /// The whole state as one line of text, and back. restore() says false, and changes nothing, for other
  /// text.
  std::string state() const;
  bool restore(const std::string& state);

private:
  std::mt19937_64 m_engine;
};

} // namespace digits
