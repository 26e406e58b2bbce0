// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampler/gp_sampler.h"

#include "core/base/rng.h"
#include "core/base/text.h"
#include "core/numerics/sobol.h"
#include "core/sampler/gp_region.h"
#include "core/sampler/gp_subset.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace sweep {

std::vector<Option> GpSampler::options() { return GpOptions::described(); }

Result<std::unique_ptr<Sampler>> GpSampler::create(SamplerContext context) {
  auto options = GpOptions::from(context.options);
  if (!options)
    return options.error();
  if (context.objectives.size() > 1)
    return Error(SWEEP_TEXT("Bayesian optimisation learns one objective, and the study has %1: choose NSGA-II or TPE for several."),
                 {std::to_string(context.objectives.size())});
  return Result<std::unique_ptr<Sampler>>(std::make_unique<GpSampler>(std::move(context), *options));
}

std::optional<std::uint64_t> GpSampler::plannedCount(const SamplerContext& context) {
  return Untried::count(context.space);
}

namespace {

/// Good trials around which candidates are drawn.
constexpr std::size_t Centres = 5;
/// Points of the sequence that are looked at for one start-up trial, and how far apart they lie in it: other trials' own points
/// are not taken.
constexpr std::uint64_t StartUpTries = 200;
constexpr std::uint64_t StartUpStride = 65536;

/// What a step of the quadratic has to promise, as a part of the distance between the best and the middle of all losses. With less the
/// search goes on elsewhere.
constexpr double LeastGain = 1e-10;
/// A step of the quadratic has to be this likely to succeed: it does not know of failures.
constexpr double LeastSuccess = 0.5;

/// Half of the trials refine around the best ones. With its knee at the median of all losses a model would see their small differences
/// and take the rest of the space for a cliff; here it is the median of the other half.
constexpr double FarKnee = 0.75;

GpOptions withoutNoise(GpOptions options) {
  options.deterministic = true;
  return options;
}

} // namespace

GpSampler::GpSampler(SamplerContext context, GpOptions options)
    : m_context(std::move(context)), m_options(options), m_encoding(m_context.space),
      m_history(m_encoding, m_context.objectives), m_model(m_encoding, options, FarKnee), m_exact(m_encoding, withoutNoise(options)),
      m_local(m_encoding, options), m_untried(m_context.space) {}

void GpSampler::observe(std::span<const Trial> changed) {
  m_history.observe(changed);
  m_untried.observe(changed);
}

GpSampler::Points GpSampler::running() const {
  Points points;
  for (const auto& [number, point] : m_history.pending())
    points.push_back(point);
  return points;
}

std::optional<GpSampler::Insight> GpSampler::insight(int number) {
  const Points running = this->running();
  if (isStarting(running) || m_history.observed().empty())
    return std::nullopt;
  const Lesson lesson = learn(number);
  const Look look = lookFor(number, lesson, running);
  return Insight{look.model, &m_encoding, &m_history, m_history.observed()[look.centre].trial, lesson.turn == Turn::Local};
}

std::optional<GpSampler::Beliefs> GpSampler::beliefs() {
  if (isStarting(running()) || m_history.observed().empty())
    return std::nullopt;
  const auto losses = this->losses();
  const auto subset = subsetOf(losses);
  m_model.learn(m_history, losses, subset, subset);
  m_model.setPending({}, m_context.seed);
  Beliefs beliefs{{}, m_model.noise()};
  for (const auto& entry : m_history.observed())
    if (!entry.pruned) {
      const auto belief = m_model.at(entry.point);
      beliefs.trials.push_back({entry.trial, belief.loss, belief.deviation});
    }
  return beliefs;
}

Suggestions GpSampler::suggest(const SuggestRequest& request) {
  Points running = this->running();
  return suggestUntried(m_untried, request, [&](int number) {
    auto next = suggestOne(number, running);
    if (next)
      running.push_back(m_encoding.pointOf(m_history.placeOf(next->configuration)));
    return next;
  });
}

std::optional<Suggestion> GpSampler::suggestOne(int number, const Points& running) {
  auto next = isStarting(running) ? startUp(number) : modelled(number, running);
  if (next)
    return next;
  // Small spaces run out, and hardly anything may satisfy the constraints.
  auto configuration = m_untried.draw(m_context.seed, number);
  if (!configuration)
    return std::nullopt;
  return Suggestion{std::move(*configuration),
                    Message(SWEEP_TEXT("uniform draw: the model found no new configuration that satisfies the constraints"))};
}

