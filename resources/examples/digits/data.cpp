// SPDX-License-Identifier: GPL-3.0-or-later
#include "data.h"

#include <array>
#include <charconv>
#include <cmath>
#include <fstream>
#include <optional>
#include <string>

namespace digits {

namespace {

constexpr int mostInk = 16;
constexpr int validationEvery = 5;

using Row = std::array<int, pixelCount + 1>; // the pixels, then the digit

std::optional<Row> parseRow(const std::string& line) {
  Row row{};
  const char* at = line.data();
  const char* const end = at + line.size();
  for (std::size_t i = 0; i < row.size(); ++i) {
    const auto [rest, error] = std::from_chars(at, end, row[i]);
    const int most = i < pixelCount ? mostInk : classCount - 1;
    if (error != std::errc() || row[i] < 0 || row[i] > most)
      return std::nullopt;
    const bool last = i + 1 == row.size();
    if (last ? rest != end : (rest == end || *rest != ','))
      return std::nullopt;
    at = last ? rest : rest + 1;
  }
  return row;
}

Images imagesOf(const std::vector<Row>& rows) {
  Images images;
  images.pixels.resize(pixelCount, static_cast<Eigen::Index>(rows.size()));
  for (std::size_t n = 0; n < rows.size(); ++n) {
    for (int i = 0; i < pixelCount; ++i)
      images.pixels(i, static_cast<Eigen::Index>(n)) =
          static_cast<float>(rows[n][static_cast<std::size_t>(i)]);
    images.labels.push_back(rows[n].back());
  }
  return images;
}

/// Takes the training images' mean off every pixel and divides by their spread over all pixels, so that the
/// inputs lie around 0 with variance 1, as the start weights assume. (Spread per pixel would blow up the
/// nearly empty rim.)
void standardise(Dataset& data) {
  const Eigen::VectorXf mean = data.training.pixels.rowwise().mean();
  data.training.pixels.colwise() -= mean;
  data.validation.pixels.colwise() -= mean;
  const float variance = data.training.pixels.squaredNorm() / static_cast<float>(data.training.pixels.size());
  if (variance > 0) {
    data.training.pixels /= std::sqrt(variance);
    data.validation.pixels /= std::sqrt(variance);
  }
}

} // namespace

Result<Dataset> loadDataset(const std::filesystem::path& file) {
  std::ifstream in(file);
  const Failure unreadable{"The data file " + file.string() + " cannot be read. Name another with --data."};
  if (!in)
    return unreadable;
  std::vector<Row> training;
  std::vector<Row> validation;
  std::array<int, classCount> seen{};
  int lineNumber = 0;
  for (std::string line; std::getline(in, line);) {
    ++lineNumber;
    const std::optional<Row> row = parseRow(line);
    if (!row)
      return Failure{"Line " + std::to_string(lineNumber) + " of the data file " + file.string() +
                     " is not an image: expected 64 numbers from 0 to 16 and a digit, separated by commas."};
    int& count = seen[static_cast<std::size_t>(row->back())];
    (++count % validationEvery == 0 ? validation : training).push_back(*row);
  }
  if (in.bad())
    return unreadable;
  if (training.empty() || validation.empty())
    return Failure{"The data file " + file.string() + " holds too few images: " +
                   "at least five of one digit are needed to train on some and validate with others."};
  Dataset data{imagesOf(training), imagesOf(validation)};
  standardise(data);
  return data;
}

Images pick(const Images& images, const std::vector<int>& columns) {
  Images picked;
  picked.pixels = images.pixels(Eigen::all, columns);
  for (const int column : columns)
    picked.labels.push_back(images.labels[static_cast<std::size_t>(column)]);
  return picked;
}

} // namespace digits
