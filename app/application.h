// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace sweep {

/// Opens the window, with a file when one is named, and runs until it is closed. The exit code of the process.
int runWindow(int argc, char** argv, const std::string& file);

/// Where bare program names are looked for before PATH: the folders of the examples that came with the program.
std::vector<std::string> programFolders(const std::string& executableFolder);
/// The examples' folders, a study.yaml in each.
std::vector<std::string> exampleFolders(const std::string& executableFolder);

} // namespace sweep
