// SPDX-License-Identifier: GPL-3.0-or-later
#include "random.h"

#include <limits>
#include <numeric>
#include <sstream>
#include <utility>

namespace digits {

double Random::uniform() {
  return static_cast<double>(m_engine() >> 11) * 0x1.0p-53;
}

std::uint64_t Random::below(std::uint64_t bound) {
  // The last, incomplete stretch of the engine's range is drawn again, so that no number is favoured.
  const std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
  const std::uint64_t limit = most - most % bound;
  std::uint64_t drawn = m_engine();
  while (drawn >= limit)
    drawn = m_engine();
  return drawn % bound;
}

std::vector<int> Random::permutation(int count) {
  std::vector<int> order(static_cast<std::size_t>(count));
  std::iota(order.begin(), order.end(), 0);
  for (std::size_t i = order.size(); i > 1; --i)
    std::swap(order[i - 1], order[below(i)]);
  return order;
}

std::string Random::state() const {
  std::ostringstream text;
  text.imbue(std::locale::classic());
  text << m_engine;
  return text.str();
}

bool Random::restore(const std::string& state) {
  std::istringstream text(state);
  text.imbue(std::locale::classic());
  std::mt19937_64 engine;
  if (!(text >> engine))
    return false;
  m_engine = engine;
  return true;
}

} // namespace digits
