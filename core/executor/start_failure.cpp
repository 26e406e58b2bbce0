// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/executor/start_failure.h"

#include <cerrno>
#include <system_error>
#include <unistd.h>

namespace sweep {

namespace {

Message folderMessage(int error, const Job& job) {
  return Message(SWEEP_TEXT("The working folder “%1” cannot be entered: %2. Choose another working folder in the study."),
                 {job.workingDirectory, systemErrorText(error)});
}

Message notFoundMessage(const std::string& program) {
  if (::access(program.c_str(), F_OK) == 0)
    return Message(SWEEP_TEXT("“%1” cannot be started: the interpreter named in its first line is missing. Install it, or "
                              "correct that line (a line ending from Windows looks the same)."),
                   {program});
  return Message(SWEEP_TEXT("There is no program “%1”. Check the command of the study and the PATH."), {program});
}

Message programMessage(int error, const Job& job) {
  const std::string& program = job.command.front();
  switch (error) {
  case ENOENT: return notFoundMessage(program);
  case EACCES:
    return Message(SWEEP_TEXT("“%1” may not be executed. Make it executable (chmod +x), or name its interpreter first."),
                   {program});
  case ENOEXEC:
    return foreignProgramMessage(program);
  case E2BIG:
    return Message(SWEEP_TEXT("The command for “%1” is longer than the system allows. Hand long values over in a file: "
                              "${args_json_file}."),
                   {program});
  default:
    return Message(SWEEP_TEXT("“%1” cannot be started: %2."), {program, systemErrorText(error)});
  }
}

/// Another try may succeed. ETXTBSY: the program's file is being written, as by a compiler.
bool mayPass(int error) {
  return error == EAGAIN || error == ENOMEM || error == EMFILE || error == ENFILE || error == ETXTBSY || error == EIO;
}

} // namespace

JobNotStarted startFailure(StartStep step, int error, const Job& job) {
  switch (step) {
  case StartStep::Folder: return {folderMessage(error, job), mayPass(error)};
  case StartStep::Program: return {programMessage(error, job), mayPass(error)};
  case StartStep::Resources: break;
  }
  return {Message(SWEEP_TEXT("The system has no room for another process: %1. Run fewer trials at a time, or end other "
                             "programs."),
                  {systemErrorText(error)}),
          mayPass(error)};
}

Message foreignProgramMessage(const std::string& program) {
  return Message(
      SWEEP_TEXT("“%1” is neither a program for this machine nor a script whose first line names its "
                 "interpreter, such as #!/bin/sh."),
      {program});
}

JobNotStarted emptyCommand() {
  return {Message(SWEEP_TEXT("The command is empty. Name the program to start in the study.")), false};
}

JobNotStarted nulByteInCommand() {
  return {Message(SWEEP_TEXT("A word of the command or its environment contains a NUL byte, which no program can be given. "
                             "Take it out of the value.")),
          false};
}

std::string systemErrorText(int error) { return std::generic_category().message(error); }

} // namespace sweep
