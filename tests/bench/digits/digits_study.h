// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/study_spec.h"

namespace sweep::bench {

/// The study of resources/examples/digits with its epochs as a budget, 1 … `epochs`, in which trials go on from their
/// checkpoints; without an end of its own. A trial is worth its best epoch.
StudySpec digitsStudy(int epochs, int workers);

/// Of it only what may change while a network trains: learning rate, momentum, dropout and images per step. Every trial starts
/// with the weights of its own seed, and is worth its last epoch.
StudySpec digitsPopulation(int epochs, int workers);

} // namespace sweep::bench
