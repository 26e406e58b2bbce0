// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/secrets.h"

#include "core/study/secret_names.h"

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <string_view>
#include <unistd.h>

namespace sweep {

namespace {

/// Bytes of a value below which it is left where it stands: of what was named, and of what is only suspected.
constexpr std::size_t ShortestNamed = 4;
constexpr std::size_t ShortestSuspected = 8;

struct Secret {
  std::string name;
  std::string value;
};

/// The longest first, so that none is taken for a part of another.
std::vector<Secret> secretsOf(const Program& program) {
  std::vector<Secret> secrets;
  const auto add = [&](std::string_view name, std::string_view value, std::size_t shortest) {
    if (value.size() >= shortest)
      secrets.push_back({std::string(name), std::string(value)});
  };
  for (const auto& name : program.secrets)
    if (const char* const value = std::getenv(name.c_str()))
      add(name, value, ShortestNamed);
  for (const auto& [name, value] : program.environment)
    if (soundsSecret(name))
      add(name, value, ShortestSuspected);
  for (char** entry = environ; entry && *entry; ++entry) {
    const std::string_view variable = *entry;
    const auto equals = variable.find('=');
    if (equals != variable.npos && soundsSecret(variable.substr(0, equals)))
      add(variable.substr(0, equals), variable.substr(equals + 1), ShortestSuspected);
  }
  std::ranges::stable_sort(secrets, std::ranges::greater(), [](const auto& secret) { return secret.value.size(); });
  return secrets;
}

void hide(std::string& text, const std::vector<Secret>& secrets) {
  for (const auto& [name, value] : secrets) {
    const std::string mark = secretMark(name);
    for (auto at = text.find(value); at != text.npos; at = text.find(value, at + mark.size()))
      text.replace(at, value.size(), mark);
  }
}

} // namespace

std::vector<std::string> missingSecrets(const Program& program) {
  std::vector<std::string> missing;
  for (const auto& name : program.secrets)
    if (std::getenv(name.c_str()) == nullptr)
      missing.push_back(name);
  return missing;
}

std::string withoutSecrets(std::string text, const Program& program) {
  if (!text.empty())
    hide(text, secretsOf(program));
  return text;
}

std::vector<std::string> withoutSecrets(std::vector<std::string> words, const Program& program) {
  if (words.empty())
    return words;
  const auto secrets = secretsOf(program);
  for (auto& word : words)
    hide(word, secrets);
  return words;
}

} // namespace sweep
