// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/secret_names.h"

#include "core/base/text.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace sweep {

namespace {

constexpr std::array<std::string_view, 8> SecretWords = {"TOKEN",  "SECRET",     "PASSWORD",    "PASSWD",
                                                         "APIKEY", "CREDENTIAL", "CREDENTIALS", "KEY"};
constexpr std::string_view Opening = "‹";
constexpr std::string_view Closing = "›";

/// What a shell can expand.
bool isVariableName(std::string_view name) {
  return !name.empty() && !std::isdigit(static_cast<unsigned char>(name.front())) &&
         std::ranges::all_of(name, [](unsigned char c) { return c < 0x80 && (std::isalnum(c) || c == '_'); });
}

} // namespace

bool soundsSecret(std::string_view name) {
  std::string upper(name);
  std::ranges::transform(upper, upper.begin(), [](unsigned char c) {
    return c == '-' || c == '.' ? '_' : static_cast<char>(std::toupper(c));
  });
  return std::ranges::any_of(split(upper, '_'), [](const auto& word) {
    return std::ranges::find(SecretWords, std::string_view(word)) != SecretWords.end();
  });
}

bool isSecretVariable(const std::vector<std::string>& secrets, std::string_view name) {
  return std::ranges::find(secrets, name) != secrets.end() || soundsSecret(name);
}

std::string secretMark(std::string_view name) {
  return std::string(Opening) + std::string(name) + std::string(Closing);
}

std::string shellQuotedWithSecrets(std::string_view word, const std::vector<std::string>& secrets) {
  std::string quoted;
  std::size_t literal = 0;
  for (auto at = word.find(Opening); at != word.npos; at = word.find(Opening, at + 1)) {
    const auto begin = at + Opening.size();
    const auto end = word.find(Closing, begin);
    const auto name = end == word.npos ? std::string_view() : word.substr(begin, end - begin);
    if (!isVariableName(name) || !isSecretVariable(secrets, name))
      continue;
    if (at > literal)
      quoted += shellQuoted(word.substr(literal, at - literal));
    quoted += "\"${" + std::string(name) + ":?}\"";
    literal = end + Closing.size();
  }
  return literal > 0 && literal == word.size() ? quoted : quoted + shellQuoted(word.substr(literal));
}

} // namespace sweep
