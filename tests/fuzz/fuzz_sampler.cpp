// SPDX-License-Identifier: GPL-3.0-or-later
// Any search space with any history. Every sampler either refuses the space with a sentence, or suggests what lies in it and meets the
// constraints, ends or waits with a sentence, and suggests the same again when it is told the same.
//
// Input: bytes are taken from the front for whatever is to be decided next; where they end, zeros follow. The first says which sampler:
// zero for every one of them, which takes its time.
#include "core/sampler/registry.h"
#include "tests/fuzz/claim.h"

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>

namespace sweep::fuzz {
namespace {

constexpr std::size_t MostParameters = 5;
constexpr int MostTrials = 24;

class Bytes {
public:
  Bytes(const std::uint8_t* data, std::size_t size) : m_data(data), m_size(size) {}

  std::uint8_t byte() { return m_at < m_size ? m_data[m_at++] : 0; }
  /// In [0, count).
  std::size_t below(std::size_t count) { return byte() % count; }
  bool chance(int of256) { return byte() < of256; }
  double unit() { return (byte() * 256.0 + byte()) / 65535.0; }

  double real() {
    static constexpr std::array special = {0.0,
                                           1.0,
                                           -1.0,
                                           0.1,
                                           1e-3,
                                           1e300,
                                           -1e300,
                                           1e-300,
                                           5e-324,
                                           std::numeric_limits<double>::max(),
                                           std::numeric_limits<double>::lowest(),
                                           0.3333333333333333};
    return chance(128)
               ? special[below(special.size())]
               : std::round(20.0 * (unit() - 0.5)) * std::pow(10.0, static_cast<double>(below(9)) - 4.0);
  }

  std::int64_t whole() {
    static constexpr std::array special = {std::numeric_limits<std::int64_t>::max(),
                                           std::numeric_limits<std::int64_t>::min()};
    return chance(16) ? special[below(special.size())]
                      : static_cast<std::int64_t>(byte()) - (chance(64) ? 128 : 0);
  }

private:
  const std::uint8_t* m_data;
  std::size_t m_size;
  std::size_t m_at = 0;
};

Domain domainFrom(Bytes& bytes) {
  switch (bytes.below(4)) {
  case 0: {
    const double a = bytes.real(), b = bytes.real();
    FloatDomain domain{std::min(a, b), std::max(a, b), bytes.chance(80), {}};
    if (!domain.log && bytes.chance(60))
      domain.step = (domain.high - domain.low) / static_cast<double>(1 + bytes.below(40));
    return domain;
  }
  case 1: {
    const auto a = bytes.whole(), b = bytes.whole();
    IntDomain domain{std::min(a, b), std::max(a, b), bytes.chance(80), 1};
    if (!domain.log)
      domain.step = 1 + static_cast<std::int64_t>(bytes.below(4));
    return domain;
  }
  case 2: {
    CategoricalDomain domain;
    const std::size_t count = 1 + bytes.below(5);
    const bool weighted = bytes.chance(60);
    for (std::size_t i = 0; i < count; ++i) {
      domain.choices.push_back(bytes.chance(128) ? Value(static_cast<std::int64_t>(i))
                                                 : Value("c" + std::to_string(i)));
      if (weighted)
        domain.weights.push_back(static_cast<double>(bytes.below(4)));
    }
    return domain;
  }
  default:
    return ConstantDomain{Value(bytes.whole())};
  }
}

SpaceSpec spaceFrom(Bytes& bytes) {
  SpaceSpec space;
  const std::size_t count = 1 + bytes.below(MostParameters);
  for (std::size_t i = 0; i < count; ++i) {
    Parameter parameter{"p" + std::to_string(i), domainFrom(bytes), {}, {}, {}};
    if (i > 0 && bytes.chance(90)) {
      const Parameter& parent = space.parameters[bytes.below(i)];
      if (problemsOf(parent.domain).empty())
        parameter.condition =
            Condition{parent.name,
                      isNumeric(parent.domain) && bytes.chance(128) ? Relation::AtLeast : Relation::OneOf,
                      {sweep::fromUnit(parent.domain, bytes.unit())}};
    }
    space.parameters.push_back(std::move(parameter));
  }
  if (bytes.chance(50))
    space.constraints.push_back("p0 <= " + std::to_string(static_cast<int>(bytes.byte()) - 100));
  return space;
}

/// What becomes of a trial that is suggested or goes on.
void happen(Trial& trial, Bytes& bytes, std::size_t objectives) {
  std::vector<double> values;
  for (std::size_t i = 0; i < objectives; ++i)
    values.push_back(bytes.real());
  switch (bytes.below(8)) {
  case 0:
    trial.state = TrialState::Failed;
    trial.failure = Failure{};
    break;
  case 1:
    trial.state = TrialState::Running;
    break;
  case 2:
    trial.state = TrialState::Pruned;
    trial.values = std::move(values);
    break;
  case 3: {
    trial.state = TrialState::Paused;
    Attempt& attempt = trial.attempts.emplace_back();
    trial.budget = attempt.budget = trial.budget.value_or(0.0) + 1.0 + static_cast<double>(bytes.below(3));
    attempt.values = std::move(values);
    break;
  }
  default:
    trial.state = TrialState::Complete;
    trial.values = std::move(values);
  }
}

/// A study's trials, and the sampler that is told of them.
class History {
public:
  History(Sampler& sampler, std::size_t objectives) : m_sampler(sampler), m_objectives(objectives) {}

