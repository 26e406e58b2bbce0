// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/trial.h"

#include <QColor>

class QPainter;
class QPointF;
class QPixmap;

namespace sweep::ui {

/// The mark of a trial, the same in tables and charts: complete a filled dot, running a ring, pruned a small hollow dot, paused two
/// strokes, failed a cross, waiting a small dot, best a star. Centred at `at`, about 2 * radius wide, in logical pixels.
void drawTrialMark(QPainter& painter, QPointF at, qreal radius, TrialState state, bool best, const QColor& colour);

/// The colour of a state's mark where no score colours it.
QColor stateColour(TrialState state);

/// A mark as a picture of the given logical size, in the state's colour (best: the accent's) where no other is given.
QPixmap trialMark(TrialState state, bool best, int size, qreal devicePixelRatio, const QColor& colour = {});

} // namespace sweep::ui
