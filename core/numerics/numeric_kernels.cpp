// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/numerics/numeric_kernels.h"

#include "core/numerics/truncated_normal.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace sweep {

namespace {

constexpr double HalfLogTwoPi = 0.91893853320467274178;

template <class T> void insertAt(std::vector<T>& items, std::size_t position, T item) {
  items.insert(items.begin() + static_cast<std::ptrdiff_t>(position), item);
}
template <class T> void eraseAt(std::vector<T>& items, std::size_t position) {
  items.erase(items.begin() + static_cast<std::ptrdiff_t>(position));
}

} // namespace

NumericKernels::NumericKernels(double low, double high, bool stepped, bool considerEndpoints)
    : m_low(low), m_high(high), m_stepped(stepped), m_considerEndpoints(considerEndpoints) {}

std::size_t NumericKernels::placeOf(double centre, std::size_t position) const {
  const auto found =
      std::lower_bound(m_order.begin(), m_order.end(), position, [&](std::uint32_t at, std::size_t) {
        return m_centres[at] != centre ? m_centres[at] < centre : at < position;
      });
  return static_cast<std::size_t>(found - m_order.begin());
}

void NumericKernels::insert(std::size_t position, double centre) {
  if (position < m_centres.size())
    for (auto& at : m_order)
      at += at >= position ? 1 : 0;
  insertAt(m_centres, position, centre);
  for (auto* values : {&m_widths, &m_scales, &m_constants})
    insertAt(*values, position, 0.0);
  const std::size_t place = placeOf(centre, position);
  insertAt(m_order, place, static_cast<std::uint32_t>(position));
  for (std::size_t at = place - std::min<std::size_t>(place, 1); at < std::min(place + 2, m_order.size());
       ++at)
    refresh(at);
}

void NumericKernels::erase(std::size_t position) {
  const std::size_t place = placeOf(m_centres[position], position);
  eraseAt(m_order, place);
  for (auto* values : {&m_centres, &m_widths, &m_scales, &m_constants})
    eraseAt(*values, position);
  for (auto& at : m_order)
    at -= at > position ? 1 : 0;
  for (std::size_t at = place - std::min<std::size_t>(place, 1); at < std::min(place + 1, m_order.size());
       ++at)
    refresh(at);
}

void NumericKernels::setSmallestWidth(double width) {
  if (width == m_smallestWidth)
    return;
  m_smallestWidth = width;
  for (std::size_t place = 0; place < m_order.size(); ++place)
    refresh(place);
}

double NumericKernels::widthAt(std::size_t place) const {
  const double centre = m_centres[m_order[place]];
  const bool first = place == 0;
  const bool last = place + 1 == m_order.size();
  const double toLeft = centre - (first ? m_low : m_centres[m_order[place - 1]]);
  const double toRight = (last ? m_high : m_centres[m_order[place + 1]]) - centre;
  if (!m_considerEndpoints && first != last)
    return first ? toRight : toLeft;
  return std::max(toLeft, toRight);
}

void NumericKernels::refresh(std::size_t place) {
  const std::size_t at = m_order[place];
  const double width = std::clamp(widthAt(place), m_smallestWidth, m_high - m_low);
  if (width == m_widths[at])
    return;
  m_widths[at] = width;
  m_scales[at] = std::numbers::sqrt2 / 2 / width;
  const double mass = normalMass((m_low - m_centres[at]) / width, (m_high - m_centres[at]) / width);
  m_constants[at] = -std::log(mass) - (m_stepped ? 0.0 : std::log(width) + HalfLogTwoPi);
}

} // namespace sweep
