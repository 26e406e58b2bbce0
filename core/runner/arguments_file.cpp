// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/arguments_file.h"

#include "core/executor/start_failure.h"
#include "core/executor/unique_fd.h"
#include "core/executor/write_all.h"
#include "core/runner/command_template.h"
#include "core/storage/private_file.h"

#include <cerrno>

namespace sweep {

Result<void> writeArgumentsFile(const Configuration& configuration, const std::string& folder) {
  const std::string path = argumentsFile(folder);
  const UniqueFd file(makePrivateFile(path));
  const int error = file ? writeAll(file.fd(), argumentsJson(configuration) + "\n") : errno;
  if (error == 0)
    return {};
  return Error(SWEEP_TEXT("The file %1 with the trial's values cannot be written: %2."), {path, systemErrorText(error)});
}

} // namespace sweep
