// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sampler/gp_encoding.h"
#include "core/sampler/gp_history.h"

#include <cstddef>
#include <span>
#include <vector>

namespace sweep {

/// The surroundings of a trial: which others a local model learns from, and how far it may look. It shrinks by itself where trials
/// gather, and needs no state of its own.
struct GpRegion {
  /// Indices into the observed trials, ascending: those nearest to the centre in the kernel's metric.
  std::vector<std::size_t> trials;
  /// Per parameter, how far from the centre in the unit interval; 0 for categories and for what does not vary.
  std::vector<double> reach;
};

/// centre: an index into the observed trials, of which there is at least one. weights: of the kernel, one per coordinate of points.
GpRegion regionAround(std::size_t centre, const GpEncoding& encoding, const GpHistory& history, std::span<const double> weights);

} // namespace sweep
