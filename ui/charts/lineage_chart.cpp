// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/lineage_chart.h"

#include "core/analysis/lineage_tree.h"
#include "core/analysis/parameter_axis.h"
#include "core/study/lineage.h"
#include "ui/charts/chart_axis.h"
#include "ui/charts/chart_view.h"
#include "ui/charts/parameter_choices.h"
#include "ui/charts/score_points.h"
#include "ui/text.h"
#include "ui/trial_text.h"

#include <QComboBox>

#include <algorithm>
#include <cmath>

namespace sweep::ui {

namespace {

using Stretch = LineageTree::Stretch;

/// What the chooser has before the parameters.
enum Height { Member, Score, FirstParameter };

/// The share of a stretch in which it comes from where its predecessor was to where it is itself.
constexpr double Bend = 0.3;

ChartAxis budgetAxis(const Snapshot& snapshot, const LineageTree& tree) {
  ChartAxis axis;
  axis.title = snapshot.spec.budget ? LineageChart::tr("Budget (%1)").arg(shownText(snapshot.spec.budget->unit)) : LineageChart::tr("Budget");
  double last = 1.0;
  for (const auto& stretch : tree.stretches)
    last = std::max(last, stretch.to);
  axis.low = -0.02 * last;
  axis.high = 1.02 * last;
  return axis;
}

ChartAxis memberAxis(int members) {
  ChartAxis axis;
  axis.title = LineageChart::tr("Member");
  axis.scale = AxisScale::Integer;
  axis.low = -0.6;
  axis.high = std::max(members, 1) - 0.4;
  axis.grid = false;
  return axis;
}

/// Where a stretch stands on the vertical axis; nothing where it has no place on it.
class Heights {
public:
  Heights(const Snapshot& snapshot, int choice, const QString& name) : m_choice(choice) {
    if (choice >= FirstParameter)
      if (const auto* parameter = findParameter(snapshot.spec.space.parameters, fromQt(name)))
        m_axis = parameterAxis(*parameter);
  }

  const ParameterAxis& axis() const { return m_axis; }

  std::optional<double> of(const Stretch& stretch) const {
    if (m_choice == Member)
      return stretch.member;
    if (m_choice == Score)
      return stretch.value;
    const Value* value = stretch.configuration->find(m_axis.name);
    return value ? m_axis.position(*value) : std::nullopt;
  }

private:
  int m_choice;
  ParameterAxis m_axis;
};

class TreeDrawing {
public:
  TreeDrawing(ChartContent& content, const LineageTree& tree, const Heights& heights, const Trial* best, bool bends)
      : m_content(content), m_tree(tree), m_heights(heights), m_best(best), m_bends(bends) {}

  /// The best way last, over the others.
  void draw() {
    for (const bool best : {false, true})
      for (const auto& stretch : m_tree.stretches)
        if (stretch.isBest == best)
          drawStretch(stretch);
  }

private:
  void drawStretch(const Stretch& stretch) {
    const auto y = m_heights.of(stretch);
    if (!y)
      return;
    ChartLine line{stretch.trial, stretch.state, stretch.goodness, stretch.isBest, {}};
    line.stands = stretch.isBest;
    const auto before = stretch.parent ? m_heights.of(m_tree.stretches[*stretch.parent]) : std::nullopt;
    if (before && (*before != *y || !m_bends))
      line.points.emplace_back(stretch.from, *before);
    if (m_bends)
      line.points.emplace_back(before && *before != *y ? stretch.from + Bend * (stretch.to - stretch.from) : stretch.from, *y);
    line.points.emplace_back(stretch.to, *y);
    m_content.lines.push_back(std::move(line));
    addMark(stretch, *y);
  }

  /// Of the end; only what ends there, or was given up, is seen as a mark.
  void addMark(const Stretch& stretch, double y) {
    const bool best = m_best && stretch.isLast && stretch.trial == m_best->number;
    const auto state = stretch.isGivenUp ? TrialState::Pruned : stretch.state;
    m_content.points.push_back({stretch.trial, state, stretch.to, y, stretch.goodness, best, !stretch.isLast && !stretch.isGivenUp});
  }

