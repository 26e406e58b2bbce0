// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/storage/storage.h"
#include "tests/faults/app_process.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <memory>
#include <string>
#include <vector>

namespace sweep::test {

/// A folder with a study in it, run by the real program without a window. After every test nothing of it is left running, its file
/// is whole, and what was shown as finished is stored as that, once for each trial.
class FaultTest : public testing::Test {
protected:
  ~FaultTest() override;
  void TearDown() override;
  /// What is checked after every test.
  void expectWhole() const;

  /// study.yaml: four trials of x in 0 … 1, two at a time, that are to print a loss. `more` lines of YAML are added, or go in place
  /// of the same keys. The words are written as they are: quote what YAML would read otherwise.
  void study(const std::vector<std::string>& command, const std::string& more = {});
  /// Of fake_trial in this mode.
  void fakeStudy(const std::vector<std::string>& mode, const std::string& more = {});
  /// Of a /bin/sh script of these lines, trial.sh.
  void scriptStudy(const std::string& lines, const std::string& more = {});

  /// To its end, and remembered.
  AppResult run(const AppProcess::Preparation& prepare = {});
  std::unique_ptr<AppProcess> start(const AppProcess::Preparation& prepare = {});
  /// Waits for its end.
  AppResult endOf(AppProcess& app);

  StoredStudy stored() const;
  /// The trials of a state, by number.
  std::vector<int> trialsThatAre(TrialState state) const;
  /// The failure of the first trial that has failed; empty when there is none.
  Failure failure() const;
  std::string logOf(int trial, const std::string& name = "stdout-1.log") const;
  std::string path(const std::string& name) const { return folder / name; }

  /// Processes of this test's trials that live.
  std::vector<pid_t> living() const;

  TemporaryFolder folder;
  AppProcess::Variables variables;
  /// Further words behind `run study.yaml`.
  std::vector<std::string> options;

private:
  std::string mark() const { return "FAULT_TEST_FOLDER=" + folder.path().string(); }

  std::string m_shown;
};

/// Waits at most half a minute.
bool eventually(const std::function<bool()>& condition);

} // namespace sweep::test
