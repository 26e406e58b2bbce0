// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sampler/gp_encoding.h"
#include "core/sampler/gp_history.h"

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace sweep {

/// A step of a trust-region method: the lowest point of a quadratic through the trials around the best one, no farther from it than
/// the nearer of these lie. So the region grows with steps that succeed, shrinks as others gather, and needs no state of its own
/// (Conn, Scheinberg & Vicente 2009, chapter 10; in turns with a global search as King 2018, "A global optimization algorithm worth
/// using").
struct QuadraticStep {
  std::vector<double> place;
  /// The loss predicted there.
  double loss = 0.0;
  /// How many trials the quadratic goes through.
  std::size_t trials = 0;
  /// Of predicting each near trial from the others, relative to their spread: 0 for a true quadratic, about 1 for noise.
  double error = 0.0;
};

/// centre: an index into the observed trials. losses: one per observed trial. weights: of the kernel, whose metric says what is near.
/// Moves the active ranges of many values; the rest stays as it is at the centre, and only trials that agree there are looked at.
/// Nothing where these are too few, where the quadratic does not predict them, or for more than `MostQuadraticParameters`. Where there
/// is nothing left to gain the place is the centre's, or hardly another.
std::optional<QuadraticStep> quadraticStep(const GpEncoding& encoding, const GpHistory& history, std::span<const double> losses,
                                           std::size_t centre, std::span<const double> weights);

inline constexpr std::size_t MostQuadraticParameters = 12;

} // namespace sweep
