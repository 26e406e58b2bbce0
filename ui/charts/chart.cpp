// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart.h"

#include "ui/selection.h"

namespace sweep::ui {

Chart::Chart(Selection* selection, QWidget* parent) : QWidget(parent), m_selection(selection) {}

} // namespace sweep::ui
