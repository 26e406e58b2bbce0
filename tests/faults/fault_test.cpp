// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/fault_test.h"

#include "core/base/text.h"
#include "core/storage/sqlite_storage.h"
#include "places.h"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <set>
#include <sstream>
#include <thread>

namespace sweep::test {

namespace {

/// The numbers of the trials that lines such as "trial 3: loss 0.5" tell.
std::vector<int> trialsTold(const std::string& output) {
  std::vector<int> numbers;
  std::istringstream lines(output);
  for (std::string line; std::getline(lines, line);)
    if (line.starts_with("trial ") && line.find(": ") != line.npos)
      numbers.push_back(std::atoi(line.c_str() + 6));
  return numbers;
}

std::string keyOf(const std::string& line) {
  return line.substr(0, line.find(':'));
}

} // namespace

FaultTest::~FaultTest() {
  for (const pid_t pid : processesWith(mark()))
    ::kill(pid, SIGKILL);
}

void FaultTest::TearDown() {
  expectWhole();
}

void FaultTest::expectWhole() const {
  EXPECT_THAT(processesLeftWith(mark()), testing::IsEmpty());
  if (!std::filesystem::exists(folder / "study.sweep"))
    return;
  EXPECT_EQ(integrityOf(folder / "study.sweep"), "ok");
  const auto study = stored();
  const auto told = trialsTold(m_shown);
  EXPECT_EQ(std::set<int>(told.begin(), told.end()).size(), told.size()) << "told twice:\n" << m_shown;
  for (const int number : told) {
    ASSERT_LT(static_cast<std::size_t>(number), study.trials.size());
    EXPECT_TRUE(isFinished(study.trials[static_cast<std::size_t>(number)].state))
        << number << " was told and is lost";
  }
}

void FaultTest::study(const std::vector<std::string>& command, const std::string& more) {
  std::string text;
  std::istringstream usual("name: fault\nmethod: random\nrun_cap: 4\nparallel: 2\ngrace_period: 0.3\n"
                           "metric: {name: loss, goal: minimize}\nparameters: {x: {min: 0.0, max: 1.0}}\n");
  for (std::string line; std::getline(usual, line);)
    if (("\n" + more).find("\n" + keyOf(line) + ":") == std::string::npos)
      text += line + "\n";
  writeFile(folder / "study.yaml", text + "command: [" + joined(command, ", ") + "]\n" + more + "\n");
}

void FaultTest::fakeStudy(const std::vector<std::string>& mode, const std::string& more) {
  std::vector<std::string> command{FAKE_TRIAL};
  for (const auto& word : mode)
    command.push_back("\"" + word + "\"");
  study(command, more);
}

void FaultTest::scriptStudy(const std::string& lines, const std::string& more) {
  writeFile(folder / "trial.sh", "#!/bin/sh\n" + lines + "\n", true);
  study({"./trial.sh"}, more);
}

std::unique_ptr<AppProcess> FaultTest::start(const AppProcess::Preparation& prepare) {
  variables["FAULT_TEST_FOLDER"] = folder.path().string();
  std::vector<std::string> words{"run", "study.yaml"};
  words.insert(words.end(), options.begin(), options.end());
  return std::make_unique<AppProcess>(folder.path(), std::move(words), variables, prepare);
}

AppResult FaultTest::endOf(AppProcess& app) {
  const auto end = app.wait();
  m_shown += app.output();
  return {end.exitCode.value_or(-1), app.output(), app.errors()};
}

AppResult FaultTest::run(const AppProcess::Preparation& prepare) {
  const auto app = start(prepare);
  return endOf(*app);
}

StoredStudy FaultTest::stored() const {
  auto storage = openSqliteStudy(folder / "study.sweep", OpenMode::ReadOnly);
  EXPECT_TRUE(storage) << (storage ? "" : storage.error().str());
  auto study = storage ? (*storage)->load() : Result<StoredStudy>(storage.error());
  EXPECT_TRUE(study) << (study ? "" : study.error().str());
  return study ? *std::move(study) : StoredStudy();
}

std::vector<int> FaultTest::trialsThatAre(TrialState state) const {
  std::vector<int> numbers;
  for (const auto& trial : stored().trials)
    if (trial.state == state)
      numbers.push_back(trial.number);
  return numbers;
}

Failure FaultTest::failure() const {
  const auto study = stored();
  const auto found =
      std::ranges::find_if(study.trials, [](const Trial& trial) { return trial.failure.has_value(); });
  return found == study.trials.end() ? Failure() : *found->failure;
}

std::string FaultTest::logOf(int trial, const std::string& name) const {
  char number[16];
  std::snprintf(number, sizeof number, "%05d", trial);
  return fileContent(folder / (std::string("study.trials/") + number + "/" + name));
}

std::vector<pid_t> FaultTest::living() const {
  auto found = processesWith(mark());
  std::erase_if(found, [](pid_t pid) {
    std::error_code ignored;
    return std::filesystem::read_symlink("/proc/" + std::to_string(pid) + "/exe", ignored) == SWEEPSCOPE_APP;
  });
  return found;
}

bool eventually(const std::function<bool()>& condition) {
  for (int i = 0; i < 6000; ++i) {
    if (condition())
      return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return false;
}

} // namespace sweep::test
