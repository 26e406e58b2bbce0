// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>
#include <utility>

namespace sweep {

/// Scrambles 64 bits (the finaliser of SplitMix64; Steele, Lea & Flood 2014).
std::uint64_t mixBits(std::uint64_t bits);

/// A seeded source of random numbers, the same on every machine: xoshiro256++ (Blackman & Vigna 2019) seeded by SplitMix64.
/// The distributions are our own since those of the standard library differ between implementations.
class Rng {
public:
  using result_type = std::uint64_t;

  explicit Rng(std::uint64_t seed);
  /// A stream of its own for each index, so that a trial's draws depend only on (seed, trial number).
  Rng(std::uint64_t seed, std::uint64_t stream);

  static constexpr result_type min() { return 0; }
  static constexpr result_type max() { return ~result_type{0}; }
  result_type operator()();

  /// Uniform in [0, 1), 53 bits.
  double uniform();
  /// Uniform in [low, high); low when the interval is empty.
  double uniform(double low, double high);
  /// Uniform in 0 … count-1, without modulo bias (Lemire 2019). count > 0.
  std::uint64_t below(std::uint64_t count);
  /// Standard normal (Marsaglia's polar method).
  double normal();

  /// Fisher-Yates.
  template <class T> void shuffle(std::span<T> items) {
    for (std::size_t i = items.size(); i > 1; --i)
      std::swap(items[i - 1], items[static_cast<std::size_t>(below(i))]);
  }

private:
  std::uint64_t m_state[4];
};

} // namespace sweep
