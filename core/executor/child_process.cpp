// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/executor/child_process.h"

#include "core/executor/process_table.h"
#include "core/executor/start_failure.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <fcntl.h>
#include <linux/close_range.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace sweep {

namespace {

constexpr std::size_t TokenSpace = 96;
constexpr std::int64_t RoughBytes = 16 << 20;

/// All that the child needs, laid out before it exists: between vfork and exec it may only make system calls.
struct Launch {
  std::string program;
  std::vector<char*> arguments;
  /// AttemptVariable with room for its value, which the child itself fills in.
  std::string token = std::string(AttemptVariable) + "=" + std::string(TokenSpace, '\0');
  std::vector<std::string> variables;
  std::vector<char*> environment;
  const char* folder = nullptr;
  pid_t parent = 0;
  std::uint64_t parentStart = 0;
  int niceness = 0;
  cpu_set_t processors;
  bool bound = false;
  int input = -1;
  int output = -1;
  int errors = -1;
  int news = -1;
};

/// What the child tells through a pipe that closes when the program takes over.
struct News {
  std::uint64_t start = 0;
  StartStep step = StartStep::Program;
  int error = 0;
};

[[noreturn]] void giveUp(const Launch& launch, News& news, StartStep step) {
  news.error = errno;
  news.step = step;
  [[maybe_unused]] const auto written = ::write(launch.news, &news, sizeof news);
  ::_exit(127);
}

void defaultSignals() {
  struct sigaction action = {};
  action.sa_handler = SIG_DFL;
  for (int number = 1; number < NSIG; ++number)
    ::sigaction(number, &action, nullptr);
  sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
}

/// When memory runs out the kernel shall choose a trial, not the application.
void offerToOutOfMemoryKiller() {
  const int file = ::open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
  if (file < 0)
    return;
  [[maybe_unused]] const auto written = ::write(file, "500", 3);
  ::close(file);
}

/// Where the system refuses, the program runs as others do.
void takePlace(const Launch& launch) {
  if (launch.niceness != 0) [[maybe_unused]]
    const int niceness = ::nice(launch.niceness);
  if (launch.bound)
    ::sched_setaffinity(0, sizeof launch.processors, &launch.processors);
}

std::uint64_t ownStart() {
  char text[1024];
  const int file = ::open("/proc/self/stat", O_RDONLY | O_CLOEXEC);
  const ssize_t size = file < 0 ? 0 : ::read(file, text, sizeof text);
  ::close(file);
  return size > 0 ? startOfStat(text, static_cast<std::size_t>(size)) : 0;
}

char* writeProcess(char* at, char* end, pid_t pid, std::uint64_t start) {
  at = std::to_chars(at, end, pid).ptr;
  *at++ = '.';
  return std::to_chars(at, end, start).ptr;
}

/// This process and, behind an @, the application.
void writeToken(char* at, std::uint64_t start, const Launch& launch) {
  char* const end = at + TokenSpace - 1;
  at = writeProcess(at, end, ::getpid(), start);
  *at++ = '@';
  *writeProcess(at, end, launch.parent, launch.parentStart) = '\0';
}

/// Read once per process: a start never changes.
std::uint64_t ownStartOnce(pid_t self) {
  static std::atomic<pid_t> known = 0;
  static std::atomic<std::uint64_t> start = 0;
  if (known != self) {
    start = ownStart();
    known = self;
  }
  return start;
}

[[noreturn]] void becomeProgram(Launch& launch) {
  News news;
  news.start = ownStart();
  writeToken(launch.token.data() + AttemptVariable.size() + 1, news.start, launch);
  ::setsid();
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != launch.parent)
    ::_exit(127);
  offerToOutOfMemoryKiller();
  takePlace(launch);
  if (::dup2(launch.input, 0) < 0 || ::dup2(launch.output, 1) < 0 || ::dup2(launch.errors, 2) < 0)
    giveUp(launch, news, StartStep::Resources);
  ::syscall(SYS_close_range, 3U, ~0U, CLOSE_RANGE_CLOEXEC);
  if (::chdir(launch.folder) != 0)
    giveUp(launch, news, StartStep::Folder);
  [[maybe_unused]] const auto written = ::write(launch.news, &news, sizeof news);
  defaultSignals();
  ::execve(launch.program.c_str(), launch.arguments.data(), launch.environment.data());
  giveUp(launch, news, StartStep::Program);
}

/// The calling thread waits until the child has become the program or has ended.
pid_t vforkProgram(Launch& launch) {
  sigset_t all;
  sigset_t before;
  ::sigfillset(&all);
  ::pthread_sigmask(SIG_SETMASK, &all, &before);
  const pid_t child = ::vfork();
  if (child == 0)
    becomeProgram(launch);
  const int error = errno;
  ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
  errno = error;
  return child;
}

/// The three standard descriptors are replaced in the child, so ours must not be among them.
UniqueFd aboveStandard(int fd) {
  UniqueFd owner(fd);
  return fd >= 0 && fd <= 2 ? UniqueFd(::fcntl(fd, F_DUPFD_CLOEXEC, 3)) : std::move(owner);
}

struct Pipe {
  UniqueFd reading;
  UniqueFd writing;

  bool open() {
    std::array<int, 2> ends{-1, -1};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
      return false;
    reading = aboveStandard(ends[0]);
    writing = aboveStandard(ends[1]);
    return reading && writing;
  }
};

