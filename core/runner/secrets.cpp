// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/secrets.h"

#include "core/base/text.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdlib>

namespace sweep {

namespace {

constexpr std::size_t ShortestValue = 4;
constexpr std::array<std::string_view, 8> SecretWords = {"TOKEN",  "SECRET",     "PASSWORD",    "PASSWD",
                                                         "APIKEY", "CREDENTIAL", "CREDENTIALS", "KEY"};

} // namespace

std::vector<std::string> missingSecrets(const Program& program) {
  std::vector<std::string> missing;
  for (const auto& name : program.secrets)
    if (std::getenv(name.c_str()) == nullptr)
      missing.push_back(name);
  return missing;
}

std::string withoutSecrets(std::string text, const Program& program) {
  for (const auto& name : program.secrets) {
    const char* const set = std::getenv(name.c_str());
    const std::string value = set ? set : "";
    if (value.size() < ShortestValue)
      continue;
    const std::string instead = "‹" + name + "›";
    for (auto at = text.find(value); at != text.npos; at = text.find(value, at + instead.size()))
      text.replace(at, value.size(), instead);
  }
  return text;
}

bool soundsSecret(std::string_view name) {
  std::string upper(name);
  std::ranges::transform(upper, upper.begin(),
                         [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return std::ranges::any_of(split(upper, '_'), [](const auto& word) {
    return std::ranges::find(SecretWords, std::string_view(word)) != SecretWords.end();
  });
}

} // namespace sweep
