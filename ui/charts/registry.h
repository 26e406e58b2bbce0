// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/snapshot.h"

#include <span>
#include <string_view>

class QWidget;

namespace sweep::ui {

class Chart;
class Selection;

/// A row of the list of charts.
struct ChartEntry {
  /// "history", "slice", "curves", "pair", "timeline", …: also the word of the command line.
  std::string_view id;
  /// Marked for translation in the context "charts".
  const char* name;
  /// The question it answers, in a sentence.
  const char* question;
  /// Whether the study has what it needs.
  bool (*applies)(const Snapshot& snapshot);
  Chart* (*create)(Selection* selection, QWidget* parent);
};

/// All charts, in the order of the menu; the first three are shown when the explorer opens.
std::span<const ChartEntry> charts();
const ChartEntry* findChart(std::string_view id);

} // namespace sweep::ui
