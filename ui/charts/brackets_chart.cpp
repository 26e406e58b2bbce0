// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/brackets_chart.h"

#include "core/scheduler/registry.h"
#include "ui/charts/chart_view.h"
#include "ui/charts/score_points.h"
#include "ui/text.h"
#include "ui/trial_text.h"

#include <QComboBox>

#include <algorithm>
#include <cmath>
#include <set>
#include <span>

namespace sweep::ui {

namespace {

using Standing = BracketBoard::Standing;

/// Of the picture, which its blocks are made to fill.
constexpr double Aspect = 1.8;
/// Free columns between the rungs, and free rows of which the first holds the words, between the brackets.
constexpr int Gap = 2;
constexpr int MostColumns = 200;
/// Places of a rung that are drawn: more would be a grey wall.
constexpr std::size_t MostPlaces = 2000;
/// At least so many brackets are shown together.
constexpr std::size_t FewBrackets = 4;

TrialState markOf(Standing standing) {
  switch (standing) {
  case Standing::Waiting:
    return TrialState::Waiting;
  case Standing::Running:
    return TrialState::Running;
  case Standing::Failed:
    return TrialState::Failed;
  case Standing::Undecided:
    return TrialState::Paused;
  case Standing::Stopped:
    return TrialState::Pruned;
  case Standing::Promoted:
  case Standing::Complete:
    break;
  }
  return TrialState::Complete;
}

std::size_t sizeOf(const BracketBoard::Rung& rung) {
  const auto planned = static_cast<std::size_t>(std::max<std::int64_t>(rung.planned.value_or(0), 0));
  return std::max(rung.cells.size(), std::min(planned, MostPlaces));
}

/// Where everything stands: rungs of the same budget under each other, in blocks of so many columns.
class BoardLayout {
public:
  explicit BoardLayout(std::span<const BracketBoard::Bracket> brackets) : m_brackets(brackets) {
    std::set<double> budgets;
    for (const auto& bracket : brackets)
      for (const auto& rung : bracket.rungs)
        budgets.insert(rung.budget);
    m_budgets.assign(budgets.begin(), budgets.end());
    double best = 0.0;
    for (int columns = Gap; columns <= MostColumns; ++columns) {
      const double pitch = std::min(Aspect / widthOf(columns), 1.0 / heightOf(columns));
      if (pitch > best) {
        best = pitch;
        m_columns = columns;
      }
    }
  }

  const std::vector<double>& budgets() const { return m_budgets; }
  int columns() const { return m_columns; }
  double width() const { return widthOf(m_columns); }
  double height() const { return heightOf(m_columns); }
  int rowsOf(const BracketBoard::Bracket& bracket) const { return rowsOf(bracket, m_columns); }
  double leftOf(double budget) const {
    const auto index = std::ranges::lower_bound(m_budgets, budget) - m_budgets.begin();
    return static_cast<double>(index) * (m_columns + Gap);
  }

private:
  static int rowsOf(const BracketBoard::Bracket& bracket, int columns) {
    std::size_t most = 1;
    for (const auto& rung : bracket.rungs)
      most = std::max(most, sizeOf(rung));
    return static_cast<int>((most + static_cast<std::size_t>(columns) - 1) / static_cast<std::size_t>(columns));
  }
  double widthOf(int columns) const { return static_cast<double>(m_budgets.size()) * (columns + Gap); }
  double heightOf(int columns) const {
    double rows = 0;
    for (const auto& bracket : m_brackets)
      rows += rowsOf(bracket, columns) + Gap;
    return std::max(rows, 1.0);
  }

  std::span<const BracketBoard::Bracket> m_brackets;
  std::vector<double> m_budgets;
  int m_columns = Gap;
};

QString wordsOf(const BracketBoard::Rung& rung, Direction direction) {
  const auto results = static_cast<qulonglong>(rung.results());
  const QString count = rung.planned ? BracketsChart::tr("%1 of %2").arg(results).arg(*rung.planned) : QString::number(results);
  if (!rung.threshold)
    return count;
  const QString mark = shortNumber(*rung.threshold);
  return direction == Direction::Maximise ? BracketsChart::tr("%1 · ≥ %2").arg(count, mark) : BracketsChart::tr("%1 · ≤ %2").arg(count, mark);
}

class BoardDrawing {
public:
  BoardDrawing(ChartContent& content, const Snapshot& snapshot, std::span<const BracketBoard::Bracket> brackets)
      : m_content(content), m_snapshot(snapshot), m_brackets(brackets), m_layout(brackets), m_best(snapshot.best()) {}

