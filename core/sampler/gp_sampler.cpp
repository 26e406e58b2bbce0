// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampler/gp_sampler.h"

#include "core/base/rng.h"
#include "core/base/text.h"
#include "core/numerics/sobol.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <numeric>

namespace sweep {

std::vector<Option> GpSampler::options() { return GpOptions::described(); }

Result<std::unique_ptr<Sampler>> GpSampler::create(SamplerContext context) {
  auto options = GpOptions::from(context.options);
  if (!options)
    return options.error();
  return Result<std::unique_ptr<Sampler>>(std::make_unique<GpSampler>(std::move(context), *options));
}

std::optional<std::uint64_t> GpSampler::plannedCount(const SamplerContext& context) {
  return RandomSampler::plannedCount(context);
}

namespace {
GpOptions exactly(GpOptions options) {
  options.deterministic = true;
  return options;
}
int knob(const char* name, int otherwise) {
  const char* text = std::getenv(name);
  return text ? std::atoi(text) : otherwise;
}
}

GpSampler::GpSampler(SamplerContext context, GpOptions options)
    : m_context(std::move(context)), m_options(options), m_encoding(m_context.space),
      m_history(m_encoding, m_context.objectives), m_model(m_encoding, options), m_exact(m_encoding, exactly(options)), m_local(m_encoding, std::getenv("GP_LD") ? exactly(options) : options), m_random(m_context) {}

void GpSampler::observe(std::span<const Trial> finished) {
  m_history.observe(finished);
  m_random.observe(finished);
}

void GpSampler::addRunning(Running& running, Trial trial) const {
  std::vector<double> otherwise(m_encoding.parameters(), 0.5);
  const auto point = m_encoding.pointOf(m_encoding.placeOf(trial.configuration, otherwise));
  running.points.push_back(point);
  running.places.insert(point);
  running.keys.insert(trial.configuration.json());
  running.trials.push_back(std::move(trial));
}

Suggestions GpSampler::suggest(const SuggestRequest& request) {
  Running running;
  for (const auto& trial : request.pending)
    addRunning(running, trial);
  Suggestions answer;
  for (std::size_t i = 0; i < request.count; ++i) {
    const int number = request.firstNumber + static_cast<int>(i);
    auto next = isStarting(running) ? startUp(number, running) : modelled(number, running);
    if (!next) {
      auto drawn = m_random.suggest({1, number, running.trials});
      if (drawn.items.empty()) {
        answer.exhausted = drawn.exhausted;
        answer.reason = drawn.reason;
        return answer;
      }
      next = std::move(drawn.items.front());
      next->origin = Message(SWEEP_TEXT("uniform draw: the model found no new configuration that satisfies the constraints"));
    }
    Trial trial;
    trial.number = number;
    trial.configuration = next->configuration;
    addRunning(running, std::move(trial));
    answer.items.push_back(std::move(*next));
  }
  return answer;
}

bool GpSampler::isStarting(const Running& running) const {
  const auto wanted = static_cast<std::size_t>(m_options.startup);
  const std::size_t learned = m_history.observed().size();
  const std::size_t all = learned + m_history.failed().size() + running.points.size();
  if (m_encoding.dimensions() == 0)
    return true;
  return learned < wanted && (learned < std::max<std::size_t>(2, wanted / 2) || all < wanted);
}

bool GpSampler::isTaken(std::span<const double> place, const Running& running) const {
  const std::string key = m_encoding.configurationOf(place).json();
  return m_history.hasTried(key) || running.keys.contains(key);
}

std::optional<Suggestion> GpSampler::startUp(int number, const Running& running) const {
  const SobolSequence sequence(m_encoding.parameters(), m_context.seed);
  for (std::uint64_t attempt = 0; attempt < 200; ++attempt) {
    const auto place = m_encoding.placeFromUnit(
        sequence.point(static_cast<std::uint64_t>(number) + attempt * 65536));
    if (m_encoding.isAllowed(place) && !isTaken(place, running))
      return Suggestion{m_encoding.configurationOf(place), Message(SWEEP_TEXT("start-up"))};
  }
  return std::nullopt;
}

std::vector<double> GpSampler::losses() const {
  std::vector<double> complete, result;
  for (const auto& entry : m_history.observed()) {
    result.push_back(entry.losses[0]);
    if (!entry.pruned)
      complete.push_back(entry.losses[0]);
  }
  if (complete.empty() || complete.size() == result.size())
    return result;
  const auto middle = complete.begin() + static_cast<std::ptrdiff_t>(complete.size() / 2);
  std::nth_element(complete.begin(), middle, complete.end());
  for (std::size_t i = 0; i < result.size(); ++i)
    if (m_history.observed()[i].pruned)
      result[i] = std::max(result[i], *middle);
  return result;
}

std::optional<Suggestion> GpSampler::modelled(int number, const Running& running) {
  const auto all = losses();
  const std::uint64_t seed = mixBits(m_context.seed) + static_cast<std::uint64_t>(number);
  std::vector<std::size_t> order(all.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::vector<std::size_t> everything = order;
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return all[a] < all[b]; });
  GpSearchArea area;
  area.seed = seed;
  area.isTaken = [&](std::span<const double> place) { return isTaken(place, running); };
  const char* cycle = std::getenv("GP_CYCLE") ? std::getenv("GP_CYCLE") : "nlel";
  const char kind = cycle[static_cast<std::size_t>(number) % std::strlen(cycle)];
  GpModel& global = kind == 'n' || kind == 'l' ? m_model : m_exact;
  global.learn(m_history, all, everything);
  GpModel* model = &global;
  for (std::size_t i = 0; i < std::min<std::size_t>(order.size(), 5); ++i)
    area.centres.push_back(m_history.observed()[order[i]].place);
  if (kind == 'l' || kind == 'm') {
    const auto& centre = m_history.observed()[kind == 'l' ? global.incumbentIndex() : order[0]];
    std::vector<double> distance(all.size());
    const auto& weights = global.fit().kernel.weights;
    for (std::size_t i = 0; i < all.size(); ++i)
      for (std::size_t k = 0; k < weights.size(); ++k) {
        const double difference = m_history.observed()[i].point[k] - centre.point[k];
        distance[i] += weights[k] * (m_encoding.kinds()[k] == ColumnKind::Number ? difference * difference
                                                                                 : difference != 0.0);
      }
    std::vector<std::size_t> near = everything;
    std::stable_sort(near.begin(), near.end(), [&](std::size_t a, std::size_t b) { return distance[a] < distance[b]; });
    const std::size_t d = m_encoding.dimensions();
    near.resize(std::min<std::size_t>(near.size(), static_cast<std::size_t>(knob("GP_NEAR0", 10)) + static_cast<std::size_t>(knob("GP_NEARD", 4)) * d));
    area.reach.assign(m_encoding.parameters(), 0.0);
    double widest = 0.0;
    for (std::size_t k = 0; k < area.reach.size(); ++k) {
      for (std::size_t i = 0; i < near.size() * static_cast<std::size_t>(knob("GP_SHARE", 50)) / 100; ++i)
        if (!m_encoding.isCategory(k))
          area.reach[k] = std::max(area.reach[k], std::abs(m_history.observed()[near[i]].place[k] - centre.place[k]));
      if (m_encoding.coordinateOf(k) && !m_encoding.isCategory(k))
        widest = std::max(widest, area.reach[k] * std::sqrt(weights[*m_encoding.coordinateOf(k)]));
    }
    for (std::size_t k = 0; k < area.reach.size(); ++k)
      if (m_encoding.coordinateOf(k) && !m_encoding.isCategory(k))
        area.reach[k] = std::max({area.reach[k], 0.3 * widest / std::sqrt(weights[*m_encoding.coordinateOf(k)]), 1e-12});
    area.centres.insert(area.centres.begin(), centre.place);
    std::sort(near.begin(), near.end());
    m_local.learn(m_history, all, near);
    model = &m_local;
  }
  model->setPending(running.points, seed);
  const auto found = searchBest(*model, m_encoding, area);
  if (!found)
    return std::nullopt;
  return Suggestion{m_encoding.configurationOf(found->place), explained(*model, m_encoding.pointOf(found->place))};
}

Message GpSampler::explained(const GpModel& model, std::span<const double> point) const {
  const auto belief = model.at(point);
  const double sign = m_context.objectives[0].direction == Direction::Minimise ? 1.0 : -1.0;
  return Message(SWEEP_TEXT("expected improvement %1, predicted %2 ± %3 (best %4)"),
                 {roundedText(belief.improvement, 3), roundedText(sign * belief.loss, 4),
                  roundedText(belief.deviation, 2), roundedText(sign * model.incumbentLoss(), 4)});
}

} // namespace sweep
