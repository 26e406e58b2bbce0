// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/executor/local_executor.h"

#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <semaphore>
#include <string>

/// Launches per second of our pool of workers against `xargs -P -n1`, in turns within one process so that the machine's mood
/// is the same for both. Arguments: launches per round (2000), workers (2), rounds (5).
namespace {

double secondsSince(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

sweep::Job trueJob(int trial, const std::string& folder) {
  sweep::Job job;
  job.trial = trial;
  job.command = {"/bin/true"};
  job.environment = {{"PATH", "/usr/bin:/bin"}};
  job.workingDirectory = folder;
  job.folder = folder;
  job.limits.wallTime = 60.0;
  return job;
}

double ourSeconds(int launches, int workers, const std::string& folder) {
  std::atomic<int> left = launches;
  std::atomic<int> bad = 0;
  std::binary_semaphore done(0);
  const auto listener = [&](const sweep::JobEvent& event) {
    const auto* finished = std::get_if<sweep::JobFinished>(&event.what);
    if (finished == nullptr && !std::holds_alternative<sweep::JobNotStarted>(event.what))
      return;
    bad += finished == nullptr || finished->exitCode != 0;
    if (--left == 0)
      done.release();
  };
  const auto start = std::chrono::steady_clock::now();
  sweep::LocalExecutor executor(listener, workers);
  for (int trial = 0; trial < launches; ++trial)
    executor.submit(trueJob(trial, folder));
  done.acquire();
  const double seconds = secondsSince(start);
  if (bad > 0)
    std::printf("%d launches failed\n", bad.load());
  return seconds;
}

double xargsSeconds(int launches, int workers) {
  const std::string command =
      "seq " + std::to_string(launches) + " | xargs -P" + std::to_string(workers) + " -n1 /bin/true";
  const auto start = std::chrono::steady_clock::now();
  return std::system(command.c_str()) == 0 ? secondsSince(start) : 0.0;
}

} // namespace

int main(int count, char** arguments) {
  const int launches = count > 1 ? std::atoi(arguments[1]) : 2000;
  const int workers = count > 2 ? std::atoi(arguments[2]) : 2;
  const int rounds = count > 3 ? std::atoi(arguments[3]) : 5;
  const std::string folder = std::filesystem::temp_directory_path();
  double ours = 0.0;
  double xargs = 0.0;
  for (int round = 0; round < rounds; ++round) {
    ours += ourSeconds(launches, workers, folder);
    xargs += xargsSeconds(launches, workers);
  }
  const double all = double(launches) * rounds;
  std::printf("/bin/true, %d at a time: %.0f /s, xargs %.0f /s, ratio %.2f\n", workers, all / ours, all / xargs,
              xargs / ours);
  return 0;
}
