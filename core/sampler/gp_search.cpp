// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampler/gp_search.h"

#include "core/base/rng.h"
#include "core/numerics/lbfgs.h"
#include "core/numerics/sobol.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace sweep {

namespace {

using Place = std::vector<double>;

/// Candidates spread over the area: fewer where each costs more.
std::size_t spreadCount(std::size_t observations) { return observations <= 128 ? 1024 : observations <= 384 ? 768 : 512; }
/// Candidates around good places.
constexpr std::size_t AroundCount = 256;
/// Candidates that are refined.
constexpr std::size_t MostStarts = 4;
constexpr int ClimbIterations = 40;
/// Ranges of more values than this are moved along continuously before their steps are tried.
constexpr std::uint64_t FewValues = 16;
/// Categories beyond these are drawn, not all tried.
constexpr std::size_t MostChoices = 32;

class Search {
public:
  Search(const GpModel& model, const GpEncoding& encoding, const GpSearchArea& area)
      : m_model(model), m_encoding(encoding), m_area(area), m_rng(area.seed, 1) {
    m_isFinite = encoding.space().size().has_value();
  }

  std::optional<GpFound> run() {
    drawEverywhere();
    drawAround();
    if (m_candidates.empty())
      return std::nullopt;
    evaluate(m_candidates);
    std::vector<GpFound> found;
    for (GpFound& start : starts())
      found.push_back(refined(std::move(start)));
    // The rest stands in where every refined place is taken.
    std::move(m_candidates.begin(), m_candidates.end(), std::back_inserter(found));
    std::stable_sort(found.begin(), found.end(),
                     [](const GpFound& a, const GpFound& b) { return a.value > b.value; });
    for (GpFound& place : found)
      if (std::isfinite(place.value) && !m_area.isTaken(place.place))
        return std::move(place);
    return std::nullopt;
  }

private:
  bool isLocal() const { return !m_area.reach.empty(); }
  double low(std::size_t i) const {
    return isLocal() ? std::max(0.0, m_area.centres[0][i] - m_area.reach[i]) : 0.0;
  }
  double high(std::size_t i) const {
    return isLocal() ? std::min(1.0, m_area.centres[0][i] + m_area.reach[i]) : 1.0;
  }

  void add(Place place) {
    if (m_encoding.isAllowed(place) && !(m_isFinite && m_area.isTaken(place)))
      m_candidates.push_back({std::move(place), 0.0});
  }

  void drawEverywhere() {
    const std::size_t count = spreadCount(m_model.observations());
    const std::size_t d = m_encoding.parameters();
    const SobolSequence sequence(d, m_area.seed);
    const std::size_t draws = m_encoding.hasConstraints() ? 8 * count : count;
    std::vector<double> cube(d);
    for (std::size_t i = 0; i < draws && m_candidates.size() < count; ++i) {
      sequence.point(i, cube);
      for (std::size_t k = 0; k < d; ++k)
        if (isLocal() && !m_encoding.isCategory(k))
          cube[k] = low(k) + cube[k] * (high(k) - low(k));
      Place place = m_encoding.placeFromUnit(cube);
      for (std::size_t k = 0; k < d; ++k)
        if (isLocal() && m_encoding.isCategory(k))
          place[k] = m_area.centres[0][k];
      add(std::move(place));
    }
  }

  /// Steps of many sizes from good places, in a few parameters or in all.
  void drawAround() {
    const std::size_t d = m_encoding.parameters();
    const std::size_t centres = std::min<std::size_t>(m_area.centres.size(), isLocal() ? 1 : 4);
    for (std::size_t i = 0; i < AroundCount && centres > 0; ++i) {
      Place place = m_area.centres[i % centres];
      const double size = std::pow(10.0, -0.7 - 2.3 * m_rng.uniform()) * (isLocal() ? reachOf() : 1.0);
      const double share = m_rng.uniform() < 0.5 ? 1.0 : std::min(1.0, 2.0 / static_cast<double>(d));
      const std::size_t always = static_cast<std::size_t>(m_rng.below(d));
      for (std::size_t k = 0; k < d; ++k)
        if (k == always || m_rng.uniform() < share)
          place[k] = moved(k, place[k], size);
      add(std::move(place));
    }
  }

