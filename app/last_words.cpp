// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/last_words.h"

#include "app/exit_codes.h"

#include <cstdlib>
#include <cstring>
#include <exception>
#include <new>
#include <system_error>
#include <unistd.h>

namespace sweep {

namespace {

/// Without memory of its own.
void say(const char* text) {
  [[maybe_unused]] const auto written = ::write(STDERR_FILENO, text, std::strlen(text));
}

void sayWhatToDo() {
  say(" Trials that were told as finished are saved, the running ones are ended. Open or run the study again "
      "to go on.\n");
}

[[noreturn]] void lastWords() {
  try {
    if (const auto thrown = std::current_exception())
      std::rethrow_exception(thrown);
  } catch (const std::bad_alloc&) {
    say("Sweepscope has run out of memory.");
    sayWhatToDo();
    ::_exit(ExitFailed);
  } catch (const std::system_error& error) {
    say("Sweepscope cannot go on: the system says “");
    say(error.what());
    say("”.");
    sayWhatToDo();
    ::_exit(ExitFailed);
  } catch (const std::exception& error) {
    say("Sweepscope has made a mistake: ");
    say(error.what());
    say(".");
    sayWhatToDo();
  } catch (...) {
  }
  std::abort();
}

} // namespace

void prepareLastWords() {
  std::set_terminate(lastWords);
}

} // namespace sweep
