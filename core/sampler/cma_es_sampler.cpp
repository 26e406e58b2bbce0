// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampler/cma_es_sampler.h"

#include "core/base/rng.h"
#include "core/base/text.h"
#include "core/numerics/truncated_normal.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>

namespace sweep {

namespace {

constexpr std::uint64_t DrawSeed = 0x636d612d6573;
constexpr std::uint64_t SequenceSeed = 0x65766572;
constexpr std::uint64_t RestartSeed = 0x72657374617274;
/// Draws in a row outside the cube, after which one is moved to its surface.
constexpr int MostDrawsOutside = 100;
constexpr int MostCandidates = 60;
/// From this candidate on they come from a wider and wider distribution: the near ones are taken.
constexpr int FirstWidened = 20;
constexpr double Widening = 1.1;
constexpr std::size_t RememberedModels = 8;
/// Populations double up to so many times the first.
constexpr int MostGrowth = 256;

} // namespace

/// The candidates of a trial, one after the other: the same ones for the same distribution, seed and number. The first is
/// quasi-random, so that the trials together fill the distribution more evenly than chance would (Teytaud & Gelly 2007,
/// "DCMA: yet another derandomization in covariance-matrix-adaptation").
class CmaEsSampler::Candidates {
public:
  Candidates(const CmaEsSampler& sampler, const CmaModel& model, int number)
      : m_model(model), m_rng(sampler.m_context.seed ^ DrawSeed, static_cast<std::uint64_t>(number)),
        m_normals(static_cast<Eigen::Index>(sampler.m_space.numberCount())),
        m_uniforms(sampler.m_space.choiceCount()),
        m_even(sampler.m_sequence.point(static_cast<std::uint64_t>(number))) {}

  std::optional<CmaPoint> next() {
    if (m_count == MostCandidates)
      return std::nullopt;
    const double width = m_count < FirstWidened ? 1.0 : std::pow(Widening, m_count - FirstWidened);
    CmaPoint point = m_count == 0 ? drawEvenly() : draw(width);
    ++m_count;
    for (int i = 0; i < MostDrawsOutside && !isInside(point); ++i)
      point = draw(width);
    point.place = point.place.cwiseMax(0.0).cwiseMin(1.0);
    return point;
  }

private:
  static bool isInside(const CmaPoint& point) {
    return (point.place.array() >= 0.0).all() && (point.place.array() <= 1.0).all();
  }

  CmaPoint drawEvenly() {
    const std::size_t numbers = m_even.size() - m_uniforms.size();
    for (std::size_t i = 0; i < numbers; ++i)
      m_normals[static_cast<Eigen::Index>(i)] = normalQuantile(std::max(m_even[i], 0x1p-53));
    std::copy(m_even.begin() + static_cast<std::ptrdiff_t>(numbers), m_even.end(), m_uniforms.begin());
    return m_model.sample(m_normals, m_uniforms);
  }

  CmaPoint draw(double width) {
    for (double& normal : m_normals)
      normal = width * m_rng.normal();
    for (double& uniform : m_uniforms)
      uniform = m_rng.uniform();
    return m_model.sample(m_normals, m_uniforms);
  }

