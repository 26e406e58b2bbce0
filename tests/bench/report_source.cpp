// SPDX-License-Identifier: GPL-3.0-or-later
// A program for reports_bench: trial 0 prints RATE reports a second for SECONDS, every other one ends at once.
//   report_source TRIAL RATE SECONDS
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <thread>

int main(int argc, char** argv) {
  if (argc < 4)
    return 2;
  if (std::atoi(argv[1]) != 0) {
    std::puts("loss: 1");
    return 0;
  }
  using namespace std::chrono;
  const double rate = std::atof(argv[2]);
  const double seconds = std::atof(argv[3]);
  const auto start = steady_clock::now();
  long printed = 0;
  for (double now = 0.0; now < seconds; now = duration<double>(steady_clock::now() - start).count()) {
    for (; static_cast<double>(printed) < now * rate; ++printed)
      std::printf("step: %ld loss: %.6f\n", printed, 1.0 / static_cast<double>(printed + 1));
    std::fflush(stdout);
    std::this_thread::sleep_for(milliseconds(5));
  }
  std::puts("step: 1000000000 loss: 1");
  return 0;
}
