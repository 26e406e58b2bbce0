// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/numerics/category_distribution.h"
#include "core/numerics/cma.h"
#include "core/space/search_space.h"

#include <optional>
#include <vector>

namespace sweep {

/// A configuration as CMA-ES sees it.
struct CmaPoint {
  /// One per numeric parameter of more than one value, in the unit interval. A parameter that is not active keeps the place it
  /// was drawn at, which selection then leaves as it is.
  Eigen::VectorXd place;
  /// One per categorical of more than one possible choice; nothing where it was not active.
  std::vector<std::optional<std::size_t>> choices;
};

/// The coordinates of a space: numbers in the unit interval, choices beside them, parameters of one value left out.
class CmaSpace {
public:
  explicit CmaSpace(SearchSpace space);

  const SearchSpace& space() const { return m_space; }
  std::size_t numberCount() const { return m_numbers.size(); }
  std::size_t choiceCount() const { return m_choices.size(); }
  /// Chances of the categories of a choice, before anything is known.
  const std::vector<double>& chances(std::size_t choice) const { return m_choices[choice].chances; }

  Configuration configuration(const CmaPoint& point) const;
  /// absent: the places of numbers that are not active.
  CmaPoint point(const Configuration& configuration, const Eigen::VectorXd& absent) const;
  /// Where the search begins: the defaults that a person has given, else the middle.
  Eigen::VectorXd start() const;

  /// The part of the unit line whose numbers decode to the same value, open to infinity at the ends of the line.
  struct Cell {
    double lower = 0.0;
    double upper = 1.0;
  };
  /// Nothing for a number so fine that it counts as continuous.
  std::optional<Cell> cell(std::size_t number, double place) const;

private:
  struct Choice {
    std::size_t parameter = 0;
    std::vector<double> chances;
    /// A place in the middle of each category's slice of the unit interval.
    std::vector<double> places;
  };
  const Domain& domain(std::size_t parameter) const { return m_space.parameters()[parameter].domain; }

  SearchSpace m_space;
  std::vector<std::size_t> m_numbers;
  std::vector<Choice> m_choices;
};

/// The distribution that configurations are drawn from: normal over the numbers, with a margin where they are whole, and
/// independent chances for the choices. A value.
class CmaModel {
public:
  struct Start {
    Eigen::VectorXd mean;
    double step = 0.2;
    /// 0 for the default of the number of coordinates and choices.
    int populationSize = 0;
  };
  CmaModel(const CmaSpace& space, Start start);

  int populationSize() const { return m_populationSize; }
  int generation() const { return m_generation; }
  /// Of the numbers, relative to their ranges; the root mean square over coordinates. 0 without numbers.
  double spread() const;
  const Eigen::VectorXd& mean() const { return m_mean; }
  CmaStop stop() const { return m_cma ? m_cma->stop() : CmaStop::None; }

  CmaPoint sample(const Eigen::VectorXd& normals, std::span<const double> uniforms) const;
  /// As Cma::pulledIn.
  CmaPoint pulledIn(CmaPoint point) const;
  /// A population, best first.
  void tell(const CmaSpace& space, std::span<const CmaPoint> ranked, double bestValue);

  /// From 100 numbers on only variances are learned.
  static constexpr std::size_t MostFullDimensions = 100;

private:
  void tellNumbers(const CmaSpace& space, std::span<const CmaPoint> ranked, double bestValue);
  void tellChoices(std::span<const CmaPoint> ranked);
  void keepMargins(const CmaSpace& space);

  int m_populationSize;
  int m_generation = 0;
  /// Nothing without numbers.
  std::optional<Cma> m_cma;
  Eigen::VectorXd m_mean;
  std::vector<CategoryDistribution> m_choices;
};

} // namespace sweep
