// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/numerics/matern_kernel.h"
#include "core/space/search_space.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace sweep {

/// How a Gaussian process sees a search space.
///
/// A *place* has one number for each parameter of the space: the position in the unit interval for a range of numbers, the index of
/// the choice for a category. Parameters that are not active have a number too, which waits until they are.
/// A *point* is what the kernel sees: one coordinate for each parameter that varies, where an inactive range stands at its middle
/// and an inactive category is a category of its own; and one category for each condition on a range that says whether it holds, so
/// that a distance lies between taking part and not taking part (in the manner of Hutter & Osborne 2013, "A kernel for hierarchical
/// parameter spaces").
class GpEncoding {
public:
  explicit GpEncoding(SearchSpace space);

  const SearchSpace& space() const { return m_space; }
  std::size_t parameters() const { return m_axes.size(); }
  std::span<const ColumnKind> kinds() const { return m_kinds; }
  std::size_t dimensions() const { return m_kinds.size(); }

  /// The coordinate of a parameter in points; nothing for one that does not vary.
  std::optional<std::size_t> coordinateOf(std::size_t parameter) const { return m_axes[parameter].coordinate; }
  bool isCategory(std::size_t parameter) const { return m_axes[parameter].isCategory; }
  /// A range without steps.
  bool isContinuous(std::size_t parameter) const { return m_axes[parameter].isContinuous; }
  /// Number of values; nothing for a continuous range.
  std::optional<std::uint64_t> valuesOf(std::size_t parameter) const { return m_axes[parameter].values; }
  /// The choices that may be drawn: those with a weight.
  std::span<const std::size_t> choicesOf(std::size_t parameter) const { return m_axes[parameter].choices; }

  /// From a point of the unit cube (SearchSpace's), each parameter snapped to its grid.
  std::vector<double> placeFromUnit(std::span<const double> cube) const;
  /// The nearest number that the parameter can have.
  double snapped(std::size_t parameter, double value) const;
  /// The neighbour so many grid steps up or down, at the end of the range at most. For a stepped range.
  double stepped(std::size_t parameter, double value, std::int64_t steps) const;

  /// The configuration's numbers; those of inactive parameters from `otherwise`. A value outside its domain (of a trial queued before
  /// the space was changed) counts as the nearest one, an unknown choice as one of its own.
  std::vector<double> placeOf(const Configuration& configuration, std::span<const double> otherwise) const;
  /// A place to look around: choices that are none of the space's become the first that may be drawn.
  std::vector<double> withKnownChoices(std::vector<double> place) const;
  /// Wants known choices.
  Configuration configurationOf(std::span<const double> place) const;

  /// Which parameters take part.
  void activity(std::span<const double> place, std::vector<char>& active) const;
  void pointOf(std::span<const double> place, std::span<double> point) const;
  std::vector<double> pointOf(std::span<const double> place) const;
  bool isAllowed(std::span<const double> place) const;
  bool hasConstraints() const { return !m_space.spec().constraints.empty(); }

private:
  struct Axis {
    bool isCategory = false;
    bool isContinuous = false;
    std::optional<std::uint64_t> values;
    std::vector<std::size_t> choices;
    std::optional<std::size_t> coordinate;
    std::optional<std::size_t> parent;
    /// For a parent with choices: whether the condition holds, by choice.
    std::vector<char> holdsFor;
    std::optional<std::size_t> indicator;
  };
  bool conditionHolds(const Axis& axis, std::size_t parameter, double parentNumber) const;
  void addCoordinates();

  SearchSpace m_space;
  std::vector<Axis> m_axes;
  std::vector<ColumnKind> m_kinds;
  bool m_conditional = false;
};

} // namespace sweep
