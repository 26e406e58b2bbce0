// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QWidget;

namespace sweep::ui {

/// Whether what a control holds is wrong: shown as a coloured outline, never by colour alone (a sentence stands beside it).
enum class Mark { None, Warning, Error };

void setMark(QWidget* control, Mark mark);
Mark markOf(const QWidget* control);
/// Called at the end of the paintEvent of a control that can be marked.
void paintMark(QWidget* control);

} // namespace sweep::ui
