// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/tpe_chart.h"

#include "core/analysis/asked_sampler.h"
#include "core/analysis/score_rank.h"
#include "core/analysis/tpe_view.h"
#include "ui/charts/chart_axis.h"
#include "ui/charts/model_shapes.h"
#include "ui/charts/parameter_choices.h"
#include "ui/charts/score_points.h"
#include "ui/text.h"

#include <QComboBox>

#include <algorithm>

namespace sweep::ui {

namespace {

constexpr int GoodColour = 2;
constexpr int BadColour = 0;
constexpr int RatioColour = 1;
/// Of the largest density: how far under the axis the good and the other trials stand, and where that ends.
constexpr double GoodRow = 0.14;
constexpr double BadRow = 0.3;
constexpr double Rows = 0.4;
/// As much, above the largest: room for words at its top under those of the chosen trial.
constexpr double Headroom = 0.28;

ChartAxis densityAxis(double most) {
  ChartAxis axis;
  axis.title = TpeChart::tr("Density");
  axis.high = most * (1.0 + Headroom);
  axis.names = {{-BadRow * most, TpeChart::tr("others")}, {-GoodRow * most, TpeChart::tr("good")}};
  const auto ticks = axisTicks(AxisScale::Linear, 0.0, axis.high, 4);
  for (std::size_t i = 0; i < ticks.major.size(); ++i)
    axis.names.emplace_back(ticks.major[i], toQt(ticks.labels[i]));
  axis.low = -Rows * most;
  axis.inHover = false;
  return axis;
}

void addTrials(ChartContent& content, const Snapshot& snapshot, const TpeView& view, double most) {
  const auto ranks = scoreRanks(snapshot);
  for (const auto& seen : view.trials)
    content.points.push_back(markOf(*snapshot.trials[static_cast<std::size_t>(seen.trial)], seen.x, -(seen.isGood ? GoodRow : BadRow) * most, ranks, nullptr));
}

void addChosen(ChartContent& content, const Snapshot& snapshot, const TpeView& view, int trial) {
  const auto index = static_cast<std::size_t>(trial);
  const Value* value = index < snapshot.trials.size() ? snapshot.trials[index]->configuration.find(view.axis.name) : nullptr;
  if (const auto x = value ? view.axis.position(*value) : std::nullopt)
    content.rules.push_back({*x, TpeChart::tr("trial %1").arg(trial), {}, TpeChart::tr("What trial %1 tries").arg(trial)});
}

QString spoken(const TpeView& view) {
  const auto best = static_cast<std::size_t>(std::ranges::max_element(view.ratio) - view.ratio.begin());
  const QString where = view.axis.isCategorical() ? toQt(view.axis.categories[static_cast<std::size_t>(view.x[best])]) : shortNumber(view.x[best]);
  return TpeChart::tr("%1 of %2 trials count as good. Good trials are %3 times as likely as others at %4 = %5.")
      .arg(static_cast<qulonglong>(view.goodCount))
      .arg(static_cast<qulonglong>(view.trials.size()))
      .arg(shortNumber(view.ratio[best], 3), shownText(view.axis.name), where);
}

ChartContent contentFrom(const Snapshot& snapshot, const TpeView& view, int trial) {
  ChartContent content;
  const double most = std::max({*std::ranges::max_element(view.good), *std::ranges::max_element(view.bad), 1e-12});
  content.x = axisOf(view.axis);
  content.y = densityAxis(most);
  const std::vector<double> ground(view.x.size(), 0.0);
  addBand(content, view.x, ground, view.bad, BadColour);
  addBand(content, view.x, ground, view.good, GoodColour);
  addCurve(content, view.x, view.bad, BadColour);
  addCurve(content, view.x, view.good, GoodColour);
  addWordsAtTop(content, view.x, view.good, TpeChart::tr("l: good trials"));
  addWordsAtTop(content, view.x, view.bad, TpeChart::tr("g: others"));
  addTrials(content, snapshot, view, most);
  addLowerPanel(content, view.x, view.ratio, RatioColour, TpeChart::tr("l / g, up to %1: the larger, the more likely to be tried").arg(shortNumber(*std::ranges::max_element(view.ratio), 3)));
  addChosen(content, snapshot, view, trial);
  content.note = TpeChart::tr("%1 of %2 trials are good").arg(static_cast<qulonglong>(view.goodCount)).arg(static_cast<qulonglong>(view.trials.size()));
  content.description = spoken(view);
  return content;
}

} // namespace

TpeChart::TpeChart(Selection* selection, QWidget* parent)
    : FilmChart(QStringLiteral("tpe"), tr("Where good trials lie"), selection, parent),
      m_parameter(addChooser(QStringLiteral("parameter"), tr("Parameter"), tr("The parameter on the horizontal axis"))),
      m_sampler(std::make_shared<RetoldSampler>()) {}

void TpeChart::offerChoices(const Snapshot& snapshot) { setChoices(m_parameter, searchedNames(snapshot)); }

bool TpeChart::hasMoments(const Snapshot& snapshot) const { return mayAsk(snapshot.spec, "tpe") && m_parameter->count() > 0 && !snapshot.trials.empty(); }

QString TpeChart::whyNone() const {
  if (!mayAsk(snapshot()->spec, "tpe"))
    return tr("Only TPE has densities of good and other trials. Choose it as the method in Setup to see them.");
  return tr("Where good trials lie will appear here once trials have results.");
}

QString TpeChart::choices() const { return m_parameter->currentText(); }

FilmChart::Maker TpeChart::maker() {
  TpeViewOptions options;
  options.parameter = fromQt(m_parameter->currentText());
  return [options, sampler = m_sampler](const Snapshot& snapshot, int trial, const IsCancelled&) mutable {
    options.trial = trial;
    const auto view = tpeView(snapshot, options, *sampler);
    if (view)
      return contentFrom(snapshot, *view, trial);
    ChartContent content;
    content.emptyText = translated(view.error());
    return content;
  };
}

} // namespace sweep::ui