  double moved(std::size_t k, double from, double size) {
    if (!m_encoding.isCategory(k)) {
      const double to = m_encoding.snapped(k, std::clamp(from + size * m_rng.normal(), low(k), high(k)));
      return to != from || m_encoding.isContinuous(k)
                 ? to
                 : m_encoding.stepped(k, from, m_rng.uniform() < 0.5 ? -1 : 1);
    }
    const auto choices = m_encoding.choicesOf(k);
    return m_rng.uniform() < 0.3 ? static_cast<double>(choices[static_cast<std::size_t>(m_rng.below(choices.size()))])
                                 : from;
  }

  double reachOf() const { return *std::max_element(m_area.reach.begin(), m_area.reach.end()); }

  void evaluate(std::vector<GpFound>& places) const {
    const std::size_t d = m_encoding.dimensions();
    std::vector<double> points(places.size() * d), values(places.size());
    for (std::size_t i = 0; i < places.size(); ++i)
      m_encoding.pointOf(places[i].place, {points.data() + i * d, d});
    m_model.values(points.data(), places.size(), values.data());
    for (std::size_t i = 0; i < places.size(); ++i)
      places[i].value = std::isnan(values[i]) ? -INFINITY : values[i];
  }

  double valueOf(const Place& place) const { return m_model.value(m_encoding.pointOf(place)); }

  /// The best candidates of which no two are closely connected in the model's eyes.
  std::vector<GpFound> starts() const {
    std::vector<std::size_t> order(m_candidates.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    const std::size_t looked = std::min<std::size_t>(order.size(), 64);
    std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(looked), order.end(),
                      [&](std::size_t a, std::size_t b) {
                        return m_candidates[a].value != m_candidates[b].value
                                   ? m_candidates[a].value > m_candidates[b].value
                                   : a < b;
                      });
    // What main effects connect lies in the whole space.
    MaternKernel kernel = m_model.objective().kernel();
    kernel.mainEffects = 0.0;
    std::vector<GpFound> chosen;
    std::vector<std::vector<double>> points;
    for (std::size_t i = 0; i < looked && chosen.size() < MostStarts; ++i) {
      const auto point = m_encoding.pointOf(m_candidates[order[i]].place);
      const bool apart = std::none_of(points.begin(), points.end(), [&](const auto& other) {
        return kernel.between(point, other, m_encoding.kinds()) > 0.9 * kernel.scale;
      });
      if (!apart)
        continue;
      chosen.push_back(m_candidates[order[i]]);
      points.push_back(point);
    }
    return chosen;
  }

  GpFound refined(GpFound at) {
    for (int round = 0; round < 4; ++round) {
      const double before = at.value;
      climb(at);
      const bool stepped = tryCoordinates(at);
      if (!stepped || !(at.value > before + 1e-6 * std::max(1.0, std::abs(before))))
        break;
    }
    return at;
  }

  /// L-BFGS over the active ranges.
  void climb(GpFound& at) const {
    std::vector<char> active;
    m_encoding.activity(at.place, active);
    std::vector<std::size_t> moving;
    std::vector<double> start, lower, upper;
    for (std::size_t i = 0; i < at.place.size(); ++i) {
      const auto values = m_encoding.valuesOf(i);
      if (!active[i] || m_encoding.isCategory(i) || !m_encoding.coordinateOf(i) || (values && *values <= FewValues))
        continue;
      moving.push_back(i);
      start.push_back(at.place[i]);
      lower.push_back(std::min(low(i), at.place[i]));
      upper.push_back(std::max(high(i), at.place[i]));
    }
    if (moving.empty())
      return;
    Place place = at.place;
    std::vector<double> point(m_encoding.dimensions()), slopes(point.size());
    const DifferentiableFunction loss = [&](std::span<const double> x, std::span<double> gradient) {
      for (std::size_t i = 0; i < moving.size(); ++i)
        place[moving[i]] = x[i];
      m_encoding.pointOf(place, point);
      const double value = m_model.value(point, slopes);
      for (std::size_t i = 0; i < moving.size(); ++i)
        gradient[i] = -slopes[*m_encoding.coordinateOf(moving[i])];
      return -value;
    };
    const auto found = minimise(loss, start, lower, upper,
                                {.memory = 8,
                                 .mostIterations = ClimbIterations,
                                 .gradientTolerance = 1e-3,
                                 .valueTolerance = 1e-6});
    if (-found.value > at.value)
      settle(at, moving, start, found.point);
  }

