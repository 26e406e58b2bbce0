// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/configuration_export.h"

#include "core/base/text.h"
#include "core/study/secret_names.h"
#include "core/study/yaml_scalar.h"

#include <filesystem>
#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>

namespace sweep {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::array<ConfigurationFormat, 6> Formats = {{
    {"json", "JSON", "json"},
    {"yaml", "YAML", "yaml"},
    {"toml", "TOML", "toml"},
    {"env", ".env", "env"},
    {"command", SWEEP_TEXT("Command line"), "sh"},
    {"python", "Python", "py"},
}};

bool isLetter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool isWordCharacter(char c) {
  return isLetter(c) || (c >= '0' && c <= '9') || c == '_';
}

/// A text in double quotes as JSON, TOML and Python read it.
std::string quoted(const std::string& text) {
  std::string result = Json(text).dump(-1, ' ', false, Json::error_handler_t::replace);
  for (auto at = result.find('\x7f'); at != std::string::npos; at = result.find('\x7f'))
    result.replace(at, 1, "\\u007f");
  return result;
}

std::string jsonText(const Configuration& configuration) {
  std::vector<std::string> lines;
  for (const auto& [name, value] : configuration)
    lines.push_back("  " + valueJson(name) + ": " + valueJson(value));
  return lines.empty() ? "{}\n" : "{\n" + joined(lines, ",\n") + "\n}\n";
}

std::string yamlDocument(const Configuration& configuration) {
  std::string text;
  for (const auto& [name, value] : configuration)
    text += yamlString(name) + ": " + yamlText(value) + "\n";
  return text.empty() ? "{}\n" : text;
}

/// Lists and maps in another language: the words for true, false and null, and what stands around a map's entries.
struct Notation {
  const char* yes;
  const char* no;
  const char* null;
  const char* assign;
  std::string (*key)(const std::string&);
};

std::string nested(const Json& json, const Notation& notation) {
  if (json.is_boolean())
    return json.get<bool>() ? notation.yes : notation.no;
  if (json.is_null())
    return notation.null;
  if (json.is_string())
    return quoted(json.get<std::string>());
  if (!json.is_structured())
    return json.dump();
  std::vector<std::string> parts;
  for (const auto& [key, value] : json.items())
    parts.push_back((json.is_object() ? notation.key(key) + notation.assign : "") + nested(value, notation));
  return (json.is_object() ? "{" : "[") + joined(parts, ", ") + (json.is_object() ? "}" : "]");
}

bool containsNull(const Json& json) {
  return json.is_null() || (json.is_structured() && std::any_of(json.begin(), json.end(), containsNull));
}

std::string tomlKey(const std::string& name) {
  const bool bare = !name.empty() && std::all_of(name.begin(), name.end(),
                                                 [](char c) { return isWordCharacter(c) || c == '-'; });
  return bare ? name : quoted(name);
}

const Notation Toml = {"true", "false", "", " = ", tomlKey};
const Notation Python = {"True", "False", "None", ": ", quoted};

std::string tomlValue(const Value& value) {
  if (const auto* opaque = std::get_if<OpaqueValue>(&value))
    return nested(Json::parse(opaque->json, nullptr, false), Toml);
  if (const auto* text = std::get_if<std::string>(&value))
    return quoted(*text);
  if (const auto* flag = std::get_if<bool>(&value))
    return *flag ? "true" : "false";
  return valueText(value);
}

Result<std::string> tomlText(const Configuration& configuration) {
  std::string text;
  for (const auto& [name, value] : configuration) {
    const auto* opaque = std::get_if<OpaqueValue>(&value);
    if (std::holds_alternative<std::monostate>(value) ||
        (opaque && containsNull(Json::parse(opaque->json, nullptr, false))))
      return Error(SWEEP_TEXT("TOML has no null, which “%1” is or contains; choose another format."), {name});
    text += tomlKey(name) + " = " + tomlValue(value) + "\n";
  }
  return text;
}

/// The variable that a trial's program gets for the parameter.
std::string variableName(const std::string& name) {
  std::string variable = "SWEEP_";
  for (const char c : name)
    variable += c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : isWordCharacter(c) ? c : '_';
  return variable;
}

std::string environmentText(const Configuration& configuration) {
  std::string text;
  for (const auto& [name, value] : configuration)
    text += variableName(name) + "=" + shellQuoted(valueText(value)) + "\n";
  return text;
}

Result<std::string> commandText(const ExportedCommand& command) {
  if (command.words.empty())
    return Error(SWEEP_TEXT("The trial has not been started, so there is no command line."));
  std::vector<std::string> words;
  if (!command.environment.empty())
    words.emplace_back("env");
  for (const auto& [name, value] : command.environment)
    words.push_back(shellQuotedWithSecrets(
        name + "=" + (isSecretVariable(command.secrets, name) ? secretMark(name) : value), command.secrets));
  for (const auto& word : command.words)
    words.push_back(shellQuotedWithSecrets(word, command.secrets));
  const std::string line = joined(words, " ") + "\n";
  return command.workingDirectory.empty() ? line
                                          : "cd " + shellQuoted(command.workingDirectory) + " && " + line;
}

bool isPythonName(const std::string& name) {
  static const std::vector<std::string> keywords = {
      "False", "None",     "True",  "and",    "as",   "assert", "async",  "await",    "break",
      "class", "continue", "def",   "del",    "elif", "else",   "except", "finally",  "for",
      "from",  "global",   "if",    "import", "in",   "is",     "lambda", "nonlocal", "not",
      "or",    "pass",     "raise", "return", "try",  "while",  "with",   "yield"};
  const bool word = !name.empty() && !(name.front() >= '0' && name.front() <= '9') &&
                    std::all_of(name.begin(), name.end(), isWordCharacter);
  return word && std::find(keywords.begin(), keywords.end(), name) == keywords.end();
}

std::string pythonValue(const Value& value) {
  if (const auto* opaque = std::get_if<OpaqueValue>(&value))
    return nested(Json::parse(opaque->json, nullptr, false), Python);
  if (const auto* text = std::get_if<std::string>(&value))
    return quoted(*text);
  const auto* real = std::get_if<double>(&value);
  return real && !std::isfinite(*real) ? "float(\"" + numberText(*real) + "\")" : valueText(value);
}

std::string pythonText(const Configuration& configuration) {
  std::string text;
  for (const auto& [name, value] : configuration)
    text += isPythonName(name) ? name + "=" + pythonValue(value) + ",\n"
                               : "**{" + quoted(name) + ": " + pythonValue(value) + "},\n";
  return text.empty() ? "\n" : text;
}

std::vector<std::string> formatIds() {
  std::vector<std::string> ids;
  for (const auto& format : Formats)
    ids.emplace_back(format.id);
  return ids;
}

} // namespace

