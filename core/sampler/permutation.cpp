// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampler/permutation.h"

#include "core/base/rng.h"

namespace sweep {

namespace {
constexpr std::uint64_t Rounds = 4;
}

Permutation::Permutation(std::uint64_t size, std::uint64_t seed) : m_size(size), m_seed(seed) {
  while ((std::uint64_t{1} << (2 * m_halfBits)) < m_size)
    ++m_halfBits;
}

std::uint64_t Permutation::scrambled(std::uint64_t index) const {
  const std::uint64_t mask = (std::uint64_t{1} << m_halfBits) - 1;
  std::uint64_t left = index >> m_halfBits;
  std::uint64_t right = index & mask;
  for (std::uint64_t round = 0; round < Rounds; ++round) {
    const std::uint64_t mixed = mixBits(right ^ mixBits(m_seed + round * 0x9e3779b97f4a7c15u));
    const std::uint64_t next = left ^ (mixed & mask);
    left = right;
    right = next;
  }
  return left << m_halfBits | right;
}

std::uint64_t Permutation::operator()(std::uint64_t index) const {
  do
    index = scrambled(index);
  while (index >= m_size);
  return index;
}

} // namespace sweep
