// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/executor/job.h"
#include "core/runner/metric_file.h"
#include "core/runner/metric_reader.h"

#include <QByteArray>
#include <QObject>
#include <QString>

#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace sweep::ui {

/// Hands on what a program prints to the thread of the receiver: one packet at a time, and no more than a person could read,
/// so that a program that floods its output never floods the interface. On the way it notes the steps of one metric's reports.
class OutputRelay : public OutputReader, public std::enable_shared_from_this<OutputRelay> {
public:
  using Take = std::function<void(const QByteArray& bytes, bool isError)>;
  OutputRelay(QObject* receiver, Take take) : m_receiver(receiver), m_take(std::move(take)) {}

  // Before the program is started:
  /// Reads this file as well, once the program has ended.
  void watch(MetricFile file) { m_file.emplace(std::move(file)); }
  /// Notes the steps of the reports of this metric.
  void note(std::shared_ptr<MetricReader> reader, std::string metric);
  /// Calls this once, on the thread that reads, when a report of that metric has come as far as the step.
  void tellAt(double step, std::function<void()> reached);

  double begin() override;
  double look(std::vector<Report>&) override;
  void read(Stream stream, std::string_view bytes, std::vector<Report>&) override;
  void finish(std::vector<Report>&) override;

  // Once the program has ended:
  /// Nothing without a file.
  const std::optional<MetricFile::Content>& content() const { return m_content; }
  QString filePath() const;
  /// Of the first MostSteps reports.
  const std::vector<std::int64_t>& steps() const { return m_steps; }

  /// On the receiver's thread.
  void deliver();

private:
  static constexpr std::size_t MostWaiting = 64 << 10;
  static constexpr std::size_t MostSteps = 100'000;
  void takeSteps();

  QObject* m_receiver;
  Take m_take;
  std::mutex m_mutex;
  std::vector<std::pair<QByteArray, bool>> m_waiting;
  std::size_t m_waitingBytes = 0;
  bool m_posted = false;
  std::optional<MetricFile> m_file;
  std::optional<MetricFile::Content> m_content;
  std::shared_ptr<MetricReader> m_reader;
  std::string m_metric;
  std::vector<Report> m_reports;
  std::vector<std::int64_t> m_steps;
  double m_end = 0.0;
  std::function<void()> m_reached;
};

} // namespace sweep::ui