  int size() const { return static_cast<int>(m_trials.size()); }

  void add(Configuration configuration, bool fromSampler, Bytes& bytes) {
    Trial trial;
    trial.number = size();
    trial.configuration = std::move(configuration);
    trial.fromSampler = fromSampler;
    m_trials.push_back(std::move(trial));
    goOn(m_trials.back(), bytes);
  }

  /// By hand: the configuration of an earlier trial once more.
  void repeat(Bytes& bytes) {
    if (!m_trials.empty())
      add(Configuration(m_trials[bytes.below(m_trials.size())].configuration), false, bytes);
  }

  /// More happens to a trial that was not finished.
  void goOn(Bytes& bytes) {
    if (m_trials.empty())
      return;
    if (Trial& trial = m_trials[bytes.below(m_trials.size())]; !isFinished(trial.state))
      goOn(trial, bytes);
  }

  /// As a study that is opened again: what has finished in the order in which it did, then the others.
  std::vector<Trial> retold() const {
    std::vector<Trial> all;
    for (const int number : m_finishOrder)
      all.push_back(m_trials[static_cast<std::size_t>(number)]);
    for (const Trial& trial : m_trials)
      if (!isFinished(trial.state))
        all.push_back(trial);
    return all;
  }

private:
  void goOn(Trial& trial, Bytes& bytes) {
    happen(trial, bytes, m_objectives);
    if (isFinished(trial.state))
      m_finishOrder.push_back(trial.number);
    m_sampler.observe({&trial, 1});
  }

  Sampler& m_sampler;
  std::size_t m_objectives;
  std::vector<Trial> m_trials;
  std::vector<int> m_finishOrder;
};

void claimSound(const Suggestions& answer, std::size_t wanted, const SearchSpace& space) {
  claim(answer.items.size() <= wanted, "no more is suggested than was asked for");
  claim(answer.items.size() == wanted || !answer.reason.empty(), "less is suggested with a reason");
  for (const Suggestion& item : answer.items) {
    const auto checked = space.check(item.configuration);
    claim(checked.ok(), "what is suggested lies in the space", checked ? "" : checked.error().str());
    claim(!item.origin.empty(), "what is suggested says where it comes from");
    for (const auto& [name, value] : item.configuration)
      claim(!std::holds_alternative<double>(value) || std::isfinite(std::get<double>(value)),
            "numbers are finite", name);
  }
}

void search(const StudySpec& spec, const SearchSpace& space, Bytes bytes) {
  auto sampler = createSampler(spec);
  if (!sampler) {
    claim(!sampler.error().empty(), "a refusal has a sentence");
    return;
  }
  History history(**sampler, spec.objectives.size());
  while (history.size() < MostTrials) {
    const std::size_t wanted = 1 + bytes.below(3);
    Suggestions answer = (*sampler)->suggest({wanted, history.size()});
    claimSound(answer, wanted, space);
    for (Suggestion& item : answer.items)
      history.add(std::move(item.configuration), true, bytes);
    if (bytes.chance(40))
      history.repeat(bytes);
    if (bytes.chance(60))
      history.goOn(bytes);
    if (answer.items.empty())
      break;
  }
  const Suggestions answer = (*sampler)->suggest({1, history.size()});
  claimSound(answer, 1, space);
  auto again = createSampler(spec).value();
  again->observe(history.retold());
  const Suggestions repeated = again->suggest({1, history.size()});
  claim(answer.items.size() == repeated.items.size(), "the same history gives as many suggestions",
        spec.method.sampler);
  for (std::size_t i = 0; i < answer.items.size(); ++i)
    claim(answer.items[i].configuration == repeated.items[i].configuration,
          "the same history gives the same suggestion", spec.method.sampler);
}

} // namespace
} // namespace sweep::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sweep;
  fuzz::Bytes bytes(data, size);
  const std::size_t which = bytes.byte();
  StudySpec spec;
  spec.seed = bytes.byte();
  spec.objectives.resize(bytes.chance(40) ? 2 : 1);
  spec.objectives.front().direction = bytes.chance(128) ? Direction::Maximise : Direction::Minimise;
  if (bytes.chance(128))
    spec.limits.trials.reset();
  spec.space = fuzz::spaceFrom(bytes);
  const auto space = SearchSpace::create(spec.space);
  if (!space)
    return 0;
  const auto entries = samplers();
  for (std::size_t i = 0; i < entries.size(); ++i)
    if (which == 0 || (which - 1) % entries.size() == i) {
      spec.method.sampler = entries[i].id;
      fuzz::search(spec, *space, bytes);
    }
  return 0;
}