std::span<const ConfigurationFormat> configurationFormats() {
  return Formats;
}

const ConfigurationFormat* findConfigurationFormat(std::string_view id) {
  const auto found =
      std::find_if(Formats.begin(), Formats.end(), [&](const auto& format) { return format.id == id; });
  return found == Formats.end() ? nullptr : &*found;
}

ExportedCommand exportedCommand(const StudySpec& spec, const Trial& trial, const std::string& studyFolder) {
  ExportedCommand command;
  if (!trial.attempts.empty())
    command.words = trial.attempts.back().command;
  command.workingDirectory =
      (std::filesystem::path(studyFolder) / spec.program.workingDirectory).lexically_normal().string();
  command.environment = spec.program.environment;
  command.secrets = spec.program.secrets;
  return command;
}

Result<std::string> exportConfiguration(const Configuration& configuration, std::string_view format,
                                        const ExportedCommand& command) {
  if (format == "json")
    return jsonText(configuration);
  if (format == "yaml")
    return yamlDocument(configuration);
  if (format == "toml")
    return tomlText(configuration);
  if (format == "env")
    return environmentText(configuration);
  if (format == "command")
    return commandText(command);
  if (format == "python")
    return pythonText(configuration);
  return Error(SWEEP_TEXT("There is no format “%1”; there are: %2."),
               {std::string(format), joined(formatIds(), ", ")});
}

} // namespace sweep
