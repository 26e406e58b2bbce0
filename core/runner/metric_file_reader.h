// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runner/metric_file.h"
#include "core/runner/metric_reader.h"
#include "core/runner/metric_text.h"

#include <cstdint>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

namespace sweep {

/// Reads reports from a file that the program writes, while it is being written and once more when the program has ended; nothing
/// that the program prints is a report, but the names in it are remembered for the sentence when the file is missing.
///
/// A report is told once. Rows that are added to the file, and a file that is written anew with more rows or other ones, give what is
/// new from the first difference on; so does a file that holds one report and is written over. What stood in the file before the
/// program was started counts only when the program has written the file again.
/// A report without a step has the step after the one before it.
class FileMetricReader : public MetricReader {
public:
  /// names: a reader for what the program prints.
  FileMetricReader(MetricFile file, MetricFormat format, std::shared_ptr<MetricReader> names,
                   std::int64_t firstStep);

  double begin() override;
  double look(std::vector<Report>& reports) override;
  void read(Stream stream, std::string_view bytes, std::vector<Report>& reports) override;
  void finish(std::vector<Report>& reports) override;

  std::set<std::string> namesSeen() const override;
  std::vector<FoundMetric> find(std::string_view) const override { return {}; }
  Message complaint() const override;
  std::string file() const override { return m_file.path(); }
  Message fault() const override;

private:
  /// Of each report in the file.
  using Marks = std::vector<std::uint64_t>;

  Marks marksOf(const std::string& text, bool isWhole, Message& problem);
  void takeNew(const std::string& text, bool isWhole, std::vector<Report>& reports);
  void tell(const std::string& text, bool isWhole, std::size_t from, std::vector<Report>& reports);
  void remember(const std::optional<FileStamp>& stamp);
  void setFault(Message fault);

  MetricFile m_file;
  MetricFormat m_format;
  std::shared_ptr<MetricReader> m_names;
  std::vector<Report> m_printed;

  std::optional<FileStamp> m_before;
  std::optional<FileStamp> m_stamp;
  /// Told already, or there before the program was started.
  Marks m_known;
  bool m_hasTold = false;
  std::int64_t m_step;

  mutable std::mutex m_mutex;
  std::set<std::string> m_namesInFile;
  Message m_complaint;
  Message m_fault;
};

} // namespace sweep
