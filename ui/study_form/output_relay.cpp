// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/study_form/output_relay.h"

#include "ui/text.h"

namespace sweep::ui {

void OutputRelay::note(std::shared_ptr<MetricReader> reader, std::string metric) {
  m_reader = std::move(reader);
  m_metric = std::move(metric);
}

void OutputRelay::tellAt(double step, std::function<void()> reached) {
  m_end = step;
  m_reached = std::move(reached);
}

double OutputRelay::begin() {
  if (m_file)
    m_file->begin();
  return m_reader ? m_reader->begin() : OutputReader::begin();
}

double OutputRelay::look(std::vector<Report>& reports) {
  if (!m_reader)
    return OutputReader::look(reports);
  const double next = m_reader->look(m_reports);
  takeSteps();
  return next;
}

void OutputRelay::read(Stream stream, std::string_view bytes, std::vector<Report>&) {
  if (m_reader)
    m_reader->read(stream, bytes, m_reports);
  takeSteps();
  const std::lock_guard lock(m_mutex);
  if (m_waitingBytes > MostWaiting)
    return;
  m_waitingBytes += bytes.size();
  m_waiting.emplace_back(QByteArray(bytes.data(), static_cast<qsizetype>(bytes.size())), stream == Stream::Errors);
  if (!std::exchange(m_posted, true))
    QMetaObject::invokeMethod(m_receiver, [self = shared_from_this()] { self->deliver(); }, Qt::QueuedConnection);
}

void OutputRelay::finish(std::vector<Report>&) {
  if (m_reader)
    m_reader->finish(m_reports);
  takeSteps();
  if (m_file)
    m_content = m_file->read();
}

void OutputRelay::takeSteps() {
  for (const auto& report : m_reports) {
    if (!report.metrics.contains(m_metric))
      continue;
    if (m_steps.size() < MostSteps)
      m_steps.push_back(report.step);
    if (m_reached && static_cast<double>(report.step) >= m_end)
      std::exchange(m_reached, nullptr)();
  }
  m_reports.clear();
}

QString OutputRelay::filePath() const { return toQt(m_file->path()); }

void OutputRelay::deliver() {
  std::vector<std::pair<QByteArray, bool>> packets;
  {
    const std::lock_guard lock(m_mutex);
    packets.swap(m_waiting);
    m_waitingBytes = 0;
    m_posted = false;
  }
  for (const auto& [bytes, isError] : packets)
    m_take(bytes, isError);
}

} // namespace sweep::ui
