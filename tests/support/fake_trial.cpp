// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <map>
#include <sched.h>
#include <string>
#include <string_view>
#include <sys/resource.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

/// A program that behaves as badly as programs do, one way for each first word. Further words are numbers, 0 when left out.
namespace {

using Words = std::vector<std::string>;

long long number(const Words& words, std::size_t index, long long otherwise = 0) {
  return index < words.size() ? std::atoll(words[index].c_str()) : otherwise;
}

void sleepMs(long long milliseconds) { std::this_thread::sleep_for(std::chrono::milliseconds(milliseconds)); }

int hang(const Words&) {
  for (;;)
    ::pause();
}

void ignoreTerm() { std::signal(SIGTERM, SIG_IGN); }

/// A child that tells its number and then stays for ten minutes.
void stayingChild(bool ownSession, bool twice, bool ignoring) {
  if (::fork() != 0)
    return;
  if (ownSession)
    ::setsid();
  if (twice && ::fork() != 0)
    ::_exit(0);
  if (ignoring)
    ignoreTerm();
  std::printf("child %d\n", ::getpid());
  std::fflush(stdout);
  sleepMs(600'000);
  ::_exit(0);
}

int ignoring(const Words& words) {
  ignoreTerm();
  std::puts("ignoring");
  std::fflush(stdout);
  return hang(words);
}

int grandchildren(const Words& words) {
  for (long long i = 0; i < number(words, 1, 2); ++i)
    stayingChild(false, false, number(words, 2) != 0);
  return hang(words);
}

int movedGrandchild(const Words& words) {
  stayingChild(true, true, number(words, 1) != 0);
  return hang(words);
}

/// Ends at once, leaving something behind that holds the output open.
int leaveChild(const Words& words) {
  stayingChild(number(words, 1) != 0, number(words, 1) != 0, number(words, 2) != 0);
  sleepMs(50);
  std::puts("leaving");
  return 0;
}

void writeBytes(std::string_view chunk, long long bytes) {
  while (bytes > 0) {
    const auto wanted = std::min<std::size_t>(chunk.size(), static_cast<std::size_t>(bytes));
    const auto written = ::write(1, chunk.data(), wanted);
    if (written <= 0)
      std::exit(99);
    bytes -= written;
  }
}

int flood(const Words& words) {
  std::string chunk;
  while (chunk.size() < 1 << 20)
    chunk += "rubbish line of a talkative program, number " + std::to_string(chunk.size()) + "\n";
  writeBytes(chunk, number(words, 1));
  std::puts("\nloss: 0.25");
  return 0;
}

int floodWithoutNewline(const Words& words) {
  writeBytes(std::string(1 << 20, 'x'), number(words, 1));
  std::puts("\nloss: 0.25");
  return 0;
}

int metrics(const Words& words) {
  for (long long step = 1; step <= number(words, 1); ++step)
    std::printf("step: %lld loss: %.6f\n", step, 1.0 / static_cast<double>(step));
  return 0;
}

int binary(const Words&) {
  std::string bytes;
  for (int i = 0; i < 4096; ++i)
    bytes += static_cast<char>(i * 7 % 256);
  writeBytes(bytes + "\n\x1b[32mloss\x1b[0m: 0.5\n\xff\xfe\x80 broken\n", static_cast<long long>(bytes.size()) + 40);
  return 0;
}

int pieces(const Words& words) {
  for (const std::string_view piece : {"lo", "ss: 0.", "12", "5\nacc", ": 0.75 \xe2\x88", "\x92 \nloss: 0.0625"}) {
    writeBytes(piece, static_cast<long long>(piece.size()));
    sleepMs(number(words, 1, 20));
  }
  return 0;
}

int closeOutput(const Words& words) {
  ::close(1);
  ::close(2);
  sleepMs(number(words, 1));
  return 0;
}

int readInput(const Words&) {
  char letter = 0;
  const auto size = ::read(0, &letter, 1);
  const int terminal = ::open("/dev/tty", O_RDWR);
  std::printf("input %zd terminal %s\n", size, terminal < 0 ? "none" : "open");
  return 0;
}

int endBySignal(const Words& words) {
  ::raise(static_cast<int>(number(words, 1)));
  return 98;
}

int allocate(const Words& words) {
  const auto bytes = static_cast<std::size_t>(number(words, 1)) << 20;
  auto* const memory = static_cast<char*>(std::malloc(bytes));
  std::memset(memory, 1, bytes);
  std::puts("allocated");
  std::fflush(stdout);
  sleepMs(number(words, 2, 60'000));
  return memory[bytes / 2] == 1 ? 0 : 1;
}

/// Children that look at the same pages, as the workers of a data loader do.
int shareMemory(const Words& words) {
  const auto bytes = static_cast<std::size_t>(number(words, 1)) << 20;
  const std::string memory(bytes, 'x');
  for (long long i = 0; i < number(words, 2); ++i)
    if (::fork() == 0) {
      sleepMs(number(words, 3));
      ::_exit(memory[bytes / 2] == 'x' ? 0 : 1);
    }
  sleepMs(number(words, 3));
  return memory[bytes / 3] == 'x' ? 0 : 1;
}

int slow(const Words& words) {
  for (long long step = 1; step <= number(words, 1); ++step) {
    std::printf("step: %lld loss: %lld\n", step, 100 - step);
    std::fflush(stdout);
    sleepMs(number(words, 2, 100));
  }
  return 0;
}

int arguments(const Words& words) {
  for (std::size_t i = 1; i < words.size(); ++i) {
    for (const char c : words[i])
      std::printf("%02x", static_cast<unsigned char>(c));
    std::puts("");
  }
  return 0;
}

int environment(const Words&) {
  for (char** variable = environ; *variable != nullptr; ++variable)
    std::puts(*variable);
  return 0;
}

void writeFile(const std::string& path, const std::string& content) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
  [[maybe_unused]] const auto written = ::write(file, content.data(), content.size());
  ::close(file);
}

/// What it was given, byte for byte, in two files of its own folder: its words and its variables, a NUL byte behind each.
int echo(const Words& words) {
  const char* const folder = std::getenv("SWEEP_DIR");
  std::string text;
  for (const auto& word : words)
    text += word + '\0';
  writeFile(std::string(folder) + "/words", text);
  text.clear();
  for (char** variable = environ; *variable != nullptr; ++variable)
    text += *variable + std::string(1, '\0');
  writeFile(std::string(folder) + "/variables", text);
  std::puts("loss: 0.5");
  return 0;
}

/// Open descriptors, blocked and ignored signals, session, folder.
int surroundings(const Words&) {
  DIR* const folder = ::opendir("/proc/self/fd");
  while (const dirent* entry = ::readdir(folder))
    if (entry->d_name[0] != '.' && std::atoi(entry->d_name) != ::dirfd(folder))
      std::printf("descriptor %s\n", entry->d_name);
  sigset_t blocked;
  ::sigprocmask(SIG_BLOCK, nullptr, &blocked);
  for (int i = 1; i < 32; ++i) {
    struct sigaction action = {};
    ::sigaction(i, nullptr, &action);
    if (::sigismember(&blocked, i) == 1 || action.sa_handler != SIG_DFL)
      std::printf("signal %d\n", i);
  }
  std::printf("leader %d\n", ::getsid(0) == ::getpid() && ::getpgrp() == ::getpid());
  std::array<char, 4096> path{};
  std::printf("folder %s\n", ::getcwd(path.data(), path.size()));
  return 0;
}

/// How far it stands back, and the processors that it may use.
int place(const Words&) {
  std::printf("niceness %d\n", ::getpriority(PRIO_PROCESS, 0));
  cpu_set_t set;
  ::sched_getaffinity(0, sizeof set, &set);
  for (int processor = 0; processor < CPU_SETSIZE; ++processor)
    if (CPU_ISSET(static_cast<std::size_t>(processor), &set))
      std::printf("processor %d\n", processor);
  return 0;
}

int stopSelf(const Words&) {
  std::puts("stopping myself");
  std::fflush(stdout);
  ::raise(SIGSTOP);
  return 0;
}

/// Of a file that belongs to root and has the set-user-id bit.
int becomeRoot(const Words& words) {
  const int failed = ::setreuid(0, 0);
  std::printf("user %d process %d\n", failed == 0 ? static_cast<int>(::getuid()) : -1, ::getpid());
  std::fflush(stdout);
  return hang(words);
}

int errorsAndOutput(const Words&) {
  std::puts("on output");
  for (int i = 1; i <= 30; ++i)
    std::fprintf(stderr, "error line %d\n", i);
  return 3;
}

/// A line in the file that FAKE_TRIAL_HISTORY names, in one piece: what really ran, whatever anybody else believes.
void note(const char* what) {
  const char* const path = std::getenv("FAKE_TRIAL_HISTORY");
  const char* const trial = std::getenv("SWEEP_TRIAL");
  const int file = path ? ::open(path, O_WRONLY | O_CREAT | O_APPEND, 0600) : -1;
  if (file < 0)
    return;
  const std::string line = std::string(what) + " " + (trial ? trial : "?") + "\n";
  [[maybe_unused]] const auto written = ::write(file, line.data(), line.size());
  ::close(file);
}

/// A short trial with a helper in another session, which goes with it when all goes well and is left behind otherwise.
int shortTrial(const Words& words) {
  note("begin");
  const pid_t helper = ::fork();
  if (helper == 0) {
    ::setsid();
    ::close(1);
    ::close(2);
    sleepMs(600'000);
    ::_exit(0);
  }
  sleepMs(number(words, 1, 100));
  const char* const x = std::getenv("SWEEP_X");
  std::printf("loss: %s\n", x ? x : "0.5");
  ::kill(helper, SIGKILL);
  ::waitpid(helper, nullptr, 0);
  note("end");
  return 0;
}

const std::map<std::string_view, int (*)(const Words&)> modes = {
    {"hang", hang},
    {"ignore-term", ignoring},
    {"grandchildren", grandchildren},
    {"moved-grandchild", movedGrandchild},
    {"leave-child", leaveChild},
    {"flood", flood},
    {"flood-without-newline", floodWithoutNewline},
    {"metrics", metrics},
    {"binary", binary},
    {"pieces", pieces},
    {"close-output", closeOutput},
    {"read-input", readInput},
    {"exit",
     [](const Words& words) {
       return static_cast<int>(number(words, 1));
     }},
    {"signal", endBySignal},
    {"allocate", allocate},
    {"share-memory", shareMemory},
    {"short", shortTrial},
    {"slow", slow},
    {"arguments", arguments},
    {"environment", environment},
    {"echo", echo},
    {"surroundings", surroundings},
    {"place", place},
    {"stop-self", stopSelf},
    {"become-root", becomeRoot},
    {"errors", errorsAndOutput},
};

} // namespace

int main(int count, char** words) {
  const Words given(words + 1, words + count);
  const auto mode = given.empty() ? modes.end() : modes.find(given.front());
  if (mode != modes.end())
    return mode->second(given);
  std::fputs("usage: fake_trial MODE [NUMBER]…, one of:\n", stderr);
  for (const auto& [name, run] : modes)
    std::fprintf(stderr, "  %s\n", std::string(name).c_str());
  return 2;
}
