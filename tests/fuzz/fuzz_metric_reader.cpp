// SPDX-License-Identifier: GPL-3.0-or-later
// Any output of a program, read by each preset and by any regular expression. What is found does not depend on the pieces in
// which the output comes. The last two bytes say the preset and the pieces; for "regex" the first line is the expression.
#include "core/runner/metric_reader.h"
#include "tests/fuzz/claim.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <random>

namespace sweep::fuzz {
namespace {

using ReportList = std::vector<Report>;
using Reader = std::shared_ptr<MetricReader>;

ReportList readInPieces(MetricReader& reader, std::string_view output, std::size_t longest, unsigned seed) {
  std::minstd_rand draw(seed);
  ReportList reports;
  while (!output.empty()) {
    const std::size_t size = std::min<std::size_t>(output.size(), 1 + draw() % longest);
    // A piece of its own on the heap, so that reading beyond it is seen.
    const std::vector<char> piece(output.begin(), output.begin() + static_cast<std::ptrdiff_t>(size));
    reader.read(OutputReader::Stream::Output, {piece.data(), piece.size()}, reports);
    output.remove_prefix(size);
  }
  reader.finish(reports);
  return reports;
}

bool same(double a, double b) {
  return a == b || (std::isnan(a) && std::isnan(b));
}

bool same(const ReportList& a, const ReportList& b) {
  return std::ranges::equal(a, b, [](const Report& left, const Report& right) {
    return left.step == right.step &&
           std::ranges::equal(left.metrics, right.metrics, [](const auto& one, const auto& other) {
             return one.first == other.first && same(one.second, other.second);
           });
  });
}

void checkPlaces(const MetricReader& reader, std::string_view line) {
  for (const FoundMetric& metric : reader.find(line))
    claim(metric.begin <= metric.end && metric.end <= line.size(), "a number stands within its line",
          std::string(line));
}

Reader readerFor(std::string_view& output, unsigned choice) {
  const auto presets = metricPresets();
  MetricSource source;
  source.preset = presets[choice % presets.size()].id;
  if (source.preset == "regex") {
    const std::size_t end = std::min(output.size(), output.find('\n'));
    source.expression = output.substr(0, end);
    output.remove_prefix(std::min(output.size(), end + 1));
  }
  const auto reader = MetricReader::create(source);
  if (!reader)
    claim(!reader.error().empty(), "a refusal has a sentence");
  return reader ? *reader : nullptr;
}

} // namespace
} // namespace sweep::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sweep;
  if (size < 2)
    return 0;
  const unsigned choice = data[size - 2];
  const unsigned seed = data[size - 1];
  std::string_view output(reinterpret_cast<const char*>(data), size - 2);
  std::string_view sameOutput = output;
  const fuzz::Reader whole = fuzz::readerFor(output, choice);
  const fuzz::Reader pieces = fuzz::readerFor(sameOutput, choice);
  if (!whole)
    return 0;
  const auto expected = fuzz::readInPieces(*whole, output, std::max<std::size_t>(1, output.size()), 1);
  const auto found = fuzz::readInPieces(*pieces, output, 1 + seed % 40, seed + 1);
  fuzz::claim(fuzz::same(expected, found), "the pieces make no difference", std::string(output));
  fuzz::claim(whole->namesSeen() == pieces->namesSeen(), "the names seen are the same");
  (void)whole->complaint();
  fuzz::checkPlaces(*whole, output);
  return 0;
}
