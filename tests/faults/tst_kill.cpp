// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/sqlite_storage.h"
#include "places.h"
#include "tests/faults/app_process.h"
#include "tests/support/sanitized.h"

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <gmock/gmock.h>
#include <random>
#include <set>
#include <sstream>
#include <thread>

namespace sweep {
namespace {

using namespace test;
using testing::IsEmpty;

/// How often the program is killed. More, for a night: SWEEPSCOPE_KILLS=500 SWEEPSCOPE_KILL_TRIALS=3000 ./test -R F01
int kills() {
  const char* wanted = std::getenv("SWEEPSCOPE_KILLS");
  return wanted ? std::atoi(wanted) : 50;
}

int trials() {
  const char* wanted = std::getenv("SWEEPSCOPE_KILL_TRIALS");
  return wanted ? std::atoi(wanted) : 300;
}

unsigned seed() {
  const char* wanted = std::getenv("SWEEPSCOPE_KILL_SEED");
  return wanted ? static_cast<unsigned>(std::strtoul(wanted, nullptr, 10)) : std::random_device()();
}

/// The numbers behind "trial " (or another word) at the beginnings of lines.
std::vector<int> trialsIn(const std::string& text, const std::string& word) {
  std::vector<int> numbers;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);)
    if (line.starts_with(word + " "))
      numbers.push_back(std::atoi(line.c_str() + word.size() + 1));
  return numbers;
}

class KilledApp : public testing::Test {
protected:
  void SetUp() override {
    writeFile(folder / "study.yaml", "name: killed\nprogram: " FAKE_TRIAL
                                     "\ncommand: [\"${program}\", short, \"350\", \"${args}\"]\n"
                                     "method: random\nrun_cap: " +
                                         std::to_string(trialCount) +
                                         "\nparallel: 4\ngrace_period: 1\n"
                                         "metric: {name: loss, goal: minimize}\nparameters:\n  x: {min: 0.0, "
                                         "max: 1.0}\n  n: {min: 1, max: 9}\n");
  }

  std::vector<std::string> words() const { return {"run", "study.yaml"}; }
  AppProcess::Variables variables() const { return {{"FAKE_TRIAL_HISTORY", history}}; }

  /// One session that ends by SIGKILL, at once when it has begun so many trials that there might be none left for later ones; false
  /// when the study was finished before.
  bool sessionUntilKilled(std::chrono::milliseconds after) {
    const auto end = std::chrono::steady_clock::now() + after;
    AppProcess app(folder.path(), words(), variables());
    while (std::chrono::steady_clock::now() < end && begun() < mostBegun())
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    app.signal(SIGKILL);
    const auto ended = app.wait();
    remember(app);
    return ended.signal == SIGKILL;
  }

  /// A trial that was shown as finished is never begun again.
  void remember(const AppProcess& app) {
    const std::string all = fileContent(history);
    for (const int number : trialsIn(all.substr(historySeen), "begin"))
      EXPECT_EQ(shown.count(number), 0u) << "trial " << number << " was shown as finished and ran again";
    historySeen = all.size();
    for (const int number : trialsIn(app.output(), "trial"))
      EXPECT_TRUE(shown.insert(number).second) << "trial " << number << " was shown as finished twice";
  }

  void expectShownIsStored() {
    auto storage = openSqliteStudy(folder / "study.sweep", OpenMode::ReadOnly);
    ASSERT_TRUE(storage) << storage.error().str();
    const auto study = (*storage)->load();
    ASSERT_TRUE(study) << study.error().str();
    for (const int number : shown)
      EXPECT_EQ(study->trials.at(static_cast<std::size_t>(number)).state, TrialState::Complete) << number;
  }

  /// In this session.
  std::size_t begun() const { return trialsIn(fileContent(history).substr(historySeen), "begin").size(); }
  /// Less than each session's share of the trials, although the four that run may end while it is being killed.
  std::size_t mostBegun() const { return trialCount / static_cast<std::size_t>(kills()) - 1; }

  const std::size_t trialCount = static_cast<std::size_t>(trials());
  TemporaryFolder folder;
  std::string history = folder / "history";
  std::size_t historySeen = 0;
  std::set<int> shown;
};

TEST_F(KilledApp, F01_AStudyKilledAtRandomMomentsIsWholeAtItsEnd) {
  const unsigned start = seed();
  std::printf("SWEEPSCOPE_KILL_SEED=%u\n", start);
  std::mt19937 random(start);
  int killed = 0;
  for (int round = 0; round < kills(); ++round) {
    killed += sessionUntilKilled(std::chrono::milliseconds(random() % (600 * Slowness)));
    if (std::filesystem::exists(folder / "study.sweep"))
      expectShownIsStored();
  }
  AppProcess last(folder.path(), words(), variables());
  EXPECT_EQ(last.wait().exitCode, 0) << last.errors();
  remember(last);
  EXPECT_EQ(killed, kills()) << "the study was finished before all kills";

  auto storage = openSqliteStudy(folder / "study.sweep", OpenMode::ReadOnly);
  ASSERT_TRUE(storage) << storage.error().str();
  const auto study = (*storage)->load();
  ASSERT_TRUE(study) << study.error().str();
  ASSERT_EQ(study->trials.size(), trialCount);
  std::size_t attempts = 0;
  for (const auto& trial : study->trials) {
    EXPECT_EQ(trial.state, TrialState::Complete) << trial.number;
    EXPECT_EQ(trial.reports.size(), 1u) << trial.number;
    attempts += trial.attempts.size();
  }
  EXPECT_EQ(std::set<int>(study->finishOrder.begin(), study->finishOrder.end()).size(), trialCount);
  EXPECT_GT(shown.size(), 0u);
  EXPECT_GT(attempts, trialCount) << "interrupted trials ran again";
  storage->reset();
  EXPECT_EQ(integrityOf(folder / "study.sweep"), "ok");
  EXPECT_THAT(processesLeftWith(history), IsEmpty());
}

} // namespace
} // namespace sweep