  const CmaModel& m_model;
  Rng m_rng;
  Eigen::VectorXd m_normals;
  std::vector<double> m_uniforms;
  std::vector<double> m_even;
  int m_count = 0;
};

namespace {

Message reasonOf(CmaStop stop) {
  switch (stop) {
  case CmaStop::StepVanished:
    return Message(SWEEP_TEXT("the step had become too small to matter"));
  case CmaStop::IllConditioned:
    return Message(SWEEP_TEXT("the shape had become too thin to compute with"));
  case CmaStop::FlatObjective:
    return Message(SWEEP_TEXT("the best value had stopped changing"));
  case CmaStop::StepExploded:
    return Message(SWEEP_TEXT("the step had grown without end"));
  case CmaStop::None:
    break;
  }
  return {};
}

} // namespace

std::vector<Option> CmaEsSampler::options() {
  return {
      {{"population", IntDomain{0, 10'000}, Value(std::int64_t{0}), {}, {}},
       SWEEP_TEXT("Population"),
       SWEEP_TEXT(
           "Trials in a generation; 0 for 4 + 3 ln n with n parameters. At least as many as trials run "
           "at a time.")},
      {{"initial-step", FloatDomain{0.01, 1.0, true, {}}, Value(0.15), {}, {}},
       SWEEP_TEXT("First step"),
       SWEEP_TEXT("Standard deviation of the first generation, as a part of each range: smaller where good "
                  "defaults are known.")},
      {{"restarts",
        CategoricalDomain{
            {Value(std::string("none")), Value(std::string("ipop")), Value(std::string("bipop"))}, {}},
        Value(std::string("ipop")),
        {},
        {}},
       SWEEP_TEXT("Restarts"),
       SWEEP_TEXT(
           "When there is nothing more to find where it searches: ipop begins anew elsewhere with twice the "
           "population, bipop also tries small ones in turn.")}};
}

Result<std::unique_ptr<Sampler>> CmaEsSampler::create(SamplerContext context) {
  if (context.objectives.size() > 1)
    return Error(
        SWEEP_TEXT(
            "CMA-ES searches for the best of one objective, and there are %1. Choose NSGA-II, or remove "
            "objectives."),
        {std::to_string(context.objectives.size())});
  return Result<std::unique_ptr<Sampler>>(std::make_unique<CmaEsSampler>(std::move(context)));
}

std::optional<std::uint64_t> CmaEsSampler::plannedCount(const SamplerContext& context) {
  return Untried::count(context.space);
}

CmaEsSampler::CmaEsSampler(SamplerContext context)
    : m_context(std::move(context)), m_space(m_context.space), m_untried(m_context.space),
      m_sequence(m_space.numberCount() + m_space.choiceCount(), m_context.seed ^ SequenceSeed),
      m_step(floatOption(m_context.options, "initial-step")) {
  const std::string restarts = textOption(m_context.options, "restarts");
  m_restarts = restarts == "none"    ? Restarts::None
               : restarts == "bipop" ? Restarts::Alternating
                                     : Restarts::Doubling;
  const int chosen = static_cast<int>(intOption(m_context.options, "population"));
  m_models.push_front(std::make_shared<CmaModel>(
      m_space, CmaModel::Start{m_space.start(), m_step, chosen > 0 ? std::max(chosen, 4) : 0}));
  m_populationSize = m_largePopulation = m_models.front()->populationSize();
}

void CmaEsSampler::startFrom(const Configuration& place, double step) {
  CmaModel::Start start{m_space.start(), step, m_populationSize};
  start.mean = m_space.point(place, start.mean).place;
  m_models.assign(1, std::make_shared<CmaModel>(m_space, start));
}

void CmaEsSampler::observe(std::span<const Trial> changed) {
  m_untried.observe(changed);
  for (const Trial& trial : changed) {
    if (!isFinished(trial.state)) {
      m_pending.insert(trial.number);
      continue;
    }
    m_pending.erase(trial.number);
    m_members.push_back(memberOf(trial));
    if (static_cast<int>(m_members.size()) >= m_models.front()->populationSize())
      endGeneration();
  }
}

CmaEsSampler::Member CmaEsSampler::memberOf(const Trial& trial) const {
  Member member{pointOf(trial), Tier::Failed, 0.0, trial.number};
  const auto value = trial.value();
  if (value && std::isfinite(*value) && trial.state != TrialState::Failed) {
    member.tier = trial.state == TrialState::Complete ? Tier::Complete : Tier::Pruned;
    member.value = lossOf(m_context.objectives.front(), *value);
  }
  return member;
}

/// A trial stores the configuration, which is what the draw was rounded to; the draw itself is found again among the
/// candidates of the last distributions.
CmaPoint CmaEsSampler::pointOf(const Trial& trial) const {
  for (const Model& model : m_models) {
    if (!trial.fromSampler)
      break;
    Candidates candidates(*this, *model, trial.number);
    while (auto point = candidates.next())
      if (m_space.configuration(*point) == trial.configuration) {
        const CmaPoint seen = m_space.point(trial.configuration, point->place);
        point->choices = seen.choices;
        return *point;
      }
  }
  const CmaModel& model = *m_models.front();
  return model.pulledIn(m_space.point(trial.configuration, model.mean()));
}

void CmaEsSampler::endGeneration() {
  std::vector<Member> members = std::exchange(m_members, {});
  std::sort(members.begin(), members.end(), [](const Member& a, const Member& b) {
    return std::tie(a.tier, a.value, a.number) < std::tie(b.tier, b.value, b.number);
  });
  if (members.front().tier == Tier::Failed)
    return;
  (m_inSmallRun ? m_smallTrials : m_largeTrials) += static_cast<int>(members.size());
  std::vector<CmaPoint> points;
  for (Member& member : members)
    points.push_back(std::move(member.point));
  auto next = std::make_shared<CmaModel>(*m_models.front());
  next->tell(m_space, points,
             members.front().tier == Tier::Complete ? members.front().value
                                                    : std::numeric_limits<double>::infinity());
  const CmaStop stop = next->stop();
  m_models.push_front(std::move(next));
  if (stop != CmaStop::None && m_restarts != Restarts::None)
    restart(stop);
  m_models.resize(std::min(m_models.size(), RememberedModels));
}

void CmaEsSampler::restart(CmaStop why) {
  ++m_run;
  m_whyRestarted = reasonOf(why);
  m_models.push_front(std::make_shared<CmaModel>(m_space, startOfRun(m_run)));
}

/// Auger & Hansen 2005, "A restart CMA evolution strategy with increasing population size"; Hansen 2009, "Benchmarking a
/// BI-population CMA-ES on the BBOB-2009 function testbed".
CmaModel::Start CmaEsSampler::startOfRun(int run) {
  Rng rng(m_context.seed ^ RestartSeed, static_cast<std::uint64_t>(run));
  CmaModel::Start start{m_space.start(), m_step, 0};
  for (double& coordinate : start.mean)
    coordinate = rng.uniform();
  m_inSmallRun = m_restarts == Restarts::Alternating && m_smallTrials < m_largeTrials && run > 1;
  if (m_inSmallRun) {
    const double u = rng.uniform();
    const double growth = 0.5 * m_largePopulation / m_populationSize;
    start.populationSize = std::max(4, static_cast<int>(m_populationSize * std::pow(growth, u * u)));
    start.step = m_step * std::pow(10.0, -2.0 * rng.uniform());
  } else {
    m_largePopulation = std::min(2 * m_largePopulation, MostGrowth * m_populationSize);
    start.populationSize = m_largePopulation;
  }
  return start;
}

Suggestions CmaEsSampler::suggest(const SuggestRequest& request) {
  const std::size_t before = m_members.size() + m_pending.size() + 1;
  return suggestUntried(m_untried, request, [&](int number) {
    return draw(number, before + static_cast<std::size_t>(number - request.firstNumber));
  });
}

std::optional<Suggestion> CmaEsSampler::draw(int number, std::size_t position) const {
  Candidates candidates(*this, *m_models.front(), number);
  while (const auto point = candidates.next()) {
    Configuration configuration = m_space.configuration(*point);
    if (m_untried.offers(configuration))
      return Suggestion{std::move(configuration), originOf(position)};
  }
  auto configuration = m_untried.draw(m_context.seed, number);
  if (!configuration)
    return std::nullopt;
  return Suggestion{
      std::move(*configuration),
      Message(SWEEP_TEXT("uniform draw: %1 draws of generation %2 were all tried before or against the "
                         "constraints"),
              {std::to_string(MostCandidates), std::to_string(m_models.front()->generation() + 1)})};
}

Message CmaEsSampler::originOf(std::size_t position) const {
  const CmaModel& model = *m_models.front();
  std::vector<std::string> facts = {std::to_string(model.generation() + 1), std::to_string(position),
                                    std::to_string(model.populationSize()), roundedText(model.spread(), 2)};
  if (m_run == 0)
    return Message(SWEEP_TEXT("generation %1, draw %2 of %3, step size %4 of the ranges"), std::move(facts));
  facts.push_back(std::to_string(m_run));
  facts.push_back(m_whyRestarted.str());
  return Message(SWEEP_TEXT("generation %1, draw %2 of %3, step size %4 of the ranges; restart %5 since %6"),
                 std::move(facts));
}

} // namespace sweep
