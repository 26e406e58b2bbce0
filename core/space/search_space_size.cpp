// SPDX-License-Identifier: GPL-3.0-or-later
// Counts configurations as a product over the tree of conditions: the values of a parent fall into few
// stretches in which the same children take part, so that nothing is enumerated.
#include "core/space/search_space.h"

#include <algorithm>
#include <limits>

namespace sweep {

namespace {

using Count = std::optional<std::uint64_t>;
constexpr std::uint64_t Largest = std::uint64_t{1} << 63;

Count product(Count a, Count b) {
  std::uint64_t result = 0;
  if (!a || !b || __builtin_mul_overflow(*a, *b, &result) || result > Largest)
    return std::nullopt;
  return result;
}

Count sum(Count a, Count b) {
  std::uint64_t result = 0;
  if (!a || !b || __builtin_add_overflow(*a, *b, &result) || result > Largest)
    return std::nullopt;
  return result;
}

/// The first index for which the condition's truth is `wanted`, given that it changes at most once; `count`
/// when none.
std::uint64_t firstIndex(const Domain& domain, std::uint64_t count, const Condition& condition, bool wanted) {
  std::uint64_t low = 0;
  std::uint64_t high = count;
  while (low < high) {
    const std::uint64_t middle = low + (high - low) / 2;
    if (holds(condition, valueAt(domain, middle)) == wanted)
      high = middle;
    else
      low = middle + 1;
  }
  return low;
}

/// The index of a value of a range of numbers.
std::uint64_t indexOf(const Domain& domain, std::uint64_t count, const Value& value) {
  std::uint64_t low = 0;
  std::uint64_t high = count - 1;
  const auto* whole = std::get_if<std::int64_t>(&value);
  const auto notBelow = [&](std::uint64_t index) {
    const Value at = valueAt(domain, index);
    return whole
               ? std::get<std::int64_t>(at) >= *whole
               : std::get<double>(at) >= std::get<double>(value) || holds({{}, Relation::OneOf, {value}}, at);
  };
  while (low < high) {
    const std::uint64_t middle = low + (high - low) / 2;
    if (notBelow(middle))
      high = middle;
    else
      low = middle + 1;
  }
  return low;
}

class SizeOfSpace {
public:
  explicit SizeOfSpace(const SearchSpace& space) : m_space(space) {}

  Count run() {
    m_counts.resize(m_space.parameters().size());
    const auto order = m_space.parentsFirst();
    Count total = 1;
    for (auto at = order.rbegin(); at != order.rend(); ++at) {
      m_counts[*at] = countFrom(*at);
      if (!m_space.parentOf(*at))
        total = product(total, m_counts[*at]);
    }
    return total;
  }

private:
  /// Configurations of the parameter and all that depends on it, while it takes part.
  Count countFrom(std::size_t index) const {
    const Domain& domain = m_space.parameters()[index].domain;
    const auto size = sizeOf(domain);
    if (!size || m_space.childrenOf(index).empty())
      return size && *size > Largest ? std::nullopt : size;
    Count total = 0;
    const auto starts = stretches(index, domain, *size);
    for (std::size_t i = 0; i + 1 < starts.size(); ++i)
      total = sum(total, product(starts[i + 1] - starts[i], countWith(index, valueAt(domain, starts[i]))));
    return total;
  }

  /// Where the set of children that take part can change, from 0 to the size.
  std::vector<std::uint64_t> stretches(std::size_t index, const Domain& domain, std::uint64_t size) const {
    std::vector<std::uint64_t> starts = {0, size};
    if (!isNumeric(domain)) {
      for (std::uint64_t i = 1; i < size; ++i)
        starts.push_back(i);
    } else {
      for (const std::size_t child : m_space.childrenOf(index))
        addStarts(starts, domain, size, *m_space.parameters()[child].condition);
    }
    std::sort(starts.begin(), starts.end());
    starts.erase(std::unique(starts.begin(), starts.end()), starts.end());
    return starts;
  }

  static void addStarts(std::vector<std::uint64_t>& starts, const Domain& domain, std::uint64_t size,
                        const Condition& condition) {
    if (condition.relation != Relation::OneOf) {
      starts.push_back(firstIndex(domain, size, condition, condition.relation == Relation::AtLeast));
      return;
    }
    for (const auto& value : condition.values) {
      const auto at = indexOf(domain, size, value);
      starts.push_back(at);
      starts.push_back(at + 1);
    }
  }

  Count countWith(std::size_t index, const Value& value) const {
    Count total = 1;
    for (const std::size_t child : m_space.childrenOf(index))
      if (holds(*m_space.parameters()[child].condition, value))
        total = product(total, m_counts[child]);
    return total;
  }

  const SearchSpace& m_space;
  std::vector<Count> m_counts;
};

} // namespace

std::optional<std::uint64_t> SearchSpace::size() const {
  return SizeOfSpace(*this).run();
}

} // namespace sweep
