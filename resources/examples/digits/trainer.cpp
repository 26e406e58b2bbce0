// SPDX-License-Identifier: GPL-3.0-or-later
#include "trainer.h"

#include <algorithm>
#include <cmath>

namespace digits {

namespace {

void descend(TrainingState& state, const Layers& gradient, const Settings& settings) {
  const auto rate = static_cast<float>(settings.learningRate);
  const auto momentum = static_cast<float>(settings.momentum);
  const auto decay = static_cast<float>(settings.weightDecay);
  for (std::size_t i = 0; i < gradient.size(); ++i) {
    Layer& layer = state.network.layers[i];
    Layer& velocity = state.velocity[i];
    velocity.weight = momentum * velocity.weight + gradient[i].weight + decay * layer.weight;
    velocity.bias = momentum * velocity.bias + gradient[i].bias;
    layer.weight -= rate * velocity.weight;
    layer.bias -= rate * velocity.bias;
  }
}

} // namespace

TrainingState startTraining(const Shape& shape, Activation activation, std::uint64_t seed) {
  Random random(seed);
  Network network = makeNetwork(shape, activation, random);
  Layers velocity = zerosLike(network.layers);
  return {0, 0.0, random, std::move(network), std::move(velocity)};
}

bool trainEpoch(TrainingState& state, const Images& images, const Settings& settings) {
  const std::vector<int> order = state.random.permutation(images.count());
  Layers gradient = zerosLike(state.network.layers);
  double lossSum = 0;
  for (int first = 0; first < images.count(); first += settings.batchSize) {
    const int last = first + std::min(settings.batchSize, images.count() - first);
    const Images batch = pick(images, {order.begin() + first, order.begin() + last});
    const double loss = lossAndGradient(state.network, batch, settings.dropout, state.random, gradient);
    if (!std::isfinite(loss))
      return false;
    lossSum += loss * batch.count();
    descend(state, gradient, settings);
  }
  ++state.epoch;
  state.trainLoss = lossSum / images.count();
  return allFinite(state.network.layers) && allFinite(state.velocity);
}

} // namespace digits
