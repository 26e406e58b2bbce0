// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace sweep {

/// The kernels of a Parzen estimator along one numeric axis, kept up to date as observations come and go: truncated normal
/// distributions on [low, high] whose width is the larger of the distances to the neighbours (Bergstra et al. 2011, section 4;
/// with the choices of Optuna 5.0). What is kept is a function of the observations and the limit alone, whatever
/// the order in which they came.
class NumericKernels {
public:
  /// stepped: densities are masses of cells. considerEndpoints: the outermost kernels reach to the ends of the range.
  NumericKernels(double low, double high, bool stepped, bool considerEndpoints);

  /// Before the kernel that is at `position` now. O(log n) and the move of what comes after it.
  void insert(std::size_t position, double centre);
  void erase(std::size_t position);
  /// No width is below it.
  void setSmallestWidth(double width);

  double low() const { return m_low; }
  double high() const { return m_high; }
  double smallestWidth() const { return m_smallestWidth; }
  bool isStepped() const { return m_stepped; }
  const std::vector<double>& centres() const { return m_centres; }
  const std::vector<double>& widths() const { return m_widths; }
  /// 1 / (width √2)
  const std::vector<double>& scales() const { return m_scales; }
  /// What the log density has beside the exponent (continuous) or the log mass of the cell before truncation (stepped).
  const std::vector<double>& constants() const { return m_constants; }
  /// Positions by ascending centre, equal ones by position.
  const std::vector<std::uint32_t>& order() const { return m_order; }

private:
  std::size_t placeOf(double centre, std::size_t position) const;
  double widthAt(std::size_t place) const;
  void refresh(std::size_t place);

  double m_low;
  double m_high;
  bool m_stepped;
  bool m_considerEndpoints;
  double m_smallestWidth = 0.0;
  std::vector<double> m_centres;
  std::vector<double> m_widths;
  std::vector<double> m_scales;
  std::vector<double> m_constants;
  std::vector<std::uint32_t> m_order;
};

} // namespace sweep
