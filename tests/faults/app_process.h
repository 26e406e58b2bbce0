// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "tests/support/temporary_folder.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <sys/types.h>
#include <vector>

namespace sweep::test {

/// The real program, run without a display in a process of its own, with its output in files.
class AppProcess {
public:
  struct End {
    std::optional<int> exitCode;
    std::optional<int> signal;
  };
  using Variables = std::map<std::string, std::string>;
  /// Done in the new process before it becomes the program, such as setting a limit.
  using Preparation = std::function<void()>;

  /// Starts `sweepscope WORDS…` in the folder; variables are added to its environment.
  AppProcess(const std::string& folder, std::vector<std::string> words, const Variables& variables = {},
             const Preparation& prepare = {});
  /// Kills it when it is still there.
  ~AppProcess();
  AppProcess(const AppProcess&) = delete;
  AppProcess& operator=(const AppProcess&) = delete;

  pid_t pid() const { return m_pid; }
  void signal(int number) const;
  /// Waits for its end, at most a minute (then it is killed).
  End wait();
  bool hasEnded();
  /// What it has written so far.
  std::string output() const;
  std::string errors() const;
  /// Waits until its output contains the text; false when it ends or a minute passes without it.
  bool waitForOutput(const std::string& text);

private:
  TemporaryFolder m_logs;
  pid_t m_pid = -1;
  std::optional<End> m_end;
};

/// Runs it to its end.
struct AppResult {
  int exitCode = -1;
  std::string output;
  std::string errors;
};
AppResult runApp(const std::string& folder, std::vector<std::string> words,
                 const AppProcess::Variables& variables = {}, const AppProcess::Preparation& prepare = {});

/// Living processes whose environment has this text in it, such as a folder that only the test knows: nobody else's.
std::vector<pid_t> processesWith(const std::string& text);
/// The same once they had ten seconds to go.
std::vector<pid_t> processesLeftWith(const std::string& text);

/// The verdict of SQLite's whole check of a file: "ok" when nothing is wrong.
std::string integrityOf(const std::string& path);

} // namespace sweep::test
