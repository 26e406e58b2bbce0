// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/metric_reader.h"

#include "core/base/terminal_text.h"
#include "core/base/text.h"
#include "core/runner/line_splitter.h"
#include "core/runner/metric_file_reader.h"
#include "core/runner/metric_rule.h"

#include <algorithm>
#include <array>
#include <mutex>
#include <utility>

namespace sweep {

namespace {

template <std::unique_ptr<MetricRule> (*make)()>
Result<std::unique_ptr<MetricRule>> plain(const MetricSource&) {
  return make();
}

const std::array<MetricRuleRow, 7> rows = {{
    {{"auto", SWEEP_TEXT("name: value, name=value, JSON lines"), "epoch: 3, train_loss: 0.31, val_loss=0.35"},
     plain<makePairRule>},
    {{"json", SWEEP_TEXT("JSON lines only"), R"({"step": 3, "loss": 0.31, "val": {"loss": 0.35}})"}, plain<makeJsonRule>},
    {{"syne-tune", SWEEP_TEXT("Syne Tune"), R"([tune-metric]: {"epoch": 3, "loss": 0.31})"}, plain<makeSyneTuneRule>},
    {{"smac", SWEEP_TEXT("SMAC"), "cost=0.31; runtime=2.5; status=SUCCESS; additional_info=none"}, plain<makeSmacRule>},
    {{"guild", SWEEP_TEXT("Guild AI"), "validation loss: 0.31 (step 3)"}, plain<makeGuildRule>},
    {{"katib", SWEEP_TEXT("Katib"), "loss=0.31 accuracy=0.92"}, plain<makeKatibRule>},
    {{"regex", SWEEP_TEXT("Regular expression"), "the loss is 0.31 now"}, makeRegexRule},
}};

Message tooHardComplaint(std::string_view line) {
  return Message(SWEEP_TEXT("The regular expression takes too long on a line of %1 bytes, which was not read. Make it simpler, such as "
                            "without one repetition inside another."),
                 {std::to_string(line.size())});
}

LineFinding findIn(const MetricRule& rule, std::string_view line) {
  LineFinding found;
  line = line.substr(0, LineSplitter::LongestLine);
  const bool hasControls = std::ranges::any_of(line, [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\t'; });
  if (hasControls)
    rule.read(withBlankedEscapes(line), found);
  else
    rule.read(line, found);
  takeStep(found);
  return found;
}

class RuleReader : public MetricReader {
public:
  RuleReader(std::unique_ptr<MetricRule> rule, std::int64_t firstStep) : m_rule(std::move(rule)), m_step(firstStep) {}

  void read(Stream stream, std::string_view bytes, std::vector<Report>& reports) override {
    splitterOf(stream).split(bytes, [&](std::string_view line) { readLine(line, reports); });
  }

  void finish(std::vector<Report>& reports) override {
    for (const Stream stream : {Stream::Output, Stream::Errors})
      splitterOf(stream).finish([&](std::string_view line) { readLine(line, reports); });
  }

  std::set<std::string> namesSeen() const override {
    const std::lock_guard lock(m_mutex);
    return m_names;
  }

  std::vector<FoundMetric> find(std::string_view line) const override { return findIn(*m_rule, line).metrics; }

  Message complaint() const override {
    const std::lock_guard lock(m_mutex);
    return m_complaint;
  }

private:
  LineSplitter& splitterOf(Stream stream) { return stream == Stream::Output ? m_output : m_errors; }

  void readLine(std::string_view line, std::vector<Report>& reports) {
    LineFinding found = findIn(*m_rule, line);
    if (!found.unreadName.empty())
      complain(commaComplaint(found));
    if (found.isTooHard)
      complain(tooHardComplaint(line));
    if (found.step) {
      m_namesOfStep.clear();
      m_step = *found.step;
    } else if (std::ranges::any_of(found.metrics, [&](const auto& metric) { return m_namesOfStep.contains(metric.name); })) {
      m_namesOfStep.clear();
      ++m_step;
    }
    if (found.metrics.empty())
      return;
    Report report;
    report.step = m_step;
    for (FoundMetric& metric : found.metrics) {
      remember(metric.name);
      report.metrics.insert_or_assign(std::move(metric.name), metric.value);
    }
    reports.push_back(std::move(report));
  }

  /// Only this thread adds names, so that looking needs no lock.
  void remember(const std::string& name) {
    if (m_namesOfStep.size() < MostMetricNames)
      m_namesOfStep.insert(name);
    if (m_names.size() >= MostMetricNames || m_names.contains(name))
      return;
    const std::lock_guard lock(m_mutex);
    m_names.insert(name);
  }

  void complain(Message complaint) {
    if (!m_complaint.empty())
      return;
    const std::lock_guard lock(m_mutex);
    m_complaint = std::move(complaint);
  }

  std::unique_ptr<MetricRule> m_rule;
  LineSplitter m_output;
  LineSplitter m_errors;
  std::int64_t m_step;
  std::set<std::string> m_namesOfStep;
  mutable std::mutex m_mutex;
  std::set<std::string> m_names;
  Message m_complaint;
};

std::string knownPresets() {
  std::vector<std::string> ids;
  for (const auto& row : rows)
    ids.emplace_back(row.preset.id);
  ids.emplace_back(MetricFilePreset);
  return joined(ids, ", ");
}

Result<std::shared_ptr<MetricReader>> createFileReader(const MetricSource& source, std::int64_t firstStep,
                                                       const std::string& folder) {
  if (trimmed(source.file).empty())
    return Error(SWEEP_TEXT("Name the file that the program writes its metrics into, such as metrics.csv."));
  const auto format = metricFormatOf(source);
  if (!format)
    return Error(SWEEP_TEXT("The metrics in “%1” are to be read as json or as csv: say which."), {source.file});
  return std::shared_ptr<MetricReader>(std::make_shared<FileMetricReader>(
      MetricFile(folder, source.file), *format, std::make_shared<RuleReader>(makePairRule(), 1), firstStep));
}

} // namespace

Message commaComplaint(const LineFinding& found) {
  return Message(SWEEP_TEXT("“%1” was printed as “%2”, whose comma may be a decimal comma or divide thousands, so it is not read. "
                            "Print numbers with a decimal point, as under LC_ALL=C."),
                 {found.unreadName, found.unreadNumber.substr(0, 40)});
}

std::span<const MetricPreset> metricPresets() {
  static const auto presets = [] {
    std::vector<MetricPreset> all;
    for (const auto& row : rows)
      all.push_back(row.preset);
    return all;
  }();
  return presets;
}

Result<std::shared_ptr<MetricReader>> MetricReader::create(const MetricSource& source, std::int64_t firstStep,
                                                           const std::string& folder) {
  if (source.preset == MetricFilePreset)
    return createFileReader(source, firstStep, folder);
  const auto row = std::ranges::find_if(rows, [&](const auto& candidate) { return candidate.preset.id == source.preset; });
  if (row == rows.end())
    return Error(SWEEP_TEXT("There is no way of reading metrics named “%1”. Known are: %2."), {source.preset, knownPresets()});
  auto rule = row->create(source);
  if (!rule)
    return rule.error();
  return std::shared_ptr<MetricReader>(std::make_shared<RuleReader>(std::move(*rule), firstStep));
}

} // namespace sweep
