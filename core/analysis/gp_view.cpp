// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/gp_view.h"

#include "core/analysis/asked_sampler.h"
#include "core/sampler/gp_sampler.h"

#include <algorithm>
#include <cmath>

namespace sweep {

namespace {

/// Numbers of places (sampler/gp_encoding.h) along a parameter, each with its position on the axis.
struct Walk {
  std::size_t parameter = 0;
  std::vector<double> numbers;
  std::vector<double> positions;
};

class Looking {
public:
  Looking(const Snapshot& snapshot, const GpSampler::Insight& insight, GpOptions::Acquisition acquisition)
      : m_snapshot(snapshot), m_insight(insight), m_acquisition(acquisition) {}

  void anchorAt(const Configuration& configuration) {
    m_place = m_insight.encoding->withKnownChoices(m_insight.history->placeOf(configuration));
    m_insight.encoding->activity(m_place, m_active);
  }

  Result<Walk> walk(const std::string& name, const ParameterAxis& axis, std::size_t count) const {
    const auto& parameters = m_snapshot.spec.space.parameters;
    const auto found = std::ranges::find(parameters, name, &Parameter::name);
    if (found == parameters.end())
      return Error(SWEEP_TEXT("There is no parameter “%1”."), {name});
    Walk walk{static_cast<std::size_t>(found - parameters.begin()), {}, {}};
    if (!m_active[walk.parameter])
      return Error(SWEEP_TEXT("“%1” takes no part in the configuration that was chosen at this moment. Choose another parameter or another moment."),
                   {name});
    for (const double number : numbersOf(walk.parameter, count)) {
      auto place = m_place;
      place[walk.parameter] = number;
      const auto configuration = m_insight.encoding->configurationOf(place);
      const Value* value = configuration.find(name);
      if (const auto at = value ? axis.position(*value) : std::nullopt) {
        walk.numbers.push_back(number);
        walk.positions.push_back(*at);
      }
    }
    if (walk.numbers.empty())
      return Error(SWEEP_TEXT("“%1” has no value that the model knows."), {name});
    return walk;
  }

  /// One row of a view after the other.
  void look(GpView& view, const Walk& x, const Walk* y, std::size_t row) const {
    const auto& encoding = *m_insight.encoding;
    std::vector<double> points(x.numbers.size() * encoding.dimensions());
    auto place = m_place;
    if (y)
      place[y->parameter] = y->numbers[row];
    for (std::size_t i = 0; i < x.numbers.size(); ++i) {
      place[x.parameter] = x.numbers[i];
      const std::span<double> point(points.data() + i * encoding.dimensions(), encoding.dimensions());
      encoding.pointOf(place, point);
      const auto belief = m_insight.model->at(point);
      view.mean.push_back(lossOf(m_snapshot.spec.objective(), belief.loss));
      view.deviation.push_back(belief.deviation);
    }
    std::vector<double> values(x.numbers.size());
    m_insight.model->values(points.data(), values.size(), values.data());
    view.worth.insert(view.worth.end(), values.begin(), values.end());
  }

  /// Acquisitions are logarithms, improvements or bounds: only shares of the largest can be compared.
  void scaleWorth(std::vector<double>& worth) const {
    const auto [least, most] = std::ranges::minmax(worth);
    const bool isLog = m_acquisition == GpOptions::Acquisition::LogExpectedImprovement ||
                       m_acquisition == GpOptions::Acquisition::ProbabilityOfImprovement;
    const double floor = m_acquisition == GpOptions::Acquisition::UpperConfidenceBound ? least : 0.0;
    for (double& value : worth)
      value = isLog ? std::exp(value - most) : most > floor ? (value - floor) / (most - floor) : 0.0;
  }

private:
  std::vector<double> numbersOf(std::size_t parameter, std::size_t count) const {
    const auto& encoding = *m_insight.encoding;
    std::vector<double> numbers;
    if (encoding.isCategory(parameter)) {
      for (const auto choice : encoding.choicesOf(parameter))
        numbers.push_back(static_cast<double>(choice));
      return numbers;
    }
    const auto values = encoding.valuesOf(parameter);
    const std::size_t steps = values ? static_cast<std::size_t>(std::min<std::uint64_t>(*values, count)) : count;
    for (std::size_t i = 0; i < steps; ++i) {
      const double share = values ? (static_cast<double>(i) + 0.5) / static_cast<double>(steps)
                                  : static_cast<double>(i) / static_cast<double>(std::max<std::size_t>(steps - 1, 1));
      const double number = encoding.snapped(parameter, share);
      if (numbers.empty() || number > numbers.back())
        numbers.push_back(number);
    }
    return numbers;
  }

