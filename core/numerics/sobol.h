// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace sweep {

/// Sobol's low-discrepancy sequence in Gray-code order (Sobol 1967; Antonov & Saleev 1979) with the direction numbers of
/// Joe & Kuo 2008 ("Constructing Sobol sequences with better two-dimensional projections"), 53 bits a coordinate.
/// Every 2^m points that start at a multiple of 2^m are balanced: use such blocks where possible, and drop no first point.
///
/// Joe and Kuo's table here has 128 dimensions. Those beyond take the primitive polynomials that come next in the same order,
/// with initial numbers from a fixed stream: they are Sobol sequences all the same, each coordinate perfectly even, but their
/// two-dimensional projections were not searched for quality.
///
/// A value: copy it and use it from any thread.
class SobolSequence {
public:
  /// Unscrambled: the first point is the origin.
  explicit SobolSequence(std::size_t dimensions);
  /// Scrambled as by Matousek 1998: a random lower-triangular matrix on the direction numbers of each dimension, then a
  /// random digital shift. Keeps the balance; each point by itself is uniform. The first k dimensions do not depend on how many
  /// follow.
  SobolSequence(std::size_t dimensions, std::uint64_t seed);

  std::size_t dimensions() const { return m_shifts.size(); }

  /// The point of an index below 2^53, in [0, 1)^dimensions; costs one exclusive-or a dimension for each set bit of the index's
  /// Gray code.
  std::vector<double> point(std::uint64_t index) const;
  /// The same into `coordinates`, which has `dimensions()` places.
  void point(std::uint64_t index, std::span<double> coordinates) const;
  /// The points first … first+count-1, one after the other: count * dimensions() numbers.
  std::vector<double> points(std::uint64_t first, std::size_t count) const;

private:
  /// v_1 … v_53 of each dimension, one dimension after the other.
  std::vector<std::uint64_t> m_directions;
  std::vector<std::uint64_t> m_shifts;
};

} // namespace sweep
