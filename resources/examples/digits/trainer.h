// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "data.h"
#include "network.h"
#include "random.h"

namespace digits {

/// What may differ between the start of a training and its continuation.
struct Settings {
  double learningRate = 0.05;
  double momentum = 0.9;
  double weightDecay = 0.0001; ///< on weights, not on biases
  double dropout = 0.0;
  int batchSize = 32;
};

/// All that a training is, between two epochs: what it will do next depends on this, the settings and the
/// data alone.
struct TrainingState {
  int epoch = 0;        ///< finished ones
  double trainLoss = 0; ///< mean over the batches of the last epoch, as trained (with dropout)
  Random random;
  Network network;
  Layers velocity;
};

TrainingState startTraining(const Shape& shape, Activation activation, std::uint64_t seed);

/// One pass over the images in random order, by mini-batch gradient descent with momentum:
/// v ← momentum·v + gradient + decay·w, w ← w − rate·v. Says false, and stops at once, when the
/// loss or a weight is no longer a finite number; the state is then of no further use.
bool trainEpoch(TrainingState& state, const Images& images, const Settings& settings);

} // namespace digits
