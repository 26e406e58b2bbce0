// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "data.h"
#include "random.h"

#include <Eigen/Core>
#include <vector>

namespace digits {

enum class Activation { Relu, Tanh, Logistic };

/// Weights (outputs × inputs) and biases of one layer; a gradient and a momentum have the same shape.
struct Layer {
  Eigen::MatrixXf weight;
  Eigen::VectorXf bias;
};
using Layers = std::vector<Layer>;

struct Shape {
  int hiddenLayers = 1;
  int units = 64; ///< in each hidden layer
};

/// A multi-layer perceptron from pixels to ten scores, one a digit (logits: the softmax is part of the loss).
struct Network {
  Layers layers;
  Activation activation = Activation::Relu;
};

/// Uniform start weights: He et al. 2015, eq. 10 (variance 2/inputs) for relu; Glorot & Bengio 2010, eq. 16
/// (variance 2/(inputs+outputs)) for the others and for the last layer. Biases start at zero.
Network makeNetwork(const Shape& shape, Activation activation, Random& random);

/// Layers of the same shape, filled with zeros.
Layers zerosLike(const Layers& layers);

/// True when no weight is infinite or NaN.
bool allFinite(const Layers& layers);

struct Score {
  double loss = 0;     ///< mean cross-entropy in nats; NaN when the network's output is not finite
  double accuracy = 0; ///< share of images whose highest score is the right digit, 0 … 1
};

Score evaluate(const Network& network, const Images& images);

/// Mean cross-entropy over the batch and its gradient by backpropagation. With dropout > 0 each hidden unit
/// is left out with that probability, and the others are scaled up (Srivastava et al. 2014, section 10). When
/// the network's output is not finite the loss is NaN and the gradient is left as it was.
double lossAndGradient(const Network& network, const Images& batch, double dropout, Random& random,
                       Layers& gradient);

} // namespace digits
