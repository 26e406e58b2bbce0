// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/bracket_board.h"

#include "core/analysis/score_rank.h"
#include "core/scheduler/registry.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace sweep {

namespace {

using Standing = BracketBoard::Standing;

bool isSame(double budget, double rung) {
  return std::abs(budget - rung) <= 1e-9 * std::max(1.0, rung);
}

/// From the attempt that was to go as far, else from the first report that came as far.
std::optional<double> resultAt(const Trial& trial, double rung, const Objective& objective) {
  for (const auto& attempt : trial.attempts)
    if (attempt.budget && isSame(*attempt.budget, rung) && !attempt.values.empty())
      return attempt.values.front();
  std::size_t count = 0;
  for (const auto& report : trial.reports) {
    ++count;
    if (static_cast<double>(report.step) >= rung && report.metrics.contains(objective.metric))
      return objective.valueOf(trial.reports, count);
  }
  return std::nullopt;
}

/// Of a trial that has no result at the rung that it was to reach.
std::optional<Standing> standingOnTheWay(const Trial& trial) {
  switch (trial.state) {
  case TrialState::Waiting:
    return Standing::Waiting;
  case TrialState::Running:
    return Standing::Running;
  case TrialState::Failed:
    return Standing::Failed;
  default:
    return std::nullopt;
  }
}

/// Of a trial whose last result is here.
Standing standingWithResult(const Trial& trial, bool isLastRung) {
  if (trial.state == TrialState::Complete)
    return Standing::Complete;
  if (trial.state == TrialState::Pruned)
    return Standing::Stopped;
  return isLastRung && trial.state != TrialState::Paused ? Standing::Complete : Standing::Undecided;
}

/// From which rung on the trial has none of the results; the rungs below have theirs.
std::size_t fillResults(const Trial& trial, BracketBoard::Bracket& bracket, const Objective& objective) {
  std::size_t next = 0;
  for (auto& rung : bracket.rungs) {
    auto value = resultAt(trial, rung.budget, objective);
    if (!value && trial.state == TrialState::Complete && &rung == &bracket.rungs.back())
      value = trial.value();
    if (!value || std::isnan(*value))
      break;
    rung.cells.push_back({trial.number, Standing::Promoted, value, 0.0});
    ++next;
  }
  return next;
}

void place(const Trial& trial, BracketBoard::Bracket& bracket, const Objective& objective) {
  const std::size_t next = fillResults(trial, bracket, objective);
  const bool isLast = next == bracket.rungs.size();
  const auto onTheWay = standingOnTheWay(trial);
  if (!isLast && onTheWay)
    bracket.rungs[next].cells.push_back({trial.number, *onTheWay, {}, std::numeric_limits<double>::quiet_NaN()});
  else if (next > 0)
    bracket.rungs[next - 1].cells.back().standing = standingWithResult(trial, isLast);
}

/// Brackets without trials of their own take none: trials without a bracket have no place on the board.
BracketBoard::Bracket* find(BracketBoard& board, int number) {
  const auto found = std::ranges::lower_bound(board.brackets, number, {}, &BracketBoard::Bracket::number);
  return found != board.brackets.end() && found->number == number ? &*found : nullptr;
}

void rank(BracketBoard& board, const Objective& objective) {
  std::vector<BracketBoard::Cell*> cells;
  std::vector<double> values;
  for (auto& bracket : board.brackets)
    for (auto& rung : bracket.rungs)
      for (auto& cell : rung.cells)
        if (cell.value) {
          cells.push_back(&cell);
          values.push_back(*cell.value);
        }
  const auto ranks = ranksOf(values, objective);
  for (std::size_t i = 0; i < cells.size(); ++i)
    cells[i]->goodness = ranks[i];
  board.scores = valuesAt(std::move(values), {0.0, 0.25, 0.5, 0.75, 1.0}, objective);
}

} // namespace

std::size_t BracketBoard::Rung::results() const {
  return static_cast<std::size_t>(std::ranges::count_if(cells, [](const Cell& cell) { return cell.value.has_value(); }));
}

BracketBoard bracketBoard(const Snapshot& snapshot, const std::vector<Threshold>& thresholds) {
  BracketBoard board;
  for (const auto& threshold : thresholds) {
    if (!threshold.bracket)
      continue;
    if (board.brackets.empty() || board.brackets.back().number != *threshold.bracket)
      board.brackets.push_back({*threshold.bracket, {}});
    board.brackets.back().rungs.push_back({threshold.budget, threshold.planned, threshold.value, {}});
  }
  for (const auto& trial : snapshot.trials)
    if (auto* bracket = trial->bracket ? find(board, *trial->bracket) : nullptr)
      place(*trial, *bracket, snapshot.spec.objective());
  rank(board, snapshot.spec.objective());
  return board;
}

std::size_t bracketsPerRound(const StudySpec& spec) {
  const auto* entry = findScheduler(spec.method.scheduler);
  if (!entry || !entry->brackets)
    return 0;
  const auto context = schedulerContext(spec);
  return context ? entry->brackets(*context).size() : 0;
}

} // namespace sweep
