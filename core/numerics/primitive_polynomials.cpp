// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/numerics/primitive_polynomials.h"

#include <bit>

namespace sweep {

namespace {

/// a * b modulo the polynomial.
std::uint64_t product(std::uint64_t a, std::uint64_t b, std::uint64_t polynomial) {
  const std::uint64_t top = std::bit_floor(polynomial);
  std::uint64_t result = 0;
  for (; b != 0; b >>= 1) {
    if (b & 1)
      result ^= a;
    a <<= 1;
    if (a & top)
      a ^= polynomial;
  }
  return result;
}

/// x^exponent modulo the polynomial.
std::uint64_t powerOfX(std::uint64_t exponent, std::uint64_t polynomial) {
  std::uint64_t result = 1;
  std::uint64_t square = polynomial == 3 ? 1 : 2;
  for (; exponent != 0; exponent >>= 1) {
    if (exponent & 1)
      result = product(result, square, polynomial);
    square = product(square, square, polynomial);
  }
  return result;
}

} // namespace

bool isPrimitivePolynomial(std::uint64_t polynomial) {
  if (polynomial < 3 || !(polynomial & 1))
    return false;
  const std::uint64_t order = std::bit_floor(polynomial) - 1;
  if (powerOfX(order, polynomial) != 1)
    return false;
  std::uint64_t rest = order;
  for (std::uint64_t factor = 2; rest > 1; ++factor) {
    if (factor * factor > rest)
      factor = rest;
    if (rest % factor != 0)
      continue;
    if (powerOfX(order / factor, polynomial) == 1)
      return false;
    while (rest % factor == 0)
      rest /= factor;
  }
  return true;
}

std::uint64_t nextPrimitivePolynomial(std::uint64_t polynomial) {
  do
    ++polynomial;
  while (!isPrimitivePolynomial(polynomial));
  return polynomial;
}

} // namespace sweep