  const Snapshot& m_snapshot;
  const GpSampler::Insight& m_insight;
  GpOptions::Acquisition m_acquisition;
  std::vector<double> m_place;
  std::vector<char> m_active;
};

/// Those of an automatic study are the defaults.
Result<GpOptions> settingsOf(const StudySpec& spec) {
  const auto context = samplerContext(spec);
  if (!context)
    return context.error();
  return spec.method.sampler == "gp" ? GpOptions::from(context->options) : GpOptions();
}

} // namespace

Result<GpView> gpView(const Snapshot& snapshot, const GpViewOptions& options, RetoldSampler& sampler,
                      const std::function<bool()>& isCancelled) {
  if (!mayAsk(snapshot.spec, "gp"))
    return Error(SWEEP_TEXT("Only Bayesian optimisation has a Gaussian process. Choose it as the method in Setup to see what it believes."));
  const auto settings = settingsOf(snapshot.spec);
  if (!settings)
    return settings.error();
  auto* told = sampler.at(snapshot, options.trial);
  if (!told)
    return Error(SWEEP_TEXT("The sampler of this study cannot be made."));
  auto* gp = askedSampler<GpSampler>(told, options.trial);
  if (!gp)
    return Error(SWEEP_TEXT("At this moment the automatic method asks for something else than a Gaussian process, as the trial's origin says. "
                            "Look at another moment."));
  if (isCancelled && isCancelled())
    return Error();
  const auto insight = gp->insight(options.trial);
  if (!insight)
    return Error(SWEEP_TEXT("At this moment the start-up lasted: trials were spread evenly until %1 of them had results. Look at a later moment."),
                 {std::to_string(settings->startup)});

  GpView view;
  view.observations = insight->history->observed().size();
  if (insight->isLocal)
    view.centre = insight->best;
  const auto index = static_cast<std::size_t>(options.trial);
  view.anchor = snapshot.trials[index < snapshot.trials.size() ? index : static_cast<std::size_t>(insight->best)]->configuration;
  Looking looking(snapshot, *insight, settings->acquisition);
  looking.anchorAt(view.anchor);
  if (const auto* parameter = findParameter(snapshot.spec.space.parameters, options.x))
    view.xAxis = parameterAxis(*parameter);
  if (const auto* parameter = findParameter(snapshot.spec.space.parameters, options.y))
    view.yAxis = parameterAxis(*parameter);
  const auto x = looking.walk(options.x, view.xAxis, options.positions);
  if (!x)
    return x.error();
  view.x = x->positions;
  std::optional<Walk> y;
  if (!options.y.empty()) {
    auto walk = looking.walk(options.y, view.yAxis, options.positions);
    if (!walk)
      return walk.error();
    y = std::move(*walk);
    view.y = y->positions;
  }
  for (std::size_t row = 0; row < (y ? y->numbers.size() : 1); ++row) {
    if (isCancelled && isCancelled())
      return Error();
    looking.look(view, *x, y ? &*y : nullptr, row);
  }
  looking.scaleWorth(view.worth);
  return view;
}

} // namespace sweep
