// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/executor/program_format.h"
#include "core/executor/start_failure.h"
#include "core/runner/command_template.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string_view>
#include <unistd.h>

namespace sweep {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view UsualPath = "/usr/local/bin:/usr/bin:/bin";

bool isFile(const fs::path& path) {
  std::error_code ignored;
  return fs::is_regular_file(path, ignored);
}

bool isExecutable(const fs::path& path) { return ::access(path.c_str(), X_OK) == 0; }

/// The interpreter named in a script's first line, as written there; nothing for what is no such script.
std::optional<std::string> interpreterOf(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::string line(256, '\0');
  file.read(line.data(), static_cast<std::streamsize>(line.size()));
  line.resize(static_cast<std::size_t>(file.gcount()));
  if (!line.starts_with("#!"))
    return std::nullopt;
  std::string_view rest = trimmed(std::string_view(line).substr(2, line.find('\n') - 2));
  if (line.find("\r\n") < line.find('\n'))
    return std::string(rest.substr(0, rest.find_first_of(" \t"))) + "\r";
  return std::string(rest.substr(0, rest.find_first_of(" \t")));
}

Error cannotBeExecuted(const fs::path& path) {
  return Error(SWEEP_TEXT("“%1” is there but may not be executed. Make it executable (chmod +x), or begin the command with its "
                          "interpreter, such as python3."),
               {path.string()});
}

/// Everything that exec would stumble over.
Result<std::string> checked(const fs::path& path) {
  if (!isExecutable(path))
    return cannotBeExecuted(path);
  if (isForeignProgram(path))
    return foreignProgramMessage(path.string());
  const auto interpreter = interpreterOf(path);
  if (!interpreter)
    return path.string();
  if (interpreter->ends_with('\r'))
    return Error(SWEEP_TEXT("“%1” has the line endings of Windows, so its interpreter is not found. Convert it, for example with "
                            "sed -i 's/\\r$//'."),
                 {path.string()});
  if (!isFile(*interpreter) || !isExecutable(*interpreter))
    return Error(SWEEP_TEXT("“%1” asks for the interpreter “%2”, which is not there. Install it, or correct the first line."),
                 {path.string(), *interpreter});
  return path.string();
}

bool isTheStudysProgram(const Program& program) {
  return !program.command.empty() && program.command.front() == "${program}";
}

std::vector<fs::path> foldersFor(const Program& program, const ProgramPlaces& places) {
  std::vector<fs::path> folders(places.more.begin(), places.more.end());
  if (isTheStudysProgram(program))
    folders.insert(folders.begin(), {places.workingFolder, places.studyFolder});
  const char* const path = std::getenv("PATH");
  for (const std::string& folder : split(path != nullptr ? std::string_view(path) : UsualPath, ':'))
    folders.emplace_back(folder);
  // An empty or relative entry would mean whatever folder we happen to be in.
  std::erase_if(folders, [](const fs::path& folder) { return !folder.is_absolute(); });
  return folders;
}

Error notFound(const std::string& word, const Program& program, const ProgramPlaces& places) {
  if (word.find(' ') != word.npos)
    return Error(SWEEP_TEXT("There is no program “%1”. Its name contains a blank: give each word of the command on its own."), {word});
  if (word.find('/') == word.npos && isFile(fs::path(places.workingFolder) / word))
    return Error(SWEEP_TEXT("There is no program “%1” along the PATH. If you mean the file in the working folder, write ./%1."), {word});
  if (isTheStudysProgram(program))
    return Error(SWEEP_TEXT("There is no program “%1”, neither in the working folder nor beside the study nor along the PATH. Check "
                            "the spelling, or give its whole path."),
                 {word});
  return Error(SWEEP_TEXT("There is no program “%1”. Check the spelling, or give its whole path."), {word});
}

} // namespace

Result<std::string> findProgram(const Program& program, const std::string& word, const ProgramPlaces& places) {
  if (word.find('/') != word.npos) {
    const fs::path path = (fs::path(places.workingFolder) / word).lexically_normal();
    std::error_code ignored;
    if (fs::is_directory(path, ignored))
      return Error(SWEEP_TEXT("“%1” is a folder, not a program."), {path.string()});
    return isFile(path) ? checked(path) : notFound(path.string(), program, places);
  }
  std::optional<fs::path> notExecutable;
  for (const fs::path& folder : foldersFor(program, places)) {
    const fs::path candidate = (folder / word).lexically_normal();
    if (word.empty() || !isFile(candidate))
      continue;
    if (isExecutable(candidate))
      return checked(candidate);
    if (!notExecutable)
      notExecutable = candidate;
  }
  return notExecutable ? cannotBeExecuted(*notExecutable) : notFound(word, program, places);
}

} // namespace sweep
