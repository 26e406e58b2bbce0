// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampler/quadratic_step.h"

#include "core/numerics/quadratic_model.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <tuple>

namespace sweep {

namespace {

/// Steps of fewer values are the model's business.
constexpr std::uint64_t FewestValues = 64;
/// Beyond this relative error the quadratic explains less than half of the variance near the best trial.
constexpr double MostError = 0.7;
/// So many near trials are predicted from the others.
constexpr std::size_t MostLeftOut = 12;
/// A quadratic's error grows with the third power of the distance; within this part of the reach all trials count alike.
constexpr double Near = 0.35;
/// No range reaches less far than this part of the farthest.
constexpr double LeastShare = 0.1;

struct Neighbour {
  std::size_t index = 0;
  Eigen::VectorXd offset;
  double distance = 0.0;
};

class Region {
public:
  Region(const GpEncoding& encoding, const GpHistory& history, std::span<const double> losses, std::size_t centre,
         std::span<const double> weights)
      : m_encoding(encoding), m_history(history), m_losses(losses), m_centre(centre) {
    findMoving(weights);
    if (!m_moving.empty() && m_moving.size() <= MostQuadraticParameters)
      findNeighbours();
  }

  std::optional<QuadraticStep> step() {
    const std::size_t d = m_moving.size();
    if (m_neighbours.size() < d + 2)
      return std::nullopt;
    const std::size_t coefficients = quadraticCoefficients(d);
    m_neighbours.resize(std::min(m_neighbours.size(), coefficients + d));
    const std::size_t half = std::min(m_neighbours.size(), std::max(d + 1, coefficients / 2));
    m_reach = m_neighbours[half - 1].distance;
    m_spread = spreadOf(half);
    if (!(m_spread > 0.0) || !std::isfinite(m_spread))
      return std::nullopt;
    fillTable();
    const double error = errorOf(std::min(half, MostLeftOut));
    if (!(error < MostError))
      return std::nullopt;
    const auto model = fitQuadratic(m_points, m_values, m_weights);
    return model ? descend(*model, error) : std::nullopt;
  }

private:
  const GpHistory::Entry& entry(std::size_t index) const { return m_history.observed()[index]; }

  void findMoving(std::span<const double> weights) {
    m_encoding.activity(entry(m_centre).place, m_active);
    double largest = 0.0;
    for (std::size_t k = 0; k < m_active.size(); ++k) {
      const auto values = m_encoding.valuesOf(k);
      const auto coordinate = m_encoding.coordinateOf(k);
      if (!m_active[k] || !coordinate || m_encoding.isCategory(k) || (values && *values < FewestValues))
        continue;
      m_moving.push_back(k);
      m_scales.push_back(std::sqrt(weights[*coordinate]));
      largest = std::max(largest, m_scales.back());
    }
    for (double& scale : m_scales)
      scale = std::max(scale / largest, LeastShare);
  }

  /// The same parameters are active, with the same values where they do not move.
  bool agrees(const GpHistory::Entry& other) const {
    std::vector<char> active;
    m_encoding.activity(other.place, active);
    for (std::size_t k = 0, next = 0; k < m_active.size(); ++k) {
      const bool moves = next < m_moving.size() && m_moving[next] == k;
      next += moves ? 1 : 0;
      if (active[k] != m_active[k] || (active[k] && !moves && other.place[k] != entry(m_centre).place[k]))
        return false;
    }
    return true;
  }

  void findNeighbours() {
    for (std::size_t i = 0; i < m_losses.size(); ++i) {
      if (i == m_centre || entry(i).pruned || !std::isfinite(m_losses[i]) || !agrees(entry(i)))
        continue;
      Neighbour neighbour{i, Eigen::VectorXd(static_cast<Eigen::Index>(m_moving.size())), 0.0};
      for (std::size_t k = 0; k < m_moving.size(); ++k)
        neighbour.offset[static_cast<Eigen::Index>(k)] =
            (entry(i).place[m_moving[k]] - entry(m_centre).place[m_moving[k]]) * m_scales[k];
      neighbour.distance = neighbour.offset.norm();
      if (neighbour.distance > 0.0)
        m_neighbours.push_back(std::move(neighbour));
    }
    std::sort(m_neighbours.begin(), m_neighbours.end(), [](const Neighbour& a, const Neighbour& b) {
      return std::tie(a.distance, a.index) < std::tie(b.distance, b.index);
    });
  }

