// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/examples/run_program.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <fstream>
#include <sstream>
#include <sys/wait.h>
#include <unistd.h>

namespace sweep::test {

namespace {

/// In the child: standard output and error go to the two descriptors, then the program takes over.
[[noreturn]] void become(const Words& words, const char* folder, int out, int err) {
  std::vector<char*> arguments;
  for (const std::string& word : words)
    arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  if (::chdir(folder) == 0 && ::dup2(out, STDOUT_FILENO) >= 0 && ::dup2(err, STDERR_FILENO) >= 0)
    ::execvp(arguments.front(), arguments.data());
  ::_exit(127);
}

} // namespace

Ended runProgram(const Words& words, const std::filesystem::path& folder) {
  const TemporaryFolder logs;
  const std::filesystem::path outFile = logs / "out";
  const std::filesystem::path errFile = logs / "err";
  const int out = ::open(outFile.c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
  const int err = ::open(errFile.c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
  const pid_t child = ::fork();
  if (child == 0)
    become(words, folder.c_str(), out, err);
  ::close(out);
  ::close(err);
  int status = 0;
  if (child < 0 || ::waitpid(child, &status, 0) != child)
    return {};
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, contentOf(outFile), contentOf(errFile)};
}

std::string killAfterLines(int lines, const Words& words) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0)
    return {};
  const pid_t child = ::fork();
  if (child == 0)
    become(words, "/", ends[1], STDERR_FILENO);
  ::close(ends[1]);
  std::string text;
  char letter = 0;
  while (std::count(text.begin(), text.end(), '\n') < lines && ::read(ends[0], &letter, 1) == 1)
    text += letter;
  ::kill(child, SIGKILL);
  while (::read(ends[0], &letter, 1) == 1)
    text += letter;
  ::close(ends[0]);
  ::waitpid(child, nullptr, 0);
  return text;
}

std::vector<std::string> linesOf(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);)
    lines.push_back(line);
  return lines;
}

double lastNumber(const std::string& text, const std::string& name) {
  double last = std::nan("");
  for (std::size_t at = text.find(name); at != std::string::npos; at = text.find(name, at + 1)) {
    const bool whole = at == 0 || text[at - 1] == ' ' || text[at - 1] == '\n';
    const std::string rest = text.substr(at + name.size());
    const std::size_t skipped = rest.starts_with("=") ? 1 : rest.starts_with(": ") ? 2 : 0;
    if (whole && skipped > 0)
      last = std::strtod(rest.c_str() + skipped, nullptr);
  }
  return last;
}

std::string contentOf(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream content;
  content << in.rdbuf();
  return content.str();
}

TemporaryFolder::TemporaryFolder() {
  std::string name = (std::filesystem::temp_directory_path() / "sweepscope-test-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr)
    std::abort();
  m_path = name;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(m_path, ignored);
}

} // namespace sweep::test
