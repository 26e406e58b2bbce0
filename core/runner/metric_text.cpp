// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/metric_text.h"

#include "core/base/text.h"
#include "core/runner/csv_text.h"
#include "core/runner/json_line.h"

#include <algorithm>
#include <array>
#include <utility>

namespace sweep {

namespace {

using Taker = std::function<void(LineFinding&)>;

struct Ending {
  std::string_view text;
  MetricFormat format;
};
constexpr std::array<Ending, 5> endings = {{{".json", MetricFormat::Json},
                                            {".jsonl", MetricFormat::Json},
                                            {".ndjson", MetricFormat::Json},
                                            {".csv", MetricFormat::Csv},
                                            {".tsv", MetricFormat::Csv}}};

/// Hands reports on as long as there are not too many numbers.
class CountingTaker {
public:
  explicit CountingTaker(const Taker& take) : m_take(take) {}

  bool operator()(LineFinding& found) {
    m_count += found.metrics.size();
    if (m_count > MostMetricNumbers)
      return false;
    takeStep(found);
    m_take(found);
    return true;
  }

private:
  const Taker& m_take;
  std::size_t m_count = 0;
};

Message tooManyNumbers() {
  return Message(SWEEP_TEXT("it has more than %1 numbers"), {std::to_string(MostMetricNumbers)});
}

std::string lineOf(std::string_view text, std::size_t at) {
  return std::to_string(1 + std::ranges::count(text.substr(0, at), '\n'));
}

std::string columnOf(std::string_view text, std::size_t at) {
  const auto begin = text.substr(0, at).rfind('\n');
  return std::to_string(begin == text.npos ? at + 1 : at - begin);
}

Message readJson(std::string_view text, bool isWhole, const Taker& take) {
  using Why = JsonTextEnd::Why;
  const auto end = readJsonText(text, JsonNumbers::BareAndQuoted, CountingTaker(take));
  switch (end.why) {
  case Why::Whole:
    return {};
  case Why::Stopped:
    return tooManyNumbers();
  case Why::TooManyNumbers:
    return Message(SWEEP_TEXT("an object at its line %1 has more than 10000 numbers"),
                   {lineOf(text, end.at)});
  case Why::NotJson:
    break;
  }
  if (!isWhole)
    return {};
  if (end.at == text.size())
    return Message(SWEEP_TEXT("it breaks off in its line %1"), {lineOf(text, end.at)});
  return Message(SWEEP_TEXT("its line %1 is no JSON at character %2"),
                 {lineOf(text, end.at), columnOf(text, end.at)});
}

Message readCsv(std::string_view text, bool isWhole, const Taker& take) {
  const auto end = readCsvText(text, isWhole, CountingTaker(take));
  return end.isStopped ? tooManyNumbers() : end.problem;
}

} // namespace

Message tooLargeProblem() {
  return Message(SWEEP_TEXT("it has more than the %1 bytes that are read"),
                 {std::to_string(MostMetricBytes)});
}

std::optional<MetricFormat> metricFormatOf(const MetricSource& source) {
  if (source.format == "json")
    return MetricFormat::Json;
  if (source.format == "csv")
    return MetricFormat::Csv;
  if (!source.format.empty())
    return std::nullopt;
  std::string name = source.file;
  std::ranges::transform(name, name.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; });
  const auto ending =
      std::ranges::find_if(endings, [&](const Ending& each) { return name.ends_with(each.text); });
  return ending == endings.end() ? std::nullopt : std::optional(ending->format);
}

Message readMetricText(std::string_view text, MetricFormat format, bool isWhole, const Taker& take) {
  constexpr std::string_view ByteOrderMark = "\xef\xbb\xbf";
  const std::size_t mark = text.starts_with(ByteOrderMark) ? ByteOrderMark.size() : 0;
  const auto shifted = [&](LineFinding& found) {
    for (FoundMetric& metric : found.metrics) {
      metric.begin += mark;
      metric.end += mark;
    }
    take(found);
  };
  text.remove_prefix(mark);
  if (text.size() > MostMetricBytes)
    return tooLargeProblem();
  if (isWhole && trimmed(text).empty())
    return Message(SWEEP_TEXT("it is empty"));
  return format == MetricFormat::Csv ? readCsv(text, isWhole, shifted) : readJson(text, isWhole, shifted);
}

} // namespace sweep
