// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/command_line.h"

namespace sweep {

/// The commands that read a study or a study file and print; each returns the exit code of the process. Sentences about what is
/// wrong go to standard error. None of them starts a program.
int printBest(const BestCommand& command);
int printTrials(const TrialsCommand& command);
int printSchedule(const ScheduleCommand& command);
int checkFile(const CheckCommand& command, const std::vector<std::string>& programFolders);
/// Needs an application with a platform to draw on.
int drawChart(const ChartCommand& command);

/// Prints a sentence to standard error and gives the code back.
int complain(const std::string& sentence, int code);

} // namespace sweep
