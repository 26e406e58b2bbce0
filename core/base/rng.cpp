// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/rng.h"

#include <bit>
#include <cmath>

namespace sweep {

namespace {
constexpr std::uint64_t GoldenGamma = 0x9e3779b97f4a7c15u;
}

std::uint64_t mixBits(std::uint64_t bits) {
  bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9u;
  bits = (bits ^ (bits >> 27)) * 0x94d049bb133111ebu;
  return bits ^ (bits >> 31);
}

Rng::Rng(std::uint64_t seed) {
  for (auto& word : m_state)
    word = mixBits(seed += GoldenGamma);
}

Rng::Rng(std::uint64_t seed, std::uint64_t stream) : Rng(mixBits(seed + GoldenGamma) ^ mixBits(~stream)) {}

std::uint64_t Rng::operator()() {
  const std::uint64_t result = std::rotl(m_state[0] + m_state[3], 23) + m_state[0];
  const std::uint64_t shifted = m_state[1] << 17;
  m_state[2] ^= m_state[0];
  m_state[3] ^= m_state[1];
  m_state[1] ^= m_state[2];
  m_state[0] ^= m_state[3];
  m_state[2] ^= shifted;
  m_state[3] = std::rotl(m_state[3], 45);
  return result;
}

double Rng::uniform() { return static_cast<double>((*this)() >> 11) * 0x1.0p-53; }

double Rng::uniform(double low, double high) {
  if (!(low < high))
    return low;
  // A weighted mean, since high - low may overflow for the widest ranges.
  const double u = uniform();
  const double value = low * (1.0 - u) + high * u;
  return value < high ? value : std::nextafter(high, low);
}

std::uint64_t Rng::below(std::uint64_t count) {
  __extension__ using Wide = unsigned __int128;
  Wide product = static_cast<Wide>((*this)()) * count;
  if (static_cast<std::uint64_t>(product) < count) {
    const std::uint64_t threshold = (0 - count) % count;
    while (static_cast<std::uint64_t>(product) < threshold)
      product = static_cast<Wide>((*this)()) * count;
  }
  return static_cast<std::uint64_t>(product >> 64);
}

double Rng::normal() {
  for (;;) {
    const double x = 2.0 * uniform() - 1.0;
    const double y = 2.0 * uniform() - 1.0;
    const double square = x * x + y * y;
    if (square > 0.0 && square < 1.0)
      return x * std::sqrt(-2.0 * std::log(square) / square);
  }
}

} // namespace sweep
