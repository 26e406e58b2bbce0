// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/sweepscope_process.h"

#include <gtest/gtest.h>

#include <QElapsedTimer>
#include <QThread>

#include <nlohmann/json.hpp>

#include <csignal>
#include <map>

namespace sweep::test {
namespace {

using Json = nlohmann::json;

Json trialsOf(const SweepscopeFolder& folder) {
  const auto all = Json::parse(folder.call({"trials", "study.sweep", "--format", "json"}).out.toStdString());
  return all.is_array() ? all : all.at("trials");
}

std::map<int, Json> completeTrials(const SweepscopeFolder& folder) {
  std::map<int, Json> complete;
  for (const auto& trial : trialsOf(folder))
    if (trial.at("state") == "complete")
      complete.emplace(trial.at("number").get<int>(), trial);
  return complete;
}

/// Reads what it prints until `count` trials are told.
bool waitForTrials(QProcess& process, int count) {
  QElapsedTimer timer;
  timer.start();
  QByteArray text;
  while (timer.elapsed() < 60'000) {
    process.waitForReadyRead(200);
    text += process.readAllStandardOutput();
    if (text.count('\n') > count)
      return true;
  }
  return false;
}

void interrupt(const SweepscopeFolder& folder, int signal, int wantedExit) {
  QProcess process;
  folder.start(process, {"run", "study.yaml"});
  ASSERT_TRUE(waitForTrials(process, 5));
  ::kill(static_cast<pid_t>(process.processId()), signal);
  ASSERT_TRUE(process.waitForFinished(30'000));
  if (wantedExit >= 0) {
    EXPECT_EQ(process.exitCode(), wantedExit) << process.readAllStandardError().toStdString();
  }
}

void goesOnAfter(int signal, int wantedExit) {
  const SweepscopeFolder folder;
  folder.writeStudy(30, 0.05);
  interrupt(folder, signal, wantedExit);
  const auto before = completeTrials(folder);
  EXPECT_GT(before.size(), 0u);
  EXPECT_LT(before.size(), 30u);
  const auto again = folder.call({"run", "study.yaml"});
  EXPECT_EQ(again.exitCode, 0) << again.err.toStdString();
  const auto after = completeTrials(folder);
  EXPECT_EQ(after.size(), 30u);
  EXPECT_EQ(trialsOf(folder).size(), 30u);
  for (const auto& [number, trial] : before)
    EXPECT_EQ(after.at(number), trial) << number;
}

TEST(Interruption, CtrlCStopsCleanlyAndTheSameWordsGoOn) { goesOnAfter(SIGINT, 130); }

TEST(Interruption, AKilledProgramGoesOnToo) { goesOnAfter(SIGKILL, -1); }

TEST(Interruption, TheSameSeedGivesTheSameConfigurationsWithAndWithoutIt) {
  const SweepscopeFolder straight;
  straight.writeStudy(12);
  ASSERT_EQ(straight.call({"run", "study.yaml", "--parallel", "1"}).exitCode, 0);
  const SweepscopeFolder broken;
  broken.writeStudy(12, 0.05);
  interrupt(broken, SIGINT, 130);
  ASSERT_EQ(broken.call({"run", "study.sweep"}).exitCode, 0);
  const auto one = trialsOf(straight);
  const auto two = trialsOf(broken);
  ASSERT_EQ(one.size(), two.size());
  for (std::size_t i = 0; i < one.size(); ++i)
    EXPECT_EQ(one[i].at("configuration"), two[i].at("configuration")) << i;
}

TEST(Interruption, AStudyWithNothingLeftToDoEndsAtOnce) {
  const SweepscopeFolder folder;
  folder.writeStudy(3);
  ASSERT_EQ(folder.call({"run", "study.yaml"}).exitCode, 0);
  QProcess again;
  folder.start(again, {"run", "study.sweep"});
  ASSERT_TRUE(again.waitForFinished(30'000));
  EXPECT_EQ(again.exitStatus(), QProcess::NormalExit);
  EXPECT_EQ(again.exitCode(), 0);
  EXPECT_EQ(completeTrials(folder).size(), 3u);
}

} // namespace
} // namespace sweep::test
