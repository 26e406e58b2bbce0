// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace sweep {

/// Polynomials over GF(2) as integers: bit i is the coefficient of x^i. Degrees 1 to 31.

/// Whether the powers of x modulo the polynomial run through every nonzero remainder.
bool isPrimitivePolynomial(std::uint64_t polynomial);

/// The next larger integer whose polynomial is primitive.
std::uint64_t nextPrimitivePolynomial(std::uint64_t polynomial);

} // namespace sweep