bool GpSampler::isStarting(const Points& running) const {
  const auto wanted = static_cast<std::size_t>(m_options.startup);
  const std::size_t learned = m_history.observed().size();
  const std::size_t all = learned + m_history.failed().size() + running.size();
  if (m_encoding.dimensions() == 0)
    return true;
  return learned < wanted && (learned < std::max<std::size_t>(2, wanted / 2) || all < wanted);
}

bool GpSampler::isTaken(std::span<const double> place) const {
  return m_untried.isTaken(m_encoding.configurationOf(place));
}

std::optional<Suggestion> GpSampler::startUp(int number) const {
  const SobolSequence sequence(m_encoding.parameters(), m_context.seed);
  for (std::uint64_t attempt = 0; attempt < StartUpTries; ++attempt) {
    const auto place = m_encoding.placeFromUnit(sequence.point(static_cast<std::uint64_t>(number) + attempt * StartUpStride));
    if (m_encoding.isAllowed(place) && !isTaken(place))
      return Suggestion{m_encoding.configurationOf(place),
                        Message(SWEEP_TEXT("start-up, %1 of %2 trials have results: a point of a Sobol sequence"),
                                {std::to_string(m_history.observed().size()), std::to_string(m_options.startup)})};
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

/// Every other trial refines around the best one; the others look everywhere, half of them from close, as if there were no noise, since a
/// model that explains small differences as noise stops improving there.
GpSampler::Turn GpSampler::turnOf(int number) const {
  if (number % 2 == 1)
    return m_options.local ? Turn::Local : Turn::Everywhere;
  return number % 4 == 2 && !m_options.deterministic ? Turn::WithoutNoise : Turn::Everywhere;
}

std::vector<std::size_t> GpSampler::subsetOf(std::span<const double> losses) const {
  std::vector<int> trials;
  for (const auto& entry : m_history.observed())
    trials.push_back(entry.trial);
  return learnedSubset(trials, losses);
}

GpSampler::Lesson GpSampler::learn(int number) {
  Lesson lesson{turnOf(number), losses(), {}, nullptr, {}};
  lesson.subset = subsetOf(lesson.losses);
  lesson.global = lesson.turn == Turn::WithoutNoise ? &m_exact : &m_model;
  lesson.global->learn(m_history, lesson.losses, lesson.subset, lesson.subset);
  if (lesson.turn == Turn::Local)
    lesson.step = onQuadratic(*lesson.global, lesson.losses);
  if (lesson.step && !isWorthwhile(*lesson.step, lesson.losses))
    lesson.turn = Turn::Elsewhere;
  return lesson;
}

GpSampler::Look GpSampler::lookFor(int number, const Lesson& lesson, const Points& running) {
  Look look{lesson.global, centreOf(number, lesson.subset[lesson.global->incumbentIndex()], lesson.losses), {}};
  if (lesson.turn == Turn::Elsewhere)
    look.centre = bestObserved(lesson.losses);
  GpSearchArea& area = look.area;
  area.seed = mixBits(m_context.seed) + static_cast<std::uint64_t>(number);
  area.isTaken = [this](std::span<const double> place) { return isTaken(place); };
  area.centres = bestPlaces(lesson.losses);
  if (lesson.turn == Turn::Local) {
    auto region = regionAround(look.centre, m_encoding, m_history, lesson.global->fit().kernel.weights);
    area.centres.insert(area.centres.begin(), m_encoding.withKnownChoices(m_history.observed()[look.centre].place));
    area.reach = std::move(region.reach);
    m_local.learn(m_history, lesson.losses, region.trials, lesson.subset);
    look.model = &m_local;
  }
  look.model->setPending(running, area.seed);
  return look;
}

std::optional<Suggestion> GpSampler::modelled(int number, const Points& running) {
  const Lesson lesson = learn(number);
  if (lesson.step && isUsable(*lesson.step, *lesson.global, lesson.losses))
    return explained(*lesson.step, lesson.losses);
  const Look look = lookFor(number, lesson, running);
  const auto found = searchBest(*look.model, m_encoding, look.area);
  if (!found)
    return std::nullopt;
  return Suggestion{m_encoding.configurationOf(found->place), explained(lesson.turn, m_history.observed()[look.centre].trial, *look.model,
                                                                        m_encoding.pointOf(found->place))};
}

/// Index of the best trial that was run to its end; the number of all where there is none.
std::size_t GpSampler::bestObserved(std::span<const double> losses) const {
  const auto& observed = m_history.observed();
  std::size_t best = observed.size();
  for (std::size_t i = 0; i < observed.size(); ++i)
    if (!observed[i].pruned && std::isfinite(losses[i]) && (best == observed.size() || losses[i] < losses[best]))
      best = i;
  return best;
}

/// Local steps surround the trial that the model believes to be the best and the one that was the best, in turns: a model of the whole
/// space takes for noise what is too small for it to see.
std::size_t GpSampler::centreOf(int number, std::size_t believed, std::span<const double> losses) const {
  const std::size_t best = bestObserved(losses);
  return number % 4 == 3 && best < losses.size() ? best : believed;
}

/// Nothing where no quadratic fits around the best trial.
std::optional<QuadraticStep> GpSampler::onQuadratic(const GpModel& global, std::span<const double> losses) const {
  const auto& observed = m_history.observed();
  const std::size_t best = bestObserved(losses);
  if (best == observed.size() || m_encoding.withKnownChoices(observed[best].place) != observed[best].place)
    return std::nullopt;
  return quadraticStep(m_encoding, m_history, losses, best, global.fit().kernel.weights);
}

bool GpSampler::isWorthwhile(const QuadraticStep& step, std::span<const double> losses) const {
  std::vector<double> sorted(losses.begin(), losses.end());
  const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
  std::nth_element(sorted.begin(), middle, sorted.end());
  const double best = losses[bestObserved(losses)];
  return best - step.loss > LeastGain * (*middle - best);
}

bool GpSampler::isUsable(const QuadraticStep& step, const GpModel& global, std::span<const double> losses) const {
  return isWorthwhile(step, losses) && m_encoding.isAllowed(step.place) && !isTaken(step.place) &&
         global.success(m_encoding.pointOf(step.place)) >= std::max(LeastSuccess, global.leastSuccess());
}

Suggestion GpSampler::explained(const QuadraticStep& step, std::span<const double> losses) const {
  const std::size_t best = bestObserved(losses);
  const double sign = m_context.objectives[0].direction == Direction::Minimise ? 1.0 : -1.0;
  return {m_encoding.configurationOf(step.place),
          Message(SWEEP_TEXT("near trial %1: lowest point of a quadratic through %2 trials (error %3 of their spread), "
                             "predicted %4 against %5 so far"),
                  {std::to_string(m_history.observed()[best].trial), std::to_string(step.trials), roundedText(step.error, 2),
                   roundedText(sign * step.loss, 6), roundedText(sign * losses[best], 6)})};
}

/// The best first.
std::vector<std::vector<double>> GpSampler::bestPlaces(std::span<const double> losses) const {
  std::vector<std::size_t> order(losses.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return losses[a] < losses[b]; });
  order.resize(std::min(order.size(), Centres));
  std::vector<std::vector<double>> places;
  for (const std::size_t i : order)
    places.push_back(m_encoding.withKnownChoices(m_history.observed()[i].place));
  return places;
}

Message GpSampler::explained(Turn turn, int centre, const GpModel& model, std::span<const double> point) const {
  const auto belief = model.at(point);
  const double sign = m_context.objectives[0].direction == Direction::Minimise ? 1.0 : -1.0;
  std::vector<std::string> numbers = {roundedText(sign * belief.loss, 4), roundedText(belief.deviation, 2),
                                      roundedText(sign * model.incumbentLoss(), 4), roundedText(belief.improvement, 3)};
  switch (turn) {
  case Turn::Local:
    numbers.push_back(std::to_string(centre));
    return Message(SWEEP_TEXT("near trial %5: predicted %1 ± %2 against %3 so far, expected improvement %4"), std::move(numbers));
  case Turn::WithoutNoise:
    return Message(SWEEP_TEXT("anywhere, taking values as exact: predicted %1 ± %2 against %3 so far, expected improvement %4"),
                   std::move(numbers));
  case Turn::Elsewhere:
    numbers.push_back(std::to_string(centre));
    return Message(SWEEP_TEXT("anywhere, as a quadratic finds nothing left to gain near trial %5: predicted %1 ± %2 against %3 so far, "
                              "expected improvement %4"),
                   std::move(numbers));
  case Turn::Everywhere:
    break;
  }
  return Message(SWEEP_TEXT("anywhere: predicted %1 ± %2 against %3 so far, expected improvement %4"), std::move(numbers));
}

} // namespace sweep
