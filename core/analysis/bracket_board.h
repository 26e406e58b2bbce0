// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/scheduler/scheduler.h"
#include "core/study/snapshot.h"

#include <optional>
#include <vector>

namespace sweep {

/// The rungs of every bracket of a study with the trials that came to each: how successive halving and its kin fill up.
struct BracketBoard {
  enum class Standing {
    /// On its way to the rung: not started yet, running, or failed on the way.
    Waiting,
    Running,
    Failed,
    /// It has a result here and …
    Undecided,
    Promoted,
    Stopped,
    /// … the rung was its last.
    Complete,
  };
  struct Cell {
    int trial = 0;
    Standing standing = Standing::Waiting;
    /// The objective's value at the rung.
    std::optional<double> value;
    /// Its rank among all values of the board, 0 worst … 1 best; NaN without a value.
    double goodness = 0.0;
  };
  struct Rung {
    double budget = 0.0;
    /// As in Threshold.
    std::optional<std::int64_t> planned;
    std::optional<double> threshold;
    /// By trial number.
    std::vector<Cell> cells;
    std::size_t results() const;
  };
  struct Bracket {
    int number = 0;
    std::vector<Rung> rungs;
  };

  std::vector<Bracket> brackets;
  /// The values at five equal shares of the ranks from worst to best, as scoresAt() has them; empty without values.
  std::vector<double> scores;
  bool isEmpty() const { return brackets.empty(); }
};

/// thresholds: of the study's scheduler, as Scheduler::thresholds() gives them; without rungs among them the board is empty.
BracketBoard bracketBoard(const Snapshot& snapshot, const std::vector<Threshold>& thresholds);

/// How many brackets make a round of the study's scheduler; 0 for one without brackets.
std::size_t bracketsPerRound(const StudySpec& spec);

} // namespace sweep
