// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "result.h"

#include <Eigen/Core>
#include <filesystem>
#include <vector>

namespace digits {

constexpr int pixelCount = 64;
constexpr int classCount = 10;

/// Images of 8×8 pixels, one a column (64 × n), and the digit each shows.
struct Images {
  Eigen::MatrixXf pixels;
  std::vector<int> labels;

  int count() const { return static_cast<int>(labels.size()); }
};

struct Dataset {
  Images training;
  Images validation;
};

/// Reads a file with one image a line: 64 whole numbers from 0 to 16, then the digit, separated by commas.
/// The split is fixed and stratified: of each digit, every fifth image in the file's order validates.
/// Pixels are standardised by the training images: mean 0 each, variance 1 over all.
Result<Dataset> loadDataset(const std::filesystem::path& file);

/// The images of the given columns, in that order.
Images pick(const Images& images, const std::vector<int>& columns);

} // namespace digits
