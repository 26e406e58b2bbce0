// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/registry.h"

#include <string_view>
#include <vector>

namespace sweep::ui {

/// What the explorer can show: every chart, and the failures of the study, which are a list and not a figure.
const std::vector<ChartEntry>& explorerEntries();
const ChartEntry* findExplorerEntry(std::string_view id);

} // namespace sweep::ui
