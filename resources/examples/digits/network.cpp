// SPDX-License-Identifier: GPL-3.0-or-later
#include "network.h"

#include <cmath>
#include <limits>

namespace digits {

namespace {

constexpr double notANumber = std::numeric_limits<double>::quiet_NaN();

Layer makeLayer(int inputs, int outputs, double variance, Random& random) {
  const double limit = std::sqrt(3.0 * variance);
  Layer layer{Eigen::MatrixXf(outputs, inputs), Eigen::VectorXf::Zero(outputs)};
  for (Eigen::Index i = 0; i < layer.weight.size(); ++i)
    layer.weight.data()[i] = static_cast<float>((2.0 * random.uniform() - 1.0) * limit);
  return layer;
}

Eigen::MatrixXf weighted(const Layer& layer, const Eigen::MatrixXf& input) {
  return (layer.weight * input).colwise() + layer.bias;
}

void activate(Activation activation, Eigen::MatrixXf& values) {
  switch (activation) {
  case Activation::Relu:
    values = values.cwiseMax(0.0F);
    break;
  case Activation::Tanh:
    values = values.array().tanh();
    break;
  case Activation::Logistic:
    values = (1.0F + (-values.array()).exp()).inverse();
    break;
  }
}

/// Derivative of the activation, told by its result.
Eigen::ArrayXXf slope(Activation activation, const Eigen::MatrixXf& output) {
  switch (activation) {
  case Activation::Relu:
    return (output.array() > 0.0F).cast<float>();
  case Activation::Tanh:
    return 1.0F - output.array().square();
  case Activation::Logistic:
    return output.array() * (1.0F - output.array());
  }
  return {};
}

Eigen::MatrixXf logits(const Network& network, const Images& images) {
  Eigen::MatrixXf values = images.pixels;
  for (std::size_t i = 0; i < network.layers.size(); ++i) {
    values = weighted(network.layers[i], values);
    if (i + 1 < network.layers.size())
      activate(network.activation, values);
  }
  return values;
}

/// Sum over the columns of -log(softmax(scores)[label]); turns the scores into the softmax on the way.
double softmaxAndLoss(Eigen::MatrixXf& scores, const std::vector<int>& labels) {
  double loss = 0;
  for (Eigen::Index n = 0; n < scores.cols(); ++n) {
    auto column = scores.col(n);
    column.array() -= column.maxCoeff();
    const float ofLabel = column(labels[static_cast<std::size_t>(n)]);
    column = column.array().exp();
    const float sum = column.sum();
    column /= sum;
    loss += std::log(static_cast<double>(sum)) - static_cast<double>(ofLabel);
  }
  return loss;
}

/// One factor per unit and image: 0 for what is left out, 1/(1-dropout) for what stays.
Eigen::ArrayXXf dropoutMask(Eigen::Index rows, Eigen::Index columns, double dropout, Random& random) {
  Eigen::ArrayXXf mask(rows, columns);
  const auto kept = static_cast<float>(1.0 / (1.0 - dropout));
  for (Eigen::Index i = 0; i < mask.size(); ++i)
    mask.data()[i] = random.uniform() < dropout ? 0.0F : kept;
  return mask;
}

/// What a training pass remembers of each layer for the way back.
struct Trace {
  std::vector<Eigen::MatrixXf> inputs; ///< of each layer, dropout included
  std::vector<Eigen::ArrayXXf> slopes; ///< of each hidden layer's output, dropout included
  Eigen::MatrixXf scores;
};

Trace forward(const Network& network, const Eigen::MatrixXf& pixels, double dropout, Random& random) {
  Trace trace;
  trace.inputs.push_back(pixels);
  for (std::size_t i = 0; i + 1 < network.layers.size(); ++i) {
    Eigen::MatrixXf output = weighted(network.layers[i], trace.inputs.back());
    activate(network.activation, output);
    Eigen::ArrayXXf outputSlope = slope(network.activation, output);
    if (dropout > 0) {
      const Eigen::ArrayXXf mask = dropoutMask(output.rows(), output.cols(), dropout, random);
      output.array() *= mask;
      outputSlope *= mask;
    }
    trace.slopes.push_back(std::move(outputSlope));
    trace.inputs.push_back(std::move(output));
  }
  trace.scores = weighted(network.layers.back(), trace.inputs.back());
  return trace;
}

} // namespace

Network makeNetwork(const Shape& shape, Activation activation, Random& random) {
  Network network{{}, activation};
  int inputs = pixelCount;
  for (int i = 0; i < shape.hiddenLayers; ++i) {
    const double variance = activation == Activation::Relu ? 2.0 / inputs : 2.0 / (inputs + shape.units);
    network.layers.push_back(makeLayer(inputs, shape.units, variance, random));
    inputs = shape.units;
  }
  network.layers.push_back(makeLayer(inputs, classCount, 2.0 / (inputs + classCount), random));
  return network;
}

Layers zerosLike(const Layers& layers) {
  Layers zeros = layers;
  for (Layer& layer : zeros) {
    layer.weight.setZero();
    layer.bias.setZero();
  }
  return zeros;
}

bool allFinite(const Layers& layers) {
  for (const Layer& layer : layers)
    if (!layer.weight.allFinite() || !layer.bias.allFinite())
      return false;
  return true;
}

Score evaluate(const Network& network, const Images& images) {
  Eigen::MatrixXf scores = logits(network, images);
  if (!scores.allFinite())
    return {notANumber, notANumber};
  int right = 0;
  for (Eigen::Index n = 0; n < scores.cols(); ++n) {
    Eigen::Index best = 0;
    scores.col(n).maxCoeff(&best);
    right += best == images.labels[static_cast<std::size_t>(n)] ? 1 : 0;
  }
  const double count = images.count();
  return {softmaxAndLoss(scores, images.labels) / count, right / count};
}

double lossAndGradient(const Network& network, const Images& batch, double dropout, Random& random,
                       Layers& gradient) {
  Trace trace = forward(network, batch.pixels, dropout, random);
  if (!trace.scores.allFinite())
    return notANumber;
  const double loss = softmaxAndLoss(trace.scores, batch.labels) / batch.count();

  Eigen::MatrixXf delta =
      std::move(trace.scores); // d(loss)/d(input of the layer's activation), one image a column
  for (Eigen::Index n = 0; n < delta.cols(); ++n)
    delta(batch.labels[static_cast<std::size_t>(n)], n) -= 1.0F;
  delta /= static_cast<float>(batch.count());
  for (std::size_t i = network.layers.size(); i-- > 0;) {
    gradient[i].weight.noalias() = delta * trace.inputs[i].transpose();
    gradient[i].bias = delta.rowwise().sum();
    if (i > 0)
      delta = ((network.layers[i].weight.transpose() * delta).array() * trace.slopes[i - 1]).matrix();
  }
  return loss;
}

} // namespace digits
