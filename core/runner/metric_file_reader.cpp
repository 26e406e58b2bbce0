// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/metric_file_reader.h"

#include <algorithm>
#include <bit>
#include <chrono>
#include <string_view>
#include <thread>
#include <utility>

namespace sweep {

namespace {

/// Seconds between two looks: the least, and the most of the time that may go into them.
constexpr double LeastPause = 0.2;
constexpr double LargestShare = 0.05;
/// Longer than the clocks of file systems stand still.
constexpr std::chrono::milliseconds TickTime(30);

/// FNV-1a.
class Mark {
public:
  void add(std::string_view bytes) {
    for (const char c : bytes)
      m_value = (m_value ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
    add(bytes.size());
  }
  void add(std::uint64_t number) {
    for (int i = 0; i < 8; ++i, number >>= 8)
      m_value = (m_value ^ (number & 0xff)) * 0x100000001b3ULL;
  }
  std::uint64_t value() const { return m_value; }

private:
  std::uint64_t m_value = 0xcbf29ce484222325ULL;
};

std::uint64_t markOf(const LineFinding& found) {
  Mark mark;
  mark.add(found.step ? static_cast<std::uint64_t>(*found.step) + 1 : 0);
  for (const FoundMetric& metric : found.metrics) {
    mark.add(metric.name);
    mark.add(std::bit_cast<std::uint64_t>(metric.value));
  }
  mark.add(found.unreadName);
  mark.add(found.unreadNumber);
  return mark.value();
}

} // namespace

FileMetricReader::FileMetricReader(MetricFile file, MetricFormat format, std::shared_ptr<MetricReader> names,
                                   std::int64_t firstStep)
    : m_file(std::move(file)), m_format(format), m_names(std::move(names)), m_step(firstStep - 1) {}

double FileMetricReader::begin() {
  m_file.begin();
  auto content = m_file.read();
  if (content.stamp && isFresh(*content.stamp)) {
    // What the program writes must be told from what an attempt before has just left.
    std::this_thread::sleep_for(TickTime);
    content = m_file.read();
  }
  m_before = content.stamp;
  remember(content.stamp);
  Message ignored;
  m_known = marksOf(content.text, true, ignored);
  return LeastPause;
}

double FileMetricReader::look(std::vector<Report>& reports) {
  using Clock = std::chrono::steady_clock;
  const auto started = Clock::now();
  const auto content = m_file.read(m_stamp);
  remember(content.stamp);
  if (!content.text.empty())
    takeNew(content.text, false, reports);
  return std::max(LeastPause, std::chrono::duration<double>(Clock::now() - started).count() / LargestShare);
}

void FileMetricReader::read(Stream stream, std::string_view bytes, std::vector<Report>&) {
  m_names->read(stream, bytes, m_printed);
  m_printed.clear();
}

void FileMetricReader::finish(std::vector<Report>& reports) {
  m_names->finish(m_printed);
  const auto content = m_file.read();
  if (!content.problem.empty())
    return setFault(content.problem);
  if (!content.stamp)
    return setFault(Message(SWEEP_TEXT("The program has not written “%1”."), {m_file.path()}));
  if (content.stamp == m_before)
    return setFault(Message(SWEEP_TEXT("The program has not written “%1”; what stands in it is older."),
                            {m_file.path()}));
  Message problem;
  const Marks marks = marksOf(content.text, true, problem);
  if (!problem.empty())
    return setFault(notRead(m_file.path(), problem));
  takeNew(content.text, true, reports);
  // A file that says the same as before the program was started, or less than meanwhile, says it last.
  if (!m_hasTold || marks.size() < m_known.size())
    tell(content.text, true, 0, reports);
}

FileMetricReader::Marks FileMetricReader::marksOf(const std::string& text, bool isWhole, Message& problem) {
  Marks marks;
  problem = readMetricText(text, m_format, isWhole,
                           [&](const LineFinding& found) { marks.push_back(markOf(found)); });
  return marks;
}

void FileMetricReader::takeNew(const std::string& text, bool isWhole, std::vector<Report>& reports) {
  Message ignored;
  Marks marks = marksOf(text, isWhole, ignored);
  auto same = static_cast<std::size_t>(std::ranges::mismatch(marks, m_known).in1 - marks.begin());
  if (!m_hasTold && same < m_known.size()) {
    // Begun anew since the program was started.
    m_known.clear();
    same = 0;
  }
  // Perhaps on its way to more.
  if (same == marks.size())
    return;
  tell(text, isWhole, same, reports);
  m_known = std::move(marks);
}

void FileMetricReader::tell(const std::string& text, bool isWhole, std::size_t from,
                            std::vector<Report>& reports) {
  std::size_t index = 0;
  const std::lock_guard lock(m_mutex);
  readMetricText(text, m_format, isWhole, [&](LineFinding& found) {
    if (index++ < from)
      return;
    if (!found.unreadName.empty() && m_complaint.empty())
      m_complaint = commaComplaint(found);
    if (found.metrics.empty())
      return;
    m_hasTold = true;
    m_step = found.step.value_or(m_step + 1);
    Report report;
    report.step = m_step;
    for (FoundMetric& metric : found.metrics) {
      if (m_namesInFile.size() < MostMetricNames)
        m_namesInFile.insert(metric.name);
      report.metrics.insert_or_assign(std::move(metric.name), metric.value);
    }
    reports.push_back(std::move(report));
  });
}

void FileMetricReader::remember(const std::optional<FileStamp>& stamp) {
  m_stamp = stamp && !isFresh(*stamp) ? stamp : std::nullopt;
}

void FileMetricReader::setFault(Message fault) {
  const std::lock_guard lock(m_mutex);
  m_fault = std::move(fault);
}

std::set<std::string> FileMetricReader::namesSeen() const {
  const std::lock_guard lock(m_mutex);
  return m_fault.empty() ? m_namesInFile : m_names->namesSeen();
}

Message FileMetricReader::complaint() const {
  const std::lock_guard lock(m_mutex);
  return m_complaint;
}

Message FileMetricReader::fault() const {
  const std::lock_guard lock(m_mutex);
  return m_fault;
}

} // namespace sweep
