// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/failure_groups.h"

#include "core/base/text.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <tuple>

namespace sweep {

namespace {

bool isDigit(char c) {
  return c >= '0' && c <= '9';
}
bool isLetter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool isHexDigit(char c) {
  return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
char lowered(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
}

/// What a path may be made of, beside separators.
bool isPathByte(char c) {
  return isLetter(c) || isDigit(c) || static_cast<unsigned char>(c) >= 0x80 ||
         std::string_view("._-+@%~#=").find(c) != std::string_view::npos;
}

/// Addresses and names of at least this many hexadecimal digits, both letters and digits among them: hashes, temporary files.
constexpr std::size_t ShortestHexName = 6;

/// Takes a text to pieces from its beginning; each function answers where its piece ends, or `at` when there is none.
class Normaliser {
public:
  explicit Normaliser(std::string_view text) : m_text(text) {}

  std::string normalised() const {
    std::string result;
    for (std::size_t at = 0; at < m_text.size();) {
      std::size_t end = at;
      for (const auto piece : {&Normaliser::pathEnd, &Normaliser::hexEnd, &Normaliser::numberEnd})
        if (end == at)
          end = (this->*piece)(at);
      if (end > at && !result.ends_with('#'))
        result += '#';
      else if (end == at)
        result += m_text[at++];
      at = std::max(at, end);
    }
    return result;
  }

private:
  char byte(std::size_t at) const { return at < m_text.size() ? m_text[at] : '\0'; }
  bool beginsWord(std::size_t at) const {
    return at == 0 || !(isPathByte(m_text[at - 1]) || m_text[at - 1] == '/');
  }

  /// "/tmp/x.pt", "~/data", "../a", "runs/3/model.pt"; "and/or" is no path, "n/a" neither.
  std::size_t pathEnd(std::size_t at) const {
    if (!beginsWord(at))
      return at;
    std::size_t end = at;
    std::size_t slashes = 0;
    for (; isPathByte(byte(end)) || byte(end) == '/'; ++end)
      slashes += byte(end) == '/' ? 1 : 0;
    while (end > at && byte(end - 1) == '.')
      --end;
    const std::string_view word = m_text.substr(at, end - at);
    const bool rooted =
        word.starts_with('/') || word.starts_with("~/") || word.starts_with("./") || word.starts_with("../");
    const bool isPath =
        (rooted && word.size() > 1) || slashes > 1 || (slashes == 1 && word.find('.') != word.npos);
    return slashes > 0 && isPath ? end : at;
  }

  std::size_t hexEnd(std::size_t at) const {
    const bool marked = byte(at) == '0' && lowered(byte(at + 1)) == 'x' && isHexDigit(byte(at + 2));
    if (!marked && !beginsWord(at))
      return at;
    std::size_t end = marked ? at + 2 : at;
    bool digits = false;
    bool letters = false;
    for (; isHexDigit(byte(end)); ++end)
      (isDigit(byte(end)) ? digits : letters) = true;
    if (marked)
      return end;
    const bool isName =
        digits && letters && end - at >= ShortestHexName && !isLetter(byte(end)) && byte(end) != '_';
    return isName ? end : at;
  }

  /// With a sign, a fraction and an exponent, wherever it stands: the 3 of layer3 too.
  std::size_t numberEnd(std::size_t at) const {
    std::size_t end = at;
    const bool afterWord = at > 0 && (isLetter(m_text[at - 1]) || isDigit(m_text[at - 1]));
    if ((byte(end) == '-' || byte(end) == '+') && !afterWord)
      ++end;
    if (!isDigit(byte(end)))
      return at;
    end = pastDigits(end);
    if (byte(end) == '.' && isDigit(byte(end + 1)))
      end = pastDigits(end + 1);
    if (lowered(byte(end)) != 'e')
      return end;
    const std::size_t sign = byte(end + 1) == '-' || byte(end + 1) == '+' ? 1 : 0;
    return isDigit(byte(end + 1 + sign)) ? pastDigits(end + 1 + sign) : end;
  }

  std::size_t pastDigits(std::size_t at) const {
    while (isDigit(byte(at)))
      ++at;
    return at;
  }

  std::string_view m_text;
};

bool speaksOfAnError(std::string_view line) {
  static constexpr std::array<std::string_view, 16> words = {
      "error",  "exception", "fatal",  "failed",  "failure",   "abort",  "assert",  "panic",
      "cannot", "not found", "denied", "no such", "terminate", "killed", "what():", "usage:"};
  std::string small(line);
  std::ranges::transform(small, small.begin(), lowered);
  return std::ranges::any_of(words, [&](std::string_view word) { return small.find(word) != small.npos; });
}

/// What failures of one group have in common.
using Key = std::tuple<FailureClass, std::optional<int>, std::optional<int>, std::string, std::string>;

Key keyOf(const Trial& trial) {
  const auto& failure = *trial.failure;
  const Attempt end = trial.attempts.empty() ? Attempt() : trial.attempts.back();
  return {failure.kind, end.exitCode, end.signal, normalisedMessage(failure.message.str()),
          normalisedMessage(causeLine(failure))};
}

bool comesFirst(const FailureGroup& a, const FailureGroup& b) {
  const auto rank = [](const FailureGroup& group) {
    return std::tuple(group.kind != FailureClass::Stopped, group.trials.size(), group.example());
  };
  return rank(a) > rank(b);
}

} // namespace

std::string normalisedMessage(std::string_view text) {
  return Normaliser(trimmed(text)).normalised();
}

std::string causeLine(const Failure& failure) {
  const bool byItself = failure.kind == FailureClass::ExitCode;
  if (!byItself && failure.kind != FailureClass::Signal)
    return {};
  const auto lines = split(failure.tail, '\n');
  const auto speaks = std::find_if(lines.rbegin(), lines.rend(), speaksOfAnError);
  if (speaks != lines.rend())
    return std::string(trimmed(*speaks));
  const auto last =
      std::find_if(lines.rbegin(), lines.rend(), [](const auto& line) { return !trimmed(line).empty(); });
  return byItself && last != lines.rend() ? std::string(trimmed(*last)) : std::string();
}

std::vector<FailureGroup> failureGroups(const Snapshot& snapshot) {
  std::map<Key, std::vector<int>> alike;
  for (const auto& trial : snapshot.trials)
    if (trial->state == TrialState::Failed && trial->failure)
      alike[keyOf(*trial)].push_back(trial->number);
  std::vector<FailureGroup> groups;
  for (auto& [key, trials] : alike) {
    const auto& latest = *snapshot.trials[static_cast<std::size_t>(trials.back())]->failure;
    groups.push_back({latest.kind, std::move(trials), latest.message, causeLine(latest), latest.tail});
  }
  std::ranges::sort(groups, comesFirst);
  return groups;
}

} // namespace sweep
