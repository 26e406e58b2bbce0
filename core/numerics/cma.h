// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <Eigen/Core>
#include <vector>

namespace sweep {

/// Full: the covariance of every pair of coordinates. Diagonal: variances only, learned (n + 2) / 3 times as fast, with a cost
/// linear in n (Ros & Hansen 2008, "A simple modification in CMA-ES achieving linear time and space complexity").
enum class CmaShape { Full, Diagonal };

/// Default strategy parameters (Hansen 2016, "The CMA Evolution Strategy: A Tutorial", arXiv:1604.00772, eq. 48-58).
struct CmaConstants {
  int dimensions = 1;
  int populationSize = 4;
  /// Points that move the mean.
  int parents = 2;
  double effectiveParents = 1.0;
  /// One per rank, best first: positive ones sum to 1, those behind the parents are negative (active CMA-ES).
  Eigen::VectorXd weights;
  double stepRate = 0.0;
  double stepDamping = 1.0;
  double pathRate = 0.0;
  double rankOneRate = 0.0;
  double rankMuRate = 0.0;
  /// Of a standard normal vector.
  double expectedLength = 1.0;
};

/// 4 + floor(3 ln n).
int cmaPopulationSize(int dimensions);
/// dimensions >= 1, populationSize >= 2.
CmaConstants cmaConstants(int dimensions, int populationSize, CmaShape shape = CmaShape::Full);

/// Why a run has nothing more to find.
enum class CmaStop { None, StepVanished, IllConditioned, FlatObjective, StepExploded };

/// A normal distribution that adapts itself to where an objective is low. Unbounded coordinates; a value, for one thread at a
/// time. No random numbers of its own.
class Cma {
public:
  /// step > 0: the standard deviation in each coordinate; populationSize: 0 for the default.
  Cma(Eigen::VectorXd mean, double step, int populationSize = 0, CmaShape shape = CmaShape::Full);

  const CmaConstants& constants() const { return m_constants; }
  int dimensions() const { return m_constants.dimensions; }
  int populationSize() const { return m_constants.populationSize; }
  /// How many populations it was told.
  int generation() const { return m_generation; }

  /// The point for `dimensions()` independent standard normal numbers.
  Eigen::VectorXd sample(const Eigen::VectorXd& normals) const;
  /// The point, or where it is further from the mean than the distribution's own points are, the point that lies in its
  /// direction at the longest such distance: for points from elsewhere (Hansen 2011, "Injecting external solutions into
  /// CMA-ES", arXiv:1110.4181).
  Eigen::VectorXd pulledIn(const Eigen::VectorXd& point) const;
  /// A population, one point a column, best first. bestValue: of the first; infinity when it has none.
  void tell(const Eigen::MatrixXd& ranked, double bestValue);
  CmaStop stop() const;

  const Eigen::VectorXd& mean() const { return m_mean; }
  double step() const { return m_step; }
  const Eigen::MatrixXd& covariance() const { return m_covariance; }
  const Eigen::VectorXd& stepPath() const { return m_stepPath; }
  const Eigen::VectorXd& covariancePath() const { return m_covariancePath; }

  /// Mean and standard deviation of one coordinate.
  double deviation(int coordinate) const;
  /// Moves and stretches the distribution along one coordinate; what it learned of shape and step stays as it is.
  void setMarginal(int coordinate, double mean, double deviation);

private:
  Eigen::VectorXd unscaled(const Eigen::VectorXd& point) const;
  /// C^(-1/2) y.
  Eigen::VectorXd whitened(const Eigen::VectorXd& y) const;
  void adaptStep(const Eigen::VectorXd& whiteShift);
  void adaptCovariance(const Eigen::MatrixXd& steps, const Eigen::VectorXd& shift,
                       const Eigen::VectorXd& squaredLengths);
  void decompose();

  CmaConstants m_constants;
  CmaShape m_shape;
  int m_generation = 0;
  Eigen::VectorXd m_mean;
  double m_step;
  double m_firstStep;
  /// The margin's stretching of each coordinate, 1 without.
  Eigen::VectorXd m_scale;
  Eigen::VectorXd m_stepPath;
  Eigen::VectorXd m_covariancePath;
  /// n × n, or n × 1 when diagonal.
  Eigen::MatrixXd m_covariance;
  /// C = axes diag(lengths²) axesᵀ.
  Eigen::MatrixXd m_axes;
  Eigen::VectorXd m_lengths;
  /// Best values of the latest generations.
  std::vector<double> m_bestValues;
};

/// Mean and standard deviation of one coordinate whose values are the cells of a line.
struct CmaMarginal {
  double mean = 0.0;
  double deviation = 1.0;
};

/// The distribution moved and widened as little as keeps a chance of leaving the cell of its mean, so that whole numbers are
/// not lost once the step is smaller than a cell (Hamano et al. 2022, "CMA-ES with margin", arXiv:2205.13482, section 4).
/// lower < mean < upper: the ends of the cell, infinite at the ends of the line; margin: 1 / (dimensions · population size).
CmaMarginal withMargin(CmaMarginal marginal, double lower, double upper, double margin);

} // namespace sweep