  double spreadOf(std::size_t count) const {
    double lowest = m_losses[m_centre], highest = lowest;
    for (std::size_t i = 0; i < count; ++i) {
      lowest = std::min(lowest, m_losses[m_neighbours[i].index]);
      highest = std::max(highest, m_losses[m_neighbours[i].index]);
    }
    return highest - lowest;
  }

  /// The centre first, then the neighbours, in units of the reach and of the spread.
  void fillTable() {
    const auto rows = static_cast<Eigen::Index>(m_neighbours.size() + 1);
    m_points = Eigen::MatrixXd::Zero(rows, static_cast<Eigen::Index>(m_moving.size()));
    m_values = Eigen::VectorXd::Zero(rows);
    m_weights = Eigen::VectorXd::Zero(rows);
    m_weights[0] = 1.0 / std::pow(Near, 3);
    for (Eigen::Index i = 1; i < rows; ++i) {
      const Neighbour& neighbour = m_neighbours[static_cast<std::size_t>(i - 1)];
      m_points.row(i) = neighbour.offset / m_reach;
      m_values[i] = (m_losses[neighbour.index] - m_losses[m_centre]) / m_spread;
      m_weights[i] = 1.0 / std::pow(std::max(neighbour.distance / m_reach, Near), 3);
    }
  }

  /// The root of the mean square of what each of the nearest is missed by, relative to that of their values.
  double errorOf(std::size_t count) const {
    double missed = 0.0, squares = 0.0;
    for (std::size_t i = 1; i <= count; ++i) {
      const auto row = static_cast<Eigen::Index>(i);
      Eigen::VectorXd others = m_weights;
      others[row] = 0.0;
      const auto model = fitQuadratic(m_points, m_values, others);
      if (!model)
        return std::numeric_limits<double>::infinity();
      const Eigen::VectorXd at = m_points.row(row);
      const double error = model->value({at.data(), static_cast<std::size_t>(at.size())}) - m_values[row];
      missed += error * error;
      squares += m_values[row] * m_values[row];
    }
    return squares > 0.0 ? std::sqrt(missed / squares) : std::numeric_limits<double>::infinity();
  }

  std::optional<QuadraticStep> descend(const QuadraticModel& model, double error) const {
    std::vector<double> lower, upper;
    const auto& centre = entry(m_centre).place;
    for (std::size_t k = 0; k < m_moving.size(); ++k) {
      const double unit = m_scales[k] / m_reach;
      lower.push_back(std::max(-1.0, std::min(0.0, -centre[m_moving[k]] * unit)));
      upper.push_back(std::min(1.0, std::max(0.0, (1.0 - centre[m_moving[k]]) * unit)));
    }
    const auto lowest = lowestOf(model, lower, upper);
    QuadraticStep step{centre, m_losses[m_centre] + m_spread * (model.value(lowest) - model.constant), m_neighbours.size() + 1,
                       error};
    for (std::size_t k = 0; k < m_moving.size(); ++k)
      step.place[m_moving[k]] = m_encoding.snapped(
          m_moving[k], std::clamp(centre[m_moving[k]] + lowest[k] * m_reach / m_scales[k], 0.0, 1.0));
    return step;
  }

  const GpEncoding& m_encoding;
  const GpHistory& m_history;
  std::span<const double> m_losses;
  std::size_t m_centre;
  std::vector<char> m_active;
  std::vector<std::size_t> m_moving;
  /// What one unit of each moving range counts in distances.
  std::vector<double> m_scales;
  /// Nearest first.
  std::vector<Neighbour> m_neighbours;
  double m_reach = 0.0;
  double m_spread = 0.0;
  Eigen::MatrixXd m_points;
  Eigen::VectorXd m_values;
  Eigen::VectorXd m_weights;
};

} // namespace

std::optional<QuadraticStep> quadraticStep(const GpEncoding& encoding, const GpHistory& history, std::span<const double> losses,
                                           std::size_t centre, std::span<const double> weights) {
  return Region(encoding, history, losses, centre, weights).step();
}

} // namespace sweep
