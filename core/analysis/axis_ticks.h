// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace sweep {

enum class AxisScale { Linear, Log, Integer };

/// Where an axis is marked: ascending values inside the range, a label for each. Minor ones have no label.
struct AxisTicks {
  std::vector<double> major;
  std::vector<std::string> labels;
  std::vector<double> minor;
};

/// About `wanted` (at least 2) marks at round values within [low, high].
/// Linear: multiples of 1, 2 or 5 times a power of ten. Integer: the same, whole numbers only. Log (low > 0): powers of ten with
/// 2…9 between them as minor marks; 1, 2, 5 of each decade when there are few decades; as Linear below a factor of about 3;
/// every n-th decade when there are many. Labels are as short as tells them apart.
/// An empty or turned range has one mark, a log axis from 0 or below is treated as linear.
AxisTicks axisTicks(AxisScale scale, double low, double high, int wanted = 5);

/// The smallest range that contains the given one and ends at round values.
void widenToRound(AxisScale scale, double& low, double& high, int wanted = 5);

} // namespace sweep
