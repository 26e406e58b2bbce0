// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/numerics/sobol.h"

#include "core/base/rng.h"
#include "core/numerics/primitive_polynomials.h"
#include "core/numerics/sobol_directions.h"

#include <algorithm>
#include <array>
#include <bit>

namespace sweep {

namespace {

constexpr std::size_t Bits = 53;
/// Bit i belongs to the i-th binary digit after the point, from 0.
constexpr std::uint64_t digit(std::size_t i) {
  return 1ull << (Bits - 1 - i);
}

using Directions = std::array<std::uint64_t, Bits>;

/// m_1 … m_53 of Joe & Kuo 2008, equation (2), then v_k = m_k 2^(53-k).
Directions directionsFrom(std::uint64_t polynomial, std::span<const std::uint64_t> initial) {
  const auto degree = static_cast<std::size_t>(std::bit_width(polynomial) - 1);
  Directions m{};
  for (std::size_t k = 0; k < Bits; ++k) {
    if (k < initial.size()) {
      m[k] = initial[k];
      continue;
    }
    m[k] = m[k - degree] ^ (m[k - degree] << degree);
    for (std::size_t i = 1; i < degree; ++i)
      if (polynomial >> (degree - i) & 1)
        m[k] ^= m[k - i] << i;
  }
  for (std::size_t k = 0; k < Bits; ++k)
    m[k] <<= Bits - 1 - k;
  return m;
}

Directions vanDerCorput() {
  Directions directions{};
  for (std::size_t k = 0; k < Bits; ++k)
    directions[k] = digit(k);
  return directions;
}

Directions tabulated(const JoeKuoRow& row) {
  const auto degree = static_cast<std::size_t>(std::bit_width(row.polynomial) - 1);
  std::vector<std::uint64_t> initial(row.initial.begin(), row.initial.begin() + static_cast<long>(degree));
  return directionsFrom(row.polynomial, initial);
}

/// Any odd m_k below 2^k makes a Sobol sequence.
Directions drawn(std::uint64_t polynomial) {
  constexpr std::uint64_t Stream = 0x6a6f652d6b756f;
  Rng rng(Stream, polynomial);
  std::vector<std::uint64_t> initial(static_cast<std::size_t>(std::bit_width(polynomial) - 1));
  for (std::size_t k = 0; k < initial.size(); ++k)
    initial[k] = 2 * rng.below(1ull << k) + 1;
  return directionsFrom(polynomial, initial);
}

std::vector<Directions> allDirections(std::size_t dimensions) {
  std::vector<Directions> all;
  all.reserve(dimensions);
  if (dimensions > 0)
    all.push_back(vanDerCorput());
  for (const auto& row : JoeKuoRows)
    if (all.size() < dimensions)
      all.push_back(tabulated(row));
  std::uint64_t polynomial = JoeKuoRows.back().polynomial;
  while (all.size() < dimensions) {
    polynomial = nextPrimitivePolynomial(polynomial);
    all.push_back(drawn(polynomial));
  }
  return all;
}

/// Digit i of the product is digit i of the direction plus a random combination of the digits before it.
void scramble(Directions& directions, Rng& rng) {
  Directions rows;
  for (std::size_t i = 0; i < Bits; ++i)
    rows[i] = ((rng() << (Bits - i)) & (digit(0) * 2 - 1)) | digit(i);
  for (auto& direction : directions) {
    std::uint64_t product = 0;
    for (std::size_t i = 0; i < Bits; ++i)
      if (std::popcount(rows[i] & direction) & 1)
        product |= digit(i);
    direction = product;
  }
}

std::vector<std::uint64_t> flat(const std::vector<Directions>& all) {
  std::vector<std::uint64_t> numbers;
  numbers.reserve(all.size() * Bits);
  for (const auto& directions : all)
    numbers.insert(numbers.end(), directions.begin(), directions.end());
  return numbers;
}

} // namespace

SobolSequence::SobolSequence(std::size_t dimensions)
    : m_directions(flat(allDirections(dimensions))), m_shifts(dimensions) {}

SobolSequence::SobolSequence(std::size_t dimensions, std::uint64_t seed) {
  auto all = allDirections(dimensions);
  for (std::size_t i = 0; i < dimensions; ++i) {
    Rng rng(seed, i);
    scramble(all[i], rng);
    m_shifts.push_back(rng() >> (64 - Bits));
  }
  m_directions = flat(all);
}

void SobolSequence::point(std::uint64_t index, std::span<double> coordinates) const {
  std::array<std::uint8_t, Bits> chosen;
  std::size_t count = 0;
  for (std::uint64_t gray = (index ^ (index >> 1)) & (digit(0) * 2 - 1); gray != 0; gray &= gray - 1)
    chosen[count++] = static_cast<std::uint8_t>(std::countr_zero(gray));
  for (std::size_t i = 0; i < std::min(dimensions(), coordinates.size()); ++i) {
    const std::uint64_t* directions = m_directions.data() + i * Bits;
    std::uint64_t digits = m_shifts[i];
    for (std::size_t k = 0; k < count; ++k)
      digits ^= directions[chosen[k]];
    coordinates[i] = static_cast<double>(digits) * 0x1.0p-53;
  }
}

std::vector<double> SobolSequence::point(std::uint64_t index) const {
  std::vector<double> coordinates(dimensions());
  point(index, coordinates);
  return coordinates;
}

std::vector<double> SobolSequence::points(std::uint64_t first, std::size_t count) const {
  std::vector<double> all(count * dimensions());
  for (std::size_t i = 0; i < count; ++i)
    point(first + i, std::span(all).subspan(i * dimensions(), dimensions()));
  return all;
}

} // namespace sweep