/// A bare name is looked for along PATH; entries that are relative folders are passed over.
std::string programOf(const Job& job) {
  const std::string& word = job.command.front();
  const auto path = std::ranges::find(job.environment, "PATH", &std::pair<std::string, std::string>::first);
  if (word.find('/') != word.npos || path == job.environment.end())
    return word;
  std::string_view rest = path->second;
  while (!rest.empty()) {
    const auto colon = rest.find(':');
    const std::string candidate = std::string(rest.substr(0, colon)) + "/" + word;
    if (candidate.front() == '/' && ::access(candidate.c_str(), X_OK) == 0)
      return candidate;
    rest = colon == rest.npos ? std::string_view() : rest.substr(colon + 1);
  }
  return word;
}

void layOut(Launch& launch, const Job& job) {
  launch.program = programOf(job);
  for (const std::string& word : job.command)
    launch.arguments.push_back(const_cast<char*>(word.c_str()));
  launch.arguments.push_back(nullptr);
  for (const auto& [name, value] : job.environment)
    if (name != AttemptVariable)
      launch.variables.push_back(name + "=" + value);
  for (std::string& variable : launch.variables)
    launch.environment.push_back(variable.data());
  launch.environment.push_back(launch.token.data());
  launch.environment.push_back(nullptr);
  launch.folder = job.workingDirectory.empty() ? "." : job.workingDirectory.c_str();
  launch.parent = ::getpid();
  launch.parentStart = ownStartOnce(launch.parent);
}

void layOutPlace(Launch& launch, const JobLimits& limits) {
  launch.niceness = limits.niceness;
  launch.bound = !limits.processors.empty();
  CPU_ZERO(&launch.processors);
  for (const int processor : limits.processors)
    if (processor >= 0 && processor < CPU_SETSIZE)
      CPU_SET(static_cast<std::size_t>(processor), &launch.processors);
}

bool hasNulByte(const Job& job) {
  const auto has = [](const std::string& text) { return text.find('\0') != text.npos; };
  return std::ranges::any_of(job.command, has) || has(job.workingDirectory) ||
         std::ranges::any_of(job.environment, [&](const auto& pair) { return has(pair.first) || has(pair.second); });
}

/// Whatever the child said last; its first news (the start time) alone means that all went well.
News readNews(int fd) {
  News latest;
  News news;
  for (;;) {
    const ssize_t size = ::read(fd, &news, sizeof news);
    if (size == static_cast<ssize_t>(sizeof news))
      latest = news;
    else if (size >= 0 || errno != EINTR)
      return latest;
  }
}

int emptyInput() {
  static const UniqueFd input = aboveStandard(::open("/dev/null", O_RDONLY | O_CLOEXEC));
  return input.fd();
}

std::int64_t ownPeakBytes() {
  struct rusage usage = {};
  ::getrusage(RUSAGE_SELF, &usage);
  return std::int64_t{usage.ru_maxrss} * 1024;
}

double secondsOf(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
}

} // namespace

std::variant<ChildProcess, JobNotStarted> ChildProcess::start(const Job& job) {
  if (job.command.empty() || job.command.front().empty())
    return emptyCommand();
  if (hasNulByte(job))
    return nulByteInCommand();
  Launch launch;
  layOut(launch, job);
  layOutPlace(launch, job.limits);
  Pipe output;
  Pipe errors;
  Pipe news;
  launch.input = emptyInput();
  if (launch.input < 0 || !output.open() || !errors.open() || !news.open())
    return startFailure(StartStep::Resources, errno, job);
  launch.output = output.writing.fd();
  launch.errors = errors.writing.fd();
  launch.news = news.writing.fd();

  ChildProcess child;
  child.m_pid = vforkProgram(launch);
  if (child.m_pid < 0)
    return startFailure(StartStep::Resources, errno, job);
  news.writing.reset();
  const News said = readNews(news.reading.fd());
  child.m_ownPeakBytes = ownPeakBytes();
  child.m_start = said.start;
  child.m_exitFd = UniqueFd(static_cast<int>(::syscall(SYS_pidfd_open, child.m_pid, 0)));
  const int error = said.error != 0 ? said.error : child.m_exitFd ? 0 : errno;
  if (error != 0) {
    ::kill(child.m_pid, SIGKILL);
    ::waitpid(child.m_pid, nullptr, 0);
    return startFailure(said.error != 0 ? said.step : StartStep::Resources, error, job);
  }
  child.m_output = std::move(output.reading);
  child.m_errors = std::move(errors.reading);
  return child;
}

std::optional<ChildEnd> ChildProcess::reap() {
  int status = 0;
  struct rusage usage = {};
  pid_t ended = 0;
  do
    ended = ::wait4(m_pid, &status, WNOHANG, &usage);
  while (ended < 0 && errno == EINTR);
  if (ended != m_pid)
    return std::nullopt;
  ChildEnd end;
  if (WIFEXITED(status))
    end.exitCode = WEXITSTATUS(status);
  else if (WIFSIGNALED(status))
    end.signal = WTERMSIG(status);
  end.cpuSeconds = secondsOf(usage.ru_utime) + secondsOf(usage.ru_stime);
  // Until exec the child borrows our memory, which the kernel counts as its peak, in numbers that are rough on many processors.
  const std::int64_t peak = std::int64_t{usage.ru_maxrss} * 1024;
  end.peakMemoryBytes = peak > m_ownPeakBytes + m_ownPeakBytes / 8 + RoughBytes ? peak : 0;
  return end;
}

} // namespace sweep
