// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/faults/app_process.h"
#include "tests/support/sanitized.h"

#include "core/executor/process_table.h"
#include "places.h"

#include <chrono>
#include <csignal>
#include <dirent.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace sweep::test {

namespace {

using namespace std::chrono_literals;

constexpr int LookEveryMs = 5;
constexpr int PatienceMs = 60'000 * Slowness;

[[noreturn]] void becomeApp(const std::vector<std::string>& words, const std::string& folder, int output,
                            int errors, const AppProcess::Variables& variables,
                            const AppProcess::Preparation& prepare) {
  std::vector<char*> arguments;
  for (const auto& word : words)
    arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  for (const auto& [name, value] : variables)
    ::setenv(name.c_str(), value.c_str(), 1);
  const int input = ::open("/dev/null", O_RDONLY);
  if (::chdir(folder.c_str()) != 0 || ::dup2(input, 0) != 0 || ::dup2(output, 1) != 1 ||
      ::dup2(errors, 2) != 2)
    ::_exit(127);
  if (prepare)
    prepare();
  ::execv(arguments.front(), arguments.data());
  ::_exit(127);
}

int logFile(const std::string& path) {
  return ::open(path.c_str(), O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0600);
}

bool hasInEnvironment(const std::string& pid, const std::string& text) {
  return fileContent("/proc/" + pid + "/environ").find(text) != std::string::npos;
}

} // namespace

AppProcess::AppProcess(const std::string& folder, std::vector<std::string> words, const Variables& variables,
                       const Preparation& prepare) {
  words.insert(words.begin(), SWEEPSCOPE_APP);
  const int output = logFile(m_logs / "out");
  const int errors = logFile(m_logs / "err");
  m_pid = ::fork();
  if (m_pid == 0)
    becomeApp(words, folder, output, errors, variables, prepare);
  ::close(output);
  ::close(errors);
}

AppProcess::~AppProcess() {
  if (hasEnded())
    return;
  signal(SIGKILL);
  wait();
}

void AppProcess::signal(int number) const {
  if (m_pid > 0 && !m_end)
    ::kill(m_pid, number);
}

bool AppProcess::hasEnded() {
  int status = 0;
  if (!m_end && ::waitpid(m_pid, &status, WNOHANG) == m_pid) {
    m_end.emplace();
    if (WIFEXITED(status))
      m_end->exitCode = WEXITSTATUS(status);
    if (WIFSIGNALED(status))
      m_end->signal = WTERMSIG(status);
  }
  return m_end.has_value();
}

AppProcess::End AppProcess::wait() {
  for (int waited = 0; !hasEnded(); waited += LookEveryMs) {
    if (waited >= PatienceMs)
      signal(SIGKILL);
    std::this_thread::sleep_for(std::chrono::milliseconds(LookEveryMs));
  }
  return *m_end;
}

std::string AppProcess::output() const {
  return fileContent(m_logs / "out");
}
std::string AppProcess::errors() const {
  return fileContent(m_logs / "err");
}

bool AppProcess::waitForOutput(const std::string& text) {
  for (int waited = 0; output().find(text) == std::string::npos; waited += LookEveryMs) {
    if (hasEnded() || waited >= PatienceMs)
      return output().find(text) != std::string::npos;
    std::this_thread::sleep_for(std::chrono::milliseconds(LookEveryMs));
  }
  return true;
}

AppResult runApp(const std::string& folder, std::vector<std::string> words,
                 const AppProcess::Variables& variables, const AppProcess::Preparation& prepare) {
  AppProcess app(folder, std::move(words), variables, prepare);
  const auto end = app.wait();
  return {end.exitCode.value_or(-1), app.output(), app.errors()};
}

std::vector<pid_t> processesWith(const std::string& text) {
  std::vector<pid_t> found;
  DIR* const folder = ::opendir("/proc");
  while (const dirent* entry = ::readdir(folder)) {
    const pid_t pid = std::atoi(entry->d_name);
    if (pid <= 0 || pid == ::getpid() || !hasInEnvironment(entry->d_name, text))
      continue;
    if (const auto process = readProcess(pid); process && !process->ended())
      found.push_back(pid);
  }
  ::closedir(folder);
  return found;
}

std::vector<pid_t> processesLeftWith(const std::string& text) {
  for (int i = 0; i < 1000 && !processesWith(text).empty(); ++i)
    std::this_thread::sleep_for(10ms);
  return processesWith(text);
}

std::string integrityOf(const std::string& path) {
  sqlite3* handle = nullptr;
  sqlite3_stmt* statement = nullptr;
  std::string verdict = "cannot be opened";
  if (sqlite3_open_v2(path.c_str(), &handle, SQLITE_OPEN_READWRITE, nullptr) == SQLITE_OK &&
      sqlite3_prepare_v2(handle, "PRAGMA integrity_check", -1, &statement, nullptr) == SQLITE_OK &&
      sqlite3_step(statement) == SQLITE_ROW)
    verdict = reinterpret_cast<const char*>(sqlite3_column_text(statement, 0));
  sqlite3_finalize(statement);
  sqlite3_close(handle);
  return verdict;
}

} // namespace sweep::test
