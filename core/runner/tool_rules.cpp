// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/json_line.h"
#include "core/runner/metric_number.h"
#include "core/runner/metric_rule.h"

#include "core/base/text.h"

#include <algorithm>

/// What programs written for other tuning tools print.
namespace sweep {

namespace {

using View = std::string_view;

bool isWordByte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '|';
}

std::size_t pastBlanks(View line, std::size_t at) {
  return std::min(line.find_first_not_of(" \t", std::min(at, line.size())), line.size());
}

void shift(LineFinding& found, std::size_t offset) {
  for (FoundMetric& metric : found.metrics) {
    metric.begin += offset;
    metric.end += offset;
  }
}

class JsonRule : public MetricRule {
public:
  void read(View line, LineFinding& found) const override { readJsonLine(line, found, JsonNumbers::Bare); }
};

/// `[tune-metric]: {"loss": 0.3, "epoch": 1, "st_worker_time": 2.0}` (syne_tune/report.py; st_ belongs to the tool).
class SyneTuneRule : public MetricRule {
public:
  void read(View line, LineFinding& found) const override {
    constexpr View Mark = "[tune-metric]:";
    const auto at = line.find(Mark);
    if (at == View::npos || !readJsonLine(line.substr(at + Mark.size()), found, JsonNumbers::Bare))
      return;
    shift(found, at + Mark.size());
    std::erase_if(found.metrics, [](const FoundMetric& metric) { return metric.name.starts_with("st_"); });
  }
};

/// `cost=0.5; runtime=0.01; status=SUCCESS; additional_info=x`; of several costs the second is named cost_2. What did not succeed
/// has no cost.
class SmacRule : public MetricRule {
public:
  void read(View line, LineFinding& found) const override {
    const auto begin = pastBlanks(line, 0);
    if (!line.substr(begin).starts_with("cost"))
      return;
    LineFinding here;
    bool success = true;
    for (std::size_t at = begin; at < line.size();) {
      const std::size_t end = std::min(line.find(';', at), line.size());
      const auto equals = line.substr(0, end).find('=', at);
      if (equals == View::npos)
        break;
      const View name = trimmed(line.substr(at, equals - at));
      if (name == "cost" || name == "runtime")
        readNumbers(std::string(name), line.substr(0, end), equals + 1, here);
      else if (name == "status")
        success = trimmed(line.substr(equals + 1, end - equals - 1)) == "SUCCESS";
      at = end + 1;
    }
    if (success)
      found = std::move(here);
  }

private:
  static void readNumbers(const std::string& name, View line, std::size_t at, LineFinding& found) {
    for (int index = 1;; ++index) {
      at = pastBlanks(line, at);
      const auto number = numberAt(line, at);
      if (!number)
        return;
      found.metrics.push_back({index == 1 ? name : name + "_" + std::to_string(index), number->value, at, number->end});
      at = pastBlanks(line, number->end);
      if (at >= line.size() || line[at] != ',')
        return;
      ++at;
    }
  }
};

/// `key: value` or `key: value (step 12)` and nothing else in the line; keys may contain blanks (guild/summary.py).
class GuildRule : public MetricRule {
public:
  void read(View line, LineFinding& found) const override {
    const std::size_t colon = line.find(": ");
    if (colon == View::npos || colon == 0)
      return;
    const View key = trimmed(line.substr(0, colon));
    const std::size_t begin = pastBlanks(line, colon + 1);
    const auto number = numberAt(line, begin);
    if (!number || key.empty())
      return;
    if (isCutByComma(line, number->end)) {
      found.unreadName = key;
      found.unreadNumber = trimmed(line.substr(begin));
      return;
    }
    if (readRest(trimmed(line.substr(number->end)), found))
      found.metrics.push_back({std::string(key), number->value, begin, number->end});
  }

private:
  static bool readRest(View rest, LineFinding& found) {
    if (rest.empty())
      return true;
    constexpr View Opening = "(step ";
    if (!rest.starts_with(Opening) || !rest.ends_with(')'))
      return false;
    found.step = readInteger(rest.substr(Opening.size(), rest.size() - Opening.size() - 1));
    return found.step.has_value();
  }
};

/// Katib's default filter `([\w|-]+)\s*=\s*([+-]?\d*(\.\d+)?([Ee][+-]?\d+)?)`, or JSON lines whose values may be texts.
class KatibRule : public MetricRule {
public:
  void read(View line, LineFinding& found) const override {
    if (readJsonLine(line, found, JsonNumbers::BareAndQuoted)) {
      std::erase_if(found.metrics, [](const FoundMetric& metric) { return metric.name == "timestamp"; });
      return;
    }
    for (auto equals = line.find('='); equals != View::npos; equals = line.find('=', equals + 1))
      readPair(line, equals, found);
  }

private:
  static void readPair(View line, std::size_t equals, LineFinding& found) {
    std::size_t end = equals;
    while (end > 0 && (line[end - 1] == ' ' || line[end - 1] == '\t'))
      --end;
    std::size_t name = end;
    while (name > 0 && isWordByte(line[name - 1]))
      --name;
    const std::size_t begin = pastBlanks(line, equals + 1);
    const auto number = numberAt(line, begin);
    if (!number || name == end)
      return;
    if (isCutByComma(line, number->end)) {
      found.unreadName = line.substr(name, end - name);
      found.unreadNumber = line.substr(begin, line.find_first_of(" \t", begin) - begin);
      return;
    }
    found.metrics.push_back({std::string(line.substr(name, end - name)), number->value, begin, number->end});
  }
};

} // namespace

std::unique_ptr<MetricRule> makeJsonRule() { return std::make_unique<JsonRule>(); }
std::unique_ptr<MetricRule> makeSyneTuneRule() { return std::make_unique<SyneTuneRule>(); }
std::unique_ptr<MetricRule> makeSmacRule() { return std::make_unique<SmacRule>(); }
std::unique_ptr<MetricRule> makeGuildRule() { return std::make_unique<GuildRule>(); }
std::unique_ptr<MetricRule> makeKatibRule() { return std::make_unique<KatibRule>(); }

} // namespace sweep
