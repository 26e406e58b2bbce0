// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

namespace sweep {

/// Where a study's trials live and how programs are found.
struct RunnerPlaces {
  /// Folder of the study file, absolute: relative working folders start here.
  std::string studyFolder;
  /// Parent of the trials' folders, absolute; made when needed.
  std::string trialsFolder;
  /// Where bare program names are looked for before PATH.
  std::vector<std::string> programFolders;
};

} // namespace sweep
