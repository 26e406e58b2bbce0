// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>

namespace sweep {

/// A seeded order of 0 … size-1 that needs no list: a Feistel network over the next even power of two, walked until it lands
/// inside (Black & Rogaway 2002, "Ciphers with arbitrary finite domains").
class Permutation {
public:
  /// 1 <= size <= 2^62.
  Permutation(std::uint64_t size, std::uint64_t seed);
  /// Where the index goes; index < size. Different indices go to different places.
  std::uint64_t operator()(std::uint64_t index) const;

private:
  std::uint64_t scrambled(std::uint64_t index) const;

  std::uint64_t m_size;
  std::uint64_t m_seed;
  int m_halfBits = 1;
};

} // namespace sweep
