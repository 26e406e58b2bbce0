// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/study/snapshot.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sweep {

/// A way of writing a configuration down.
struct ConfigurationFormat {
  /// "json", "yaml", "toml", "env", "command", "python": also the word of the command line.
  std::string_view id;
  std::string_view name;
  /// File name ending without the dot.
  std::string_view suffix;
};
std::span<const ConfigurationFormat> configurationFormats();
const ConfigurationFormat* findConfigurationFormat(std::string_view id);

/// What `command` needs to know of how the trial was started.
struct ExportedCommand {
  /// As they were stored: with marks in the place of secrets (study/secret_names.h).
  std::vector<std::string> words;
  /// Absolute; the exported line begins with cd to it.
  std::string workingDirectory;
  std::vector<std::pair<std::string, std::string>> environment;
  /// Names of variables that hold secrets.
  std::vector<std::string> secrets;
};

/// How the trial was started the last time; empty words when it never was.
ExportedCommand exportedCommand(const StudySpec& spec, const Trial& trial, const std::string& studyFolder);

/// The configuration as text that ends in a newline. Every format reads back to the same values; the command line, pasted into
/// a shell that has the secrets in its environment, starts the same program with the same arguments.
Result<std::string> exportConfiguration(const Configuration& configuration, std::string_view format,
                                        const ExportedCommand& command);

} // namespace sweep
