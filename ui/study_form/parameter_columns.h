// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QHBoxLayout;
class QWidget;

namespace sweep::ui {

/// Lays out cells in the columns that the rows of parameters and the line above them share.
void layOutParameterCells(QHBoxLayout* layout, QWidget* name, QWidget* kind, QWidget* domain, QWidget* defaultValue,
                          QWidget* sketch, QWidget* button);
/// Within the cell of the domain.
void layOutRangeCells(QHBoxLayout* layout, QWidget* low, QWidget* high, QWidget* scale, QWidget* step);
/// As wide as its share of the room, whatever it holds: so that rows and the line above them agree.
void shareRoom(QWidget* widget);

} // namespace sweep::ui
