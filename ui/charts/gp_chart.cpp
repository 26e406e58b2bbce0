// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/gp_chart.h"

#include "core/analysis/asked_sampler.h"
#include "core/analysis/gp_view.h"
#include "core/analysis/score_rank.h"
#include "ui/charts/chart_axis.h"
#include "ui/charts/model_shapes.h"
#include "ui/charts/parameter_choices.h"
#include "ui/charts/score_points.h"
#include "ui/text.h"

#include <QComboBox>

#include <algorithm>
#include <cmath>

namespace sweep::ui {

namespace {

enum Colour { Predicted, Uncertain, Worth };

/// The band reaches so many standard deviations from the mean: 95 % of what the model thinks possible.
constexpr double BandWidth = 1.96;
/// Of a map, along each axis.
constexpr std::size_t MapPositions = 41;
constexpr int BandColour = 1;
constexpr int WorthColour = 2;

/// Trials that had results at the moment.
std::vector<const Trial*> knownTrials(const std::vector<Trial>& history) {
  std::vector<const Trial*> known;
  for (const auto& trial : history)
    if (trial.value())
      known.push_back(&trial);
  return known;
}

struct Moment {
  const Snapshot& snapshot;
  const GpView& view;
  std::vector<Trial> history;
  int trial;

  const Trial* chosen() const {
    const auto index = static_cast<std::size_t>(trial);
    return index < snapshot.trials.size() ? snapshot.trials[index].get() : nullptr;
  }
};

QString noteOf(const Moment& moment) {
  const auto count = static_cast<qulonglong>(moment.view.observations);
  const QString results = count == 1 ? GpChart::tr("1 result") : GpChart::tr("%1 results").arg(count);
  return moment.view.centre ? GpChart::tr("%1 · looks near trial %2").arg(results).arg(*moment.view.centre) : GpChart::tr("%1 · looks everywhere").arg(results);
}

void addChosen(ChartContent& content, const Moment& moment) {
  const Trial* chosen = moment.chosen();
  const Value* value = chosen ? chosen->configuration.find(moment.view.xAxis.name) : nullptr;
  if (const auto x = value ? moment.view.xAxis.position(*value) : std::nullopt)
    content.rules.push_back({*x, GpChart::tr("trial %1").arg(chosen->number), {}, GpChart::tr("What trial %1 tries").arg(chosen->number)});
}

QString spoken(const Moment& moment) {
  const auto best = std::ranges::max_element(moment.view.worth);
  const auto index = static_cast<std::size_t>(best - moment.view.worth.begin());
  return GpChart::tr("%1 trials have results. The model expects the most where it predicts %2 ± %3.")
      .arg(static_cast<qulonglong>(moment.view.observations))
      .arg(shortNumber(moment.view.mean[index]), shortNumber(moment.view.deviation[index], 2));
}

ValueRange rangeOfSlice(const Moment& moment, Direction direction) {
  std::vector<double> values;
  for (const Trial* trial : knownTrials(moment.history))
    values.push_back(*trial->value());
  auto range = focusRangeOf(values, direction);
  for (std::size_t i = 0; i < moment.view.x.size(); ++i) {
    range.low = std::min(range.low, moment.view.mean[i] - BandWidth * moment.view.deviation[i]);
    range.high = std::max(range.high, moment.view.mean[i] + BandWidth * moment.view.deviation[i]);
  }
  return range;
}

ChartContent sliceOf(const Moment& moment) {
  const auto& goal = moment.snapshot.spec.objective();
  ChartContent content;
  content.x = axisOf(moment.view.xAxis);
  content.y = scoreAxis(goal.metric, goal.direction, rangeOfSlice(moment, goal.direction), nullptr);
  content.worseAtTop = goal.direction == Direction::Minimise;
  std::vector<double> low, high;
  for (std::size_t i = 0; i < moment.view.x.size(); ++i) {
    low.push_back(moment.view.mean[i] - BandWidth * moment.view.deviation[i]);
    high.push_back(moment.view.mean[i] + BandWidth * moment.view.deviation[i]);
  }
  const auto ranks = scoreRanks(moment.snapshot);
  for (const Trial* trial : knownTrials(moment.history)) {
    const Value* value = trial->configuration.find(moment.view.xAxis.name);
    if (const auto x = value ? moment.view.xAxis.position(*value) : std::nullopt)
      content.points.push_back(markOf(*trial, *x, *trial->value(), ranks, nullptr));
  }
  addBand(content, moment.view.x, low, high, BandColour);
  addCurve(content, moment.view.x, moment.view.mean, -1);
  addLowerPanel(content, moment.view.x, moment.view.worth, WorthColour, GpChart::tr("acquisition: how much a trial is worth"));
  addChosen(content, moment);
  return content;
}

/// From 0 for the worst to 1 for the best in the view, with what five shares stand for.
struct Shades {
  std::vector<double> shares;
  ColourScale scale;
  double low = 0.0;
  double high = 1.0;
};

Shades shadesOf(const Moment& moment, Colour colour) {
  const auto& goal = moment.snapshot.spec.objective();
  const auto& values = colour == Predicted ? moment.view.mean : colour == Uncertain ? moment.view.deviation : moment.view.worth;
  const auto range = rangeOf(values);
  const bool isTurned = colour == Predicted && goal.direction == Direction::Minimise;
  Shades shades{{}, {}, isTurned ? range.high : range.low, isTurned ? range.low : range.high};
  shades.scale.title = colour == Predicted ? GpChart::tr("predicted") : colour == Uncertain ? GpChart::tr("± (sd)") : GpChart::tr("worth");
  for (const double value : values)
    shades.shares.push_back(range.high > range.low ? (value - shades.low) / (shades.high - shades.low) : 0.5);
  for (const double share : {0.0, 0.25, 0.5, 0.75, 1.0})
    shades.scale.labels.append(shortNumber(shades.low + share * (shades.high - shades.low), 3));
  return shades;
}

ChartContent mapOf(const Moment& moment, Colour colour) {
  ChartContent content;
  auto shades = shadesOf(moment, colour);
  content.x = axisOf(moment.view.xAxis);
  content.y = axisOf(moment.view.yAxis);
  content.heat = ChartHeat{moment.view.x, moment.view.y, std::move(shades.shares)};
  content.colours = std::move(shades.scale);
  const auto add = [&](const Trial& trial, double goodness) {
    const Value* across = trial.configuration.find(moment.view.xAxis.name);
    const Value* up = trial.configuration.find(moment.view.yAxis.name);
    const auto x = across ? moment.view.xAxis.position(*across) : std::nullopt;
    const auto y = up ? moment.view.yAxis.position(*up) : std::nullopt;
    if (x && y)
      content.points.push_back({trial.number, trial.state, *x, *y, goodness, false, false});
  };
  // Results have the colours of predictions, so that what differs from its surroundings is a surprise.
  for (const Trial* trial : knownTrials(moment.history))
    add(*trial, colour == Predicted && shades.high != shades.low ? std::clamp((*trial->value() - shades.low) / (shades.high - shades.low), 0.0, 1.0) : NoNumber);
  if (const Trial* chosen = moment.chosen()) {
    add(*chosen, NoNumber);
    if (!content.points.empty() && content.points.back().trial == chosen->number)
      content.points.back().state = TrialState::Running;
  }
  addChosen(content, moment);
  return content;
}

ChartContent wordsAlone(const Message& why) {
  ChartContent content;
  if (!why.empty())
    content.emptyText = translated(why);
  return content;
}

} // namespace

GpChart::GpChart(Selection* selection, QWidget* parent)
    : FilmChart(QStringLiteral("gp"), tr("What the model believes"), selection, parent),
      m_x(addChooser(QStringLiteral("x"), tr("Across"), tr("The parameter on the horizontal axis"))),
      m_y(addChooser(QStringLiteral("y"), tr("Up"), tr("The score along one parameter, or a second parameter for a map"))),
      m_colour(addChooser(QStringLiteral("colour"), tr("Colour"), tr("What the colours of a map show"))),
      m_sampler(std::make_shared<RetoldSampler>()) {
  setChoices(m_colour, {tr("Predicted value"), tr("Uncertainty"), tr("Worth of a trial")});
}

void GpChart::offerChoices(const Snapshot& snapshot) {
  const QStringList names = searchedNames(snapshot);
  setChoices(m_x, names);
  setChoices(m_y, QStringList(shownText(snapshot.spec.objective().metric)) + names);
  m_colour->setEnabled(m_y->currentIndex() > 0);
}

bool GpChart::hasMoments(const Snapshot& snapshot) const { return mayAsk(snapshot.spec, "gp") && m_x->count() > 0 && !snapshot.trials.empty(); }

QString GpChart::whyNone() const {
  if (!mayAsk(snapshot()->spec, "gp"))
    return tr("Only Bayesian optimisation has a Gaussian process. Choose it as the method in Setup to see what it believes.");
  return tr("What the model believes will appear here once trials have results.");
}

QString GpChart::choices() const {
  return QStringList{m_x->currentText(), m_y->currentIndex() > 0 ? m_y->currentText() : QString(), QString::number(m_colour->currentIndex())}.join(QLatin1Char('\n'));
}

FilmChart::Maker GpChart::maker() {
  GpViewOptions options;
  options.x = fromQt(m_x->currentText());
  if (m_y->currentIndex() > 0 && m_y->currentText() != m_x->currentText()) {
    options.y = fromQt(m_y->currentText());
    options.positions = MapPositions;
  }
  const auto colour = static_cast<Colour>(std::max(m_colour->currentIndex(), 0));
  return [options, colour, sampler = m_sampler](const Snapshot& snapshot, int trial, const IsCancelled& isCancelled) mutable {
    options.trial = trial;
    const auto view = gpView(snapshot, options, *sampler, isCancelled);
    if (!view)
      return wordsAlone(view.error());
    const Moment moment{snapshot, *view, historyAt(snapshot, trial), trial};
    ChartContent content = options.y.empty() ? sliceOf(moment) : mapOf(moment, colour);
    content.note = noteOf(moment);
    content.description = spoken(moment);
    return content;
  };
}

} // namespace sweep::ui
