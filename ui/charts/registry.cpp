// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/registry.h"

#include "core/analysis/calibration.h"
#include "core/scheduler/registry.h"
#include "ui/charts/brackets_chart.h"
#include "ui/charts/calibration_chart.h"
#include "ui/charts/curves_chart.h"
#include "ui/charts/gp_chart.h"
#include "ui/charts/history_chart.h"
#include "ui/charts/lineage_chart.h"
#include "ui/charts/pair_chart.h"
#include "ui/charts/parameter_choices.h"
#include "ui/charts/slice_chart.h"
#include "ui/charts/timeline_chart.h"
#include "ui/charts/tpe_chart.h"

#include <array>

namespace sweep::ui {

namespace {

template <typename Kind> Chart* make(Selection* selection, QWidget* parent) { return new Kind(selection, parent); }

bool always(const Snapshot&) { return true; }
bool hasParameter(const Snapshot& snapshot) { return !searchedNames(snapshot).isEmpty(); }
bool hasTwoParameters(const Snapshot& snapshot) { return searchedNames(snapshot).size() >= 2; }

/// Its scheduler runs trials through rungs.
bool hasRungs(const Snapshot& snapshot) {
  const auto* entry = findScheduler(snapshot.spec.method.scheduler);
  return entry && entry->needs == BudgetNeed::Range;
}

bool hasProcess(const Snapshot& snapshot) { return snapshot.spec.method.sampler == "gp" && hasParameter(snapshot); }
bool hasDensities(const Snapshot& snapshot) { return snapshot.spec.method.sampler == "tpe" && hasParameter(snapshot); }
bool hasPredictions(const Snapshot& snapshot) { return !calibration(snapshot).predictions.empty(); }

bool hasPopulation(const Snapshot& snapshot) { return snapshot.spec.method.scheduler == "pbt"; }

// clang-format off
const std::array<ChartEntry, 10> Charts = {{
    {"history", QT_TRANSLATE_NOOP("charts", "Score of every trial"),
     QT_TRANSLATE_NOOP("charts", "Is the search still finding better configurations?"), always, make<HistoryChart>},
    {"slice", QT_TRANSLATE_NOOP("charts", "Score against a parameter"),
     QT_TRANSLATE_NOOP("charts", "Which values of a parameter lead to good scores?"), hasParameter, make<SliceChart>},
    {"pair", QT_TRANSLATE_NOOP("charts", "Two parameters"),
     QT_TRANSLATE_NOOP("charts", "Where in the plane of two parameters do good configurations lie?"), hasTwoParameters, make<PairChart>},
    {"curves", QT_TRANSLATE_NOOP("charts", "Learning curves"),
     QT_TRANSLATE_NOOP("charts", "How does each trial get to its score?"), always, make<CurvesChart>},
    {"brackets", QT_TRANSLATE_NOOP("charts", "Brackets"),
     QT_TRANSLATE_NOOP("charts", "Which trials came to which rung, and who goes on?"), hasRungs, make<BracketsChart>},
    {"lineage", QT_TRANSLATE_NOOP("charts", "Lineage of a population"),
     QT_TRANSLATE_NOOP("charts", "Which member copied which, and how did the best come about?"), hasPopulation, make<LineageChart>},
    {"gp", QT_TRANSLATE_NOOP("charts", "What the model believes"),
     QT_TRANSLATE_NOOP("charts", "What did Bayesian optimisation expect of a parameter when it chose a trial?"), hasProcess, make<GpChart>},
    {"tpe", QT_TRANSLATE_NOOP("charts", "Where good trials lie"),
     QT_TRANSLATE_NOOP("charts", "Which values of a parameter did TPE find more often among good trials?"), hasDensities, make<TpeChart>},
    {"calibration", QT_TRANSLATE_NOOP("charts", "Predicted and observed"),
     QT_TRANSLATE_NOOP("charts", "Did trials come out as they were predicted, within the bands?"), hasPredictions, make<CalibrationChart>},
    {"timeline", QT_TRANSLATE_NOOP("charts", "Workers over time"),
     QT_TRANSLATE_NOOP("charts", "Which worker ran what, and were they all busy?"), always, make<TimelineChart>},
}};
// clang-format on

} // namespace

std::span<const ChartEntry> charts() { return Charts; }

const ChartEntry* findChart(std::string_view id) {
  for (const auto& entry : Charts)
    if (entry.id == id)
      return &entry;
  return nullptr;
}

} // namespace sweep::ui