  /// Takes the end of a climb, on the grid and as far as constraints allow, if it is better there.
  void settle(GpFound& at, const std::vector<std::size_t>& moving, const std::vector<double>& from,
              const std::vector<double>& to) const {
    double share = 1.0;
    for (int attempt = 0; attempt < 6; ++attempt, share *= 0.5) {
      GpFound end = at;
      for (std::size_t i = 0; i < moving.size(); ++i)
        end.place[moving[i]] = m_encoding.snapped(moving[i], from[i] + share * (to[i] - from[i]));
      if (!m_encoding.isAllowed(end.place))
        continue;
      end.value = valueOf(end.place);
      if (end.value > at.value)
        at = std::move(end);
      return;
    }
  }

  /// Every other value of each parameter with few, and nearby ones of those with many; the best improvement of each parameter is taken.
  bool tryCoordinates(GpFound& at) {
    bool any = false;
    for (int cycle = 0; cycle < 5; ++cycle) {
      bool moved = false;
      for (std::size_t i = 0; i < at.place.size(); ++i)
        moved = tryCoordinate(at, i) || moved;
      any = any || moved;
      if (!moved)
        break;
    }
    return any;
  }

  bool tryCoordinate(GpFound& at, std::size_t i) {
    const auto values = otherValues(at.place, i);
    std::vector<GpFound> tries;
    for (const double value : values) {
      GpFound next = at;
      next.place[i] = value;
      if (value != at.place[i] && m_encoding.isAllowed(next.place) && !(m_isFinite && m_area.isTaken(next.place)))
        tries.push_back(std::move(next));
    }
    if (tries.empty())
      return false;
    evaluate(tries);
    const auto best = std::max_element(tries.begin(), tries.end(),
                                       [](const GpFound& a, const GpFound& b) { return a.value < b.value; });
    const bool better = best->value > at.value + 1e-9 * std::max(1.0, std::abs(at.value));
    if (better)
      at = std::move(*best);
    return better;
  }

  std::vector<double> otherValues(const Place& place, std::size_t i) {
    std::vector<char> active;
    m_encoding.activity(place, active);
    std::vector<double> values;
    if (!active[i] || !m_encoding.coordinateOf(i) || m_encoding.isContinuous(i))
      return values;
    if (m_encoding.isCategory(i)) {
      const auto choices = m_encoding.choicesOf(i);
      if (choices.size() <= MostChoices) {
        for (const std::size_t choice : choices)
          values.push_back(static_cast<double>(choice));
        return values;
      }
      for (const auto& centre : m_area.centres)
        values.push_back(centre[i]);
      for (std::size_t k = 0; k < MostChoices / 2; ++k)
        values.push_back(static_cast<double>(choices[static_cast<std::size_t>(m_rng.below(choices.size()))]));
      return values;
    }
    const std::uint64_t count = *m_encoding.valuesOf(i);
    if (count <= FewValues)
      for (std::uint64_t k = 0; k < count; ++k)
        values.push_back(m_encoding.snapped(i, (static_cast<double>(k) + 0.5) / static_cast<double>(count)));
    for (std::int64_t step = 1; count > FewValues && step <= 64 && static_cast<std::uint64_t>(step) < count; step *= 2)
      for (const std::int64_t signedStep : {-step, step})
        values.push_back(m_encoding.stepped(i, place[i], signedStep));
    return values;
  }

  const GpModel& m_model;
  const GpEncoding& m_encoding;
  const GpSearchArea& m_area;
  Rng m_rng;
  bool m_isFinite = false;
  std::vector<GpFound> m_candidates;
};

} // namespace

std::optional<GpFound> searchBest(const GpModel& model, const GpEncoding& encoding, const GpSearchArea& area) {
  return Search(model, encoding, area).run();
}

} // namespace sweep
