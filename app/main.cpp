// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/application.h"
#include "app/ask_tell.h"
#include "app/command_line.h"
#include "app/compare_command.h"
#include "app/guard.h"
#include "app/headless.h"
#include "app/last_words.h"
#include "app/print_methods.h"
#include "app/study_commands.h"

#include <QApplication>
#include <QCoreApplication>

namespace {

using namespace sweep;

std::vector<std::string> examplePrograms() { return programFolders(QCoreApplication::applicationDirPath().toStdString()); }

struct Dispatcher {
  int argc;
  char** argv;

  int operator()(const WindowCommand& command) { return runWindow(argc, argv, command.file); }
  int operator()(const RunCommand& command) {
    const QCoreApplication application(argc, argv);
    return runHeadless(command, examplePrograms());
  }
  int operator()(const BestCommand& command) { return printBest(command); }
  int operator()(const TrialsCommand& command) { return printTrials(command); }
  int operator()(const ScheduleCommand& command) { return printSchedule(command); }
  int operator()(const ChartCommand& command) {
    // A chart is drawn into a file, so that no display is needed.
    qputenv("QT_QPA_PLATFORM", "offscreen");
    const QApplication application(argc, argv);
    return drawChart(command);
  }
  int operator()(const CheckCommand& command) {
    const QCoreApplication application(argc, argv);
    return checkFile(command, examplePrograms());
  }
  int operator()(const CompareCommand& command) {
    qputenv("QT_QPA_PLATFORM", "offscreen");
    const QApplication application(argc, argv);
    return compareOnTable(command);
  }
  int operator()(const MethodsCommand&) { return printMethods(); }
  int operator()(const AskTellCommand& command) {
    const QCoreApplication application(argc, argv);
    return runAskTell(command);
  }
  int operator()(const GuardCommand& command) { return runGuard(command); }
};

} // namespace

int main(int argc, char** argv) {
  prepareLastWords();
  const auto command = readCommandLine(argc, argv);
  if (const int* code = std::get_if<int>(&command))
    return *code;
  return std::visit(Dispatcher{argc, argv}, std::get<CommandLine>(command));
}
