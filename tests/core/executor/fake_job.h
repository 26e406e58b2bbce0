// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/executor/job.h"
#include "core/executor/local_executor.h"
#include "core/executor/process_table.h"
#include "places.h"
#include "tests/support/event_log.h"
#include "tests/support/temporary_folder.h"

#include <csignal>
#include <cstdlib>
#include <mutex>
#include <string>
#include <sys/types.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace sweep::test {

/// Each complete line `NAME: NUMBER` is a report with the next step; everything read is kept.
class PlainReader : public OutputReader {
public:
  void read(Stream stream, std::string_view bytes, std::vector<Report>& reports) override {
    if (stream == Stream::Errors)
      return;
    const std::lock_guard lock(m_mutex);
    m_text += bytes;
    for (auto end = m_text.find('\n', m_begin); end != std::string::npos; end = m_text.find('\n', m_begin)) {
      line(m_text.substr(m_begin, end - m_begin), reports);
      m_begin = end + 1;
    }
  }
  void finish(std::vector<Report>& reports) override {
    const std::lock_guard lock(m_mutex);
    line(m_text.substr(m_begin), reports);
  }
  std::string text() const {
    const std::lock_guard lock(m_mutex);
    return m_text;
  }

private:
  void line(const std::string& line, std::vector<Report>& reports) {
    const auto at = line.find("loss: ");
    if (at != std::string::npos)
      reports.push_back({++m_step, {{"loss", std::atof(line.c_str() + at + 6)}}, 0.0});
  }

  mutable std::mutex m_mutex;
  std::string m_text;
  std::size_t m_begin = 0;
  std::int64_t m_step = 0;
};

inline Job fakeJob(int trial, const TemporaryFolder& folder, std::vector<std::string> words) {
  Job job;
  job.trial = trial;
  job.command = std::move(words);
  job.command.insert(job.command.begin(), FAKE_TRIAL);
  job.environment = {{"PATH", "/usr/bin:/bin"}};
  job.workingDirectory = folder.path();
  job.folder = folder.path();
  job.limits.grace = 0.2;
  return job;
}

/// Runs one job to its end on a pool of its own.
inline JobFinished runJob(Job job, EventLog& log) {
  const int trial = job.trial;
  LocalExecutor executor(log.listener(), 1);
  executor.submit(std::move(job));
  log.waitForEnds(1);
  return log.of<JobFinished>(trial).empty() ? JobFinished{} : log.of<JobFinished>(trial).front();
}

inline JobFinished runJob(Job job) {
  EventLog log;
  return runJob(std::move(job), log);
}

/// The numbers behind `child ` in a program's output.
inline std::vector<pid_t> childrenIn(const std::string& output) {
  std::vector<pid_t> found;
  for (auto at = output.find("child "); at != std::string::npos; at = output.find("child ", at + 1))
    found.push_back(std::atoi(output.c_str() + at + 6));
  return found;
}

inline bool isAlive(pid_t pid) {
  const auto entry = readProcess(pid);
  return entry && !entry->ended();
}

/// Whether the process lives, looked at for up to ten seconds while it does.
inline bool staysAlive(pid_t pid) {
  for (int i = 0; i < 1000 && isAlive(pid); ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  return isAlive(pid);
}

template <class Condition> bool eventually(Condition condition) {
  for (int i = 0; i < 3000; ++i) {
    if (condition())
      return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return false;
}

} // namespace sweep::test
