// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampler/tpe_sampler.h"

#include "core/base/text.h"
#include "core/sampler/tpe_proposal.h"

#include <algorithm>
#include <cmath>

namespace sweep {

namespace {

const std::string Bad = "bad";
const std::string Ignored = "ignored";
const std::string Sobol = "sobol";
const std::string Uniform = "uniform";

Option switchOption(std::string name, bool on, std::string label, std::string help) {
  return {{std::move(name), CategoricalDomain{{true, false}, {}}, Value(on), {}, {}},
          std::move(label),
          std::move(help)};
}

TpeGrouping groupingOf(const Configuration& options) {
  if (!boolOption(options, "multivariate"))
    return TpeGrouping::Independent;
  return boolOption(options, "group") ? TpeGrouping::JointByCondition : TpeGrouping::JointUnconditional;
}

ParzenOptions parzenOptionsOf(const Configuration& options, double sharpness) {
  return {floatOption(options, "prior-weight"), boolOption(options, "consider-endpoints"),
          boolOption(options, "magic-clip"), sharpness};
}

Message originOf(const TpeProposal::Found& found, std::size_t good, std::size_t all, std::size_t candidates) {
  const std::string goodText = std::to_string(good);
  const std::string allText = std::to_string(all);
  const std::string candidatesText = std::to_string(candidates);
  const std::string logGood = roundedText(found.logGood, 3);
  const std::string logBad = roundedText(found.logBad, 3);
  const std::string ratio = roundedText(std::exp(found.logGood - found.logBad), 3);
  if (found.groups != 1)
    return Message(
        SWEEP_TEXT(
            "%1 groups of parameters, each the best of %2 draws like the best %3 of %4 trials: log l %5, "
            "log g %6, l/g %7"),
        {std::to_string(found.groups), candidatesText, goodText, allText, logGood, logBad, ratio});
  if (!found.near)
    return Message(
        SWEEP_TEXT(
            "anywhere, the best of %1 draws like the best %2 of %3 trials: log l %4, log g %5, l/g %6"),
        {candidatesText, goodText, allText, logGood, logBad, ratio});
  return Message(
      SWEEP_TEXT(
          "near trial %1, the best of %2 draws like the best %3 of %4 trials: log l %5, log g %6, l/g %7"),
      {std::to_string(*found.near), candidatesText, goodText, allText, logGood, logBad, ratio});
}

} // namespace

std::vector<Option> TpeSampler::options() {
  return {
      wholeOption("startup", {0, 100'000}, 10, SWEEP_TEXT("Start-up trials"),
                  SWEEP_TEXT("Until this many trials have a result, the space is covered evenly.")),
      wordOption("startup-draws", {Sobol, Uniform}, SWEEP_TEXT("Start-up draws"),
                 SWEEP_TEXT("Points of a Sobol sequence are more even than uniform draws.")),
      {{"good-share", FloatDomain{0.001, 0.5, false, {}}, Value(0.1), {}, {}},
       SWEEP_TEXT("Share of good trials"),
       SWEEP_TEXT("This share of the trials, the best, tells where to look.")},
      wholeOption("most-good", {1, 100'000}, 25, SWEEP_TEXT("Most good trials"),
                  SWEEP_TEXT("However many trials there are, no more than this count as good.")),
      wholeOption("candidates", {1, 100'000}, 24, SWEEP_TEXT("Draws per trial"),
          SWEEP_TEXT(
              "Drawn like the good trials; the one least like the others is tried. More is greedier.")),
      switchOption("multivariate", true, SWEEP_TEXT("Parameters together"),
                   SWEEP_TEXT("Learns which values go together; off, each parameter is looked at alone.")),
      switchOption(
          "group", true, SWEEP_TEXT("Conditions together"),
          SWEEP_TEXT("Parameters with the same condition are looked at together; off, each of them alone.")),
      {{"prior-weight", FloatDomain{0.001, 1000.0, true, {}}, Value(0.5), {}, {}},
       SWEEP_TEXT("Weight of the prior"),
       SWEEP_TEXT("How many trials the assumption weighs that any value may be good.")},
      switchOption("consider-endpoints", false, SWEEP_TEXT("Reach to the ends"),
                   SWEEP_TEXT("Widens the outermost trials' influence up to the ends of the range.")),
      {{"sharpness", FloatDomain{0.1, 100.0, true, {}}, Value(5.0), {}, {}},
       SWEEP_TEXT("Sharpness"),
       SWEEP_TEXT(
           "How near to good trials new ones are drawn; 1 is the customary rule, more comes closer to an "
           "optimum, sooner.")},
      switchOption("magic-clip", true, SWEEP_TEXT("No narrow kernels"),
                   SWEEP_TEXT("Keeps every trial's influence at least a hundredth of the range wide.")),
      wordOption("pending", {Bad, Ignored}, SWEEP_TEXT("Running trials"),
                 SWEEP_TEXT("Counted as bad, trials that run at the same time keep apart.")),
      wordOption("failures", {Bad, Ignored}, SWEEP_TEXT("Failed trials"),
                 SWEEP_TEXT("Counted as bad, what fails is kept away from; what could not start, was lost or "
                            "stopped is not counted.")),
      wholeOption("newest", {50, 100'000}, 256, SWEEP_TEXT("Newest trials"),
          SWEEP_TEXT("So many trials are kept one by one; older ones are thinned out for speed, the more the "
                     "older.")),
  };
}

Result<std::unique_ptr<Sampler>> TpeSampler::create(SamplerContext context) {
  return Result<std::unique_ptr<Sampler>>(std::make_unique<TpeSampler>(std::move(context)));
}

std::optional<std::uint64_t> TpeSampler::plannedCount(const SamplerContext& context) {
  return Untried::count(context.space);
}

TpeSampler::TpeSampler(SamplerContext context)
    : m_context(std::move(context)), m_axes(m_context.space), m_untried(m_context.space),
      m_sequence(m_context.space.parameters().size(), m_context.seed),
      m_startUpCount(static_cast<std::size_t>(intOption(m_context.options, "startup"))),
      m_countsPending(textOption(m_context.options, "pending") == Bad), m_ranking(m_context.objectives) {
  for (auto& parameters : tpeGroups(m_context.space, m_axes, groupingOf(m_context.options)))
    m_groups.emplace_back(std::move(parameters), m_axes,
                          parzenOptionsOf(m_context.options, floatOption(m_context.options, "sharpness")),
                          parzenOptionsOf(m_context.options, 1.0),
                          static_cast<std::size_t>(intOption(m_context.options, "newest")));
}

void TpeSampler::observe(std::span<const Trial> changed) {
  m_untried.observe(changed);
  for (const auto& trial : changed) {
    m_pending.erase(trial.number);
    if (trial.state == TrialState::Failed)
      learnFailed(trial);
    else if (isFinished(trial.state) || lastReached(trial))
      learn(trial);
    else if (m_countsPending)
      m_pending.emplace(trial.number, m_axes.positions(trial.configuration));
  }
  m_goodStale = true;
}

void TpeSampler::learn(const Trial& trial) {
  m_ranking.put(trial, m_context.space.satisfiesConstraints(trial.configuration) ? 0.0 : 1.0);
  addToGroups(trial);
}

void TpeSampler::learnFailed(const Trial& trial) {
  // It may have reached a budget before.
  m_ranking.erase(trial.number);
  const bool counts = textOption(m_context.options, "failures") == Bad;
  if (counts && (!trial.failure || mayBlameConfiguration(trial.failure->kind)))
    addToGroups(trial);
}

void TpeSampler::addToGroups(const Trial& trial) {
  const TpeTrial seen{trial.number, m_axes.positions(trial.configuration)};
  for (auto& group : m_groups)
    group.add(seen);
}

const std::vector<int>& TpeSampler::good() {
  if (!m_goodStale)
    return m_good;
  const double share = floatOption(m_context.options, "good-share");
  const auto most = static_cast<std::size_t>(intOption(m_context.options, "most-good"));
  m_good = m_ranking.best(tpeGoodCount(m_ranking.size(), share, most));
  m_groupGood.clear();
  for (const auto& group : m_groups)
    m_groupGood.push_back(isConditional(group)
                              ? m_ranking.bestOf([&](int number) { return group.contains(number); }, share, most)
                              : m_good);
  m_goodStale = false;
  return m_good;
}

/// With several objectives what is best among all is taken everywhere: fronts of parts of the trials would favour what lies alone.
bool TpeSampler::isConditional(const TpeGroup& group) const {
  return m_context.objectives.size() == 1 && m_context.space.parameters()[group.parameters().front()].condition.has_value();
}

void TpeSampler::updateGroups() {
  std::vector<TpeTrial> pending = m_suggested;
  for (const auto& [number, positions] : m_pending)
    pending.push_back({number, positions});
  good();
  for (std::size_t i = 0; i < m_groups.size(); ++i)
    m_groups[i].update(m_groupGood[i], pending);
}

const std::vector<TpeGroup>& TpeSampler::groups() {
  m_suggested.clear();
  updateGroups();
  return m_groups;
}

Suggestions TpeSampler::suggest(const SuggestRequest& request) {
  m_suggested.clear();
  return suggestUntried(m_untried, request, [&](int number) {
    auto suggestion = suggestOne(number);
    if (suggestion && m_countsPending)
      m_suggested.push_back({number, m_axes.positions(suggestion->configuration)});
    return suggestion;
  });
}

std::optional<Suggestion> TpeSampler::suggestOne(int number) {
  return m_ranking.size() < m_startUpCount ? startUp(number) : modelled(number);
}

std::optional<Suggestion> TpeSampler::startUp(int number) const {
  const std::vector<std::string> counts = {std::to_string(m_ranking.size()), std::to_string(m_startUpCount)};
  if (textOption(m_context.options, "startup-draws") == Sobol) {
    Configuration configuration =
        m_context.space.fromUnit(m_sequence.point(static_cast<std::uint64_t>(number)));
    if (m_untried.offers(configuration))
      return Suggestion{
          std::move(configuration),
          Message(SWEEP_TEXT("start-up, %1 of %2 trials have results: a point of a Sobol sequence"), counts)};
  }
  return uniformDraw(number,
                     Message(SWEEP_TEXT("start-up, %1 of %2 trials have results: a uniform draw"), counts));
}

std::optional<Suggestion> TpeSampler::modelled(int number) {
  updateGroups();
  const auto candidates = static_cast<std::size_t>(intOption(m_context.options, "candidates"));
  // Another stream than that of uniform draws.
  const Rng rng(mixBits(m_context.seed), static_cast<std::uint64_t>(number));
  auto found = TpeProposal(m_untried, m_axes, m_groups, candidates, rng).find();
  if (!found)
    return uniformDraw(
        number,
        Message(SWEEP_TEXT("a uniform draw, as what is likely to be good was tried before or breaks a "
                           "constraint")));
  Message origin = originOf(*found, good().size(), m_ranking.size(), candidates);
  return Suggestion{std::move(found->configuration), std::move(origin)};
}

std::optional<Suggestion> TpeSampler::uniformDraw(int number, const Message& why) const {
  auto configuration = m_untried.draw(m_context.seed, number);
  return configuration ? std::optional(Suggestion{std::move(*configuration), why}) : std::nullopt;
}

} // namespace sweep