  void draw() {
    m_content.onGrid = true;
    drawAxes();
    double top = m_layout.height();
    for (const auto& bracket : m_brackets) {
      const int rows = m_layout.rowsOf(bracket);
      m_content.y.names.emplace_back(top - Gap + 0.5 - (rows - 1) / 2.0, QString::number(bracket.number + 1));
      for (const auto& rung : bracket.rungs)
        drawRung(rung, m_layout.leftOf(rung.budget), top - Gap + 0.5);
      top -= rows + Gap;
    }
    std::ranges::reverse(m_content.y.names);
  }

private:
  void drawAxes() {
    const auto& budget = m_snapshot.spec.budget;
    m_content.x.title = budget ? BracketsChart::tr("Rung (%1)").arg(shownText(budget->unit)) : BracketsChart::tr("Rung");
    m_content.x.low = -1.0;
    m_content.x.high = m_layout.width() - 1.0;
    m_content.x.inHover = false;
    for (const double rung : m_layout.budgets())
      m_content.x.names.emplace_back(m_layout.leftOf(rung) + (m_layout.columns() - 1) / 2.0, shortNumber(rung));
    m_content.y.title = BracketsChart::tr("Bracket");
    m_content.y.low = 0.0;
    m_content.y.high = m_layout.height();
    m_content.y.inHover = false;
    m_content.y.grid = false;
  }

  void drawRung(const BracketBoard::Rung& rung, double left, double top) {
    m_content.labels.push_back({left - 0.5, top + 0.5, m_layout.columns() + Gap - 0.5, wordsOf(rung, m_snapshot.spec.objective().direction)});
    const auto columns = static_cast<std::size_t>(m_layout.columns());
    for (std::size_t i = 0; i < sizeOf(rung); ++i) {
      const double x = left + static_cast<double>(i % columns);
      const double y = top - static_cast<double>(i / columns);
      if (i >= rung.cells.size()) {
        m_content.places.emplace_back(x, y);
        continue;
      }
      const auto& cell = rung.cells[i];
      const bool best = m_best && cell.trial == m_best->number && cell.standing == Standing::Complete;
      m_content.points.push_back({cell.trial, markOf(cell.standing), x, y, cell.value ? cell.goodness : NoNumber, best, false});
    }
  }

  ChartContent& m_content;
  const Snapshot& m_snapshot;
  std::span<const BracketBoard::Bracket> m_brackets;
  BoardLayout m_layout;
  const Trial* m_best;
};

/// Whole rounds, so that each page shows all brackets of its rounds.
std::size_t pageSize(const StudySpec& spec, std::size_t brackets) {
  const std::size_t round = bracketsPerRound(spec);
  return round == 0 ? std::max<std::size_t>(brackets, 1) : round * ((FewBrackets + round - 1) / round);
}

QString spokenBoard(std::span<const BracketBoard::Bracket> brackets) {
  QStringList sentences;
  for (const auto& bracket : brackets)
    for (const auto& rung : bracket.rungs) {
      const auto results = static_cast<qulonglong>(rung.results());
      sentences.append(rung.planned ? BracketsChart::tr("Bracket %1, rung %2: %3 of %4 results.").arg(bracket.number + 1).arg(shortNumber(rung.budget)).arg(results).arg(*rung.planned)
                                    : BracketsChart::tr("Bracket %1, rung %2: %3 results.").arg(bracket.number + 1).arg(shortNumber(rung.budget)).arg(results));
    }
  return sentences.join(QLatin1Char(' '));
}

} // namespace

BracketsChart::BracketsChart(Selection* selection, QWidget* parent)
    : ChartFrame(QStringLiteral("brackets"), tr("Brackets"), selection, parent),
      m_page(addChooser(QStringLiteral("page"), tr("Brackets"), tr("Which brackets are shown"))) {}

void BracketsChart::offerChoices(const Snapshot& snapshot) {
  m_scheduler.show(snapshot);
  m_board = bracketBoard(snapshot, m_scheduler.thresholds());
  const std::size_t size = pageSize(snapshot.spec, m_board.brackets.size());
  if (m_board.brackets.size() <= size) {
    setChoices(m_page, {tr("All")});
    return;
  }
  QStringList pages = {tr("Newest")};
  for (std::size_t first = 0; first < m_board.brackets.size(); first += size)
    pages.append(tr("%1 to %2").arg(first + 1).arg(std::min(first + size, m_board.brackets.size())));
  setChoices(m_page, pages);
}

ChartContent BracketsChart::contentOf(const Snapshot& snapshot) {
  ChartContent content;
  const auto* entry = findScheduler(snapshot.spec.method.scheduler);
  content.emptyText = entry && entry->needs == BudgetNeed::Range
                          ? tr("Trials will appear here at the rungs that they come to, once the study runs.")
                          : tr("The method of this study has no brackets. Choose Hyperband, BOHB, successive halving or ASHA in Setup to see their rungs fill up.");
  if (m_board.isEmpty())
    return content;
  const std::size_t size = pageSize(snapshot.spec, m_board.brackets.size());
  const std::size_t last = (m_board.brackets.size() - 1) / size;
  const std::size_t page = m_page->currentIndex() > 0 ? std::min<std::size_t>(static_cast<std::size_t>(m_page->currentIndex()) - 1, last) : last;
  const std::size_t count = std::min(size, m_board.brackets.size() - page * size);
  const std::span<const BracketBoard::Bracket> shown(m_board.brackets.data() + page * size, count);
  BoardDrawing(content, snapshot, shown).draw();
  content.colours = colourScale(snapshot, m_board.scores);
  content.note = tr("● went on   ○ stopped   ‖ waits   ◯ runs");
  content.description = spokenBoard(shown);
  return content;
}

QString BracketsChart::hoverNote(const Trial& trial, const ChartPoint&) const { return decisionText(trial); }

} // namespace sweep::ui
