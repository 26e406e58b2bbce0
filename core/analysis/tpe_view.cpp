// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/tpe_view.h"

#include "core/analysis/asked_sampler.h"
#include "core/sampler/registry.h"
#include "core/sampler/tpe_sampler.h"

#include <algorithm>
#include <cmath>

namespace sweep {

namespace {

/// A group's axis that a parameter is.
struct Axis {
  const TpeGroup* group = nullptr;
  std::size_t index = 0;
};

Axis axisOf(const std::vector<TpeGroup>& groups, std::size_t parameter) {
  for (const auto& group : groups) {
    const auto& parameters = group.parameters();
    if (const auto found = std::ranges::find(parameters, parameter); found != parameters.end())
      return {&group, static_cast<std::size_t>(found - parameters.begin())};
  }
  return {};
}

/// Positions along a parameter's axis as its estimators see them: all steps where there are few.
std::vector<double> placesAlong(const ParzenAxis& axis, const Domain& domain, std::size_t count) {
  std::vector<double> places;
  if (axis.kind == ParzenAxis::Kind::Categorical) {
    for (std::size_t i = 0; i < axis.prior.size(); ++i)
      places.push_back(static_cast<double>(i));
    return places;
  }
  const auto values = sizeOf(domain);
  const std::size_t steps = values ? static_cast<std::size_t>(std::min<std::uint64_t>(*values, count)) : count;
  for (std::size_t i = 0; i < steps; ++i)
    places.push_back(values ? (static_cast<double>(i) + 0.5) / static_cast<double>(steps)
                            : static_cast<double>(i) / static_cast<double>(std::max<std::size_t>(steps - 1, 1)));
  return places;
}

void measure(TpeView& view, const Axis& axis, const ParzenSpace& space, std::size_t parameter, const std::vector<double>& places) {
  std::vector<ParzenCoordinate> points;
  for (const double place : places) {
    const Value value = space.value(parameter, place);
    const auto point = space.coordinate(parameter, value);
    const auto at = view.axis.position(value);
    if (!point || !at || (!view.x.empty() && *at <= view.x.back()))
      continue;
    points.push_back(*point);
    view.x.push_back(*at);
  }
  const auto good = axis.group->good().logMarginals(axis.index, points);
  const auto bad = axis.group->bad().logMarginals(axis.index, points);
  for (std::size_t i = 0; i < points.size(); ++i) {
    view.good.push_back(std::exp(good[i]));
    view.bad.push_back(std::exp(bad[i]));
    view.ratio.push_back(std::exp(good[i] - bad[i]));
  }
}

void collect(TpeView& view, const Snapshot& snapshot, const Axis& axis, const std::string& name) {
  const auto add = [&](const ParzenEstimator& estimator, bool isGood) {
    for (const int number : estimator.ids()) {
      const auto index = static_cast<std::size_t>(number);
      const Value* value = index < snapshot.trials.size() ? snapshot.trials[index]->configuration.find(name) : nullptr;
      if (const auto at = value ? view.axis.position(*value) : std::nullopt)
        view.trials.push_back({number, *at, isGood});
    }
  };
  add(axis.group->good(), true);
  add(axis.group->bad(), false);
  std::ranges::sort(view.trials, {}, &TpeView::Seen::trial);
}

/// An automatic study has the default.
std::int64_t startUpOf(const SamplerContext& context, const StudySpec& spec) {
  const auto options = spec.method.sampler == "tpe" ? context.options : completedOptions(TpeSampler::options(), {}).value();
  return intOption(options, "startup");
}

} // namespace

Result<TpeView> tpeView(const Snapshot& snapshot, const TpeViewOptions& options, RetoldSampler& sampler) {
  if (!mayAsk(snapshot.spec, "tpe"))
    return Error(SWEEP_TEXT("Only TPE has densities of good and other trials. Choose it as the method in Setup to see them."));
  const auto context = samplerContext(snapshot.spec);
  if (!context)
    return context.error();
  const auto& parameters = context->space.parameters();
  const auto found = std::ranges::find(parameters, options.parameter, &Parameter::name);
  if (found == parameters.end())
    return Error(SWEEP_TEXT("There is no parameter “%1”."), {options.parameter});
  auto* told = sampler.at(snapshot, options.trial);
  if (!told)
    return Error(SWEEP_TEXT("The sampler of this study cannot be made."));
  auto* tpe = askedSampler<TpeSampler>(told, options.trial);
  if (!tpe)
    return Error(SWEEP_TEXT("At this moment the automatic method asks for something else than TPE, as the trial's origin says. Look at another moment."));
  const auto startUp = startUpOf(*context, snapshot.spec);
  if (tpe->results() < static_cast<std::size_t>(startUp))
    return Error(SWEEP_TEXT("At this moment the start-up lasted: trials were spread evenly until %1 of them had results. Look at a later moment."),
                 {std::to_string(startUp)});
  const auto parameter = static_cast<std::size_t>(found - parameters.begin());
  const Axis axis = axisOf(tpe->groups(), parameter);
  if (!axis.group)
    return Error(SWEEP_TEXT("“%1” has one value only, so there is nothing to learn of it."), {options.parameter});
  TpeView view;
  view.axis = parameterAxis(*found);
  view.goodCount = tpe->good().size();
  measure(view, axis, tpe->axes(), parameter, placesAlong(tpe->axes().axis(parameter), found->domain, options.positions));
  collect(view, snapshot, axis, options.parameter);
  return view;
}

} // namespace sweep