  ChartContent& m_content;
  const LineageTree& m_tree;
  const Heights& m_heights;
  const Trial* m_best;
  bool m_bends;
};

std::vector<double> valuesOf(const LineageTree& tree) {
  std::vector<double> values;
  for (const auto& stretch : tree.stretches)
    if (stretch.value)
      values.push_back(*stretch.value);
  return values;
}

QString spokenLineage(const Snapshot& snapshot, const LineageTree& tree, const Trial* best) {
  const auto copies = std::ranges::count_if(tree.stretches, &Stretch::isCopy);
  QString text = LineageChart::tr("%1 members, %2 copies.").arg(tree.members).arg(copies);
  if (!best)
    return text;
  QStringList way;
  for (const auto& step : lineageOf(snapshot, *best))
    if (way.isEmpty() || way.back() != QString::number(step.by.trial))
      way.append(QString::number(step.by.trial));
  return text + QLatin1Char(' ') + LineageChart::tr("The best member, trial %1, came by way of trials %2.").arg(best->number).arg(way.join(QStringLiteral(", ")));
}

} // namespace

LineageChart::LineageChart(Selection* selection, QWidget* parent)
    : ChartFrame(QStringLiteral("lineage"), tr("Lineage of a population"), selection, parent),
      m_height(addChooser(QStringLiteral("height"), tr("Up"), tr("What the members are told apart by on the vertical axis"))) {}

void LineageChart::offerChoices(const Snapshot& snapshot) {
  setChoices(m_height, QStringList{tr("Member"), shownText(snapshot.spec.objective().metric)} + searchedNames(snapshot));
}

ChartContent LineageChart::contentOf(const Snapshot& snapshot) {
  ChartContent content;
  content.emptyText = snapshot.spec.method.scheduler == "pbt"
                          ? tr("The members of the population will appear here once they train.")
                          : tr("Only population based training copies members. Choose it as the method in Setup to see who came from whom.");
  if (snapshot.spec.method.scheduler != "pbt")
    return content;
  const auto tree = lineageTree(snapshot);
  const int choice = std::max(m_height->currentIndex(), 0);
  const Heights heights(snapshot, choice, m_height->currentText());
  const Trial* best = bestMember(snapshot);
  const auto values = valuesOf(tree);
  const auto& goal = snapshot.spec.objective();
  content.x = budgetAxis(snapshot, tree);
  content.y = choice == Member  ? memberAxis(tree.members)
              : choice == Score ? scoreAxis(goal.metric, goal.direction, focusRangeOf(values, goal.direction), nullptr)
                                : axisOf(heights.axis());
  content.worseAtTop = choice == Score && goal.direction == Direction::Minimise;
  TreeDrawing(content, tree, heights, best, choice != Score).draw();
  content.colours = colourScale(snapshot, tree.scores);
  content.note = tr("● member   ○ gave up for a copy");
  content.description = spokenLineage(snapshot, tree, best);
  return content;
}

/// Why the stretch that ends here was begun, and what it reached.
QString LineageChart::hoverNote(const Trial& trial, const ChartPoint& point) const {
  for (const auto& attempt : trial.attempts) {
    if (!attempt.budget || *attempt.budget != point.x || (attempt.values.empty() && &attempt != &trial.attempts.back()))
      continue;
    QStringList lines;
    if (!attempt.values.empty())
      lines.append(tr("here: %1").arg(shortNumber(attempt.values.front(), 6)));
    lines.append(configurationText(attempt.configuration.value_or(trial.configuration)));
    if (!attempt.reason.empty())
      lines.append(translated(attempt.reason));
    return lines.join(QLatin1Char('\n'));
  }
  return {};
}

} // namespace sweep::ui
