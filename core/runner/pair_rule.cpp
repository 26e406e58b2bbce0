// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/json_line.h"
#include "core/runner/metric_number.h"
#include "core/runner/metric_rule.h"

#include <algorithm>
#include <array>

namespace sweep {

namespace {

using View = std::string_view;

/// Bit flags of each byte, so that a line of rubbish costs one look per byte.
enum ByteKind : unsigned char { NameByte = 1, Separator = 2, BeforeName = 4, Blank = 8, FirstOfName = 16 };

constexpr std::array<unsigned char, 256> byteKinds = [] {
  std::array<unsigned char, 256> kinds{};
  for (int c = 0; c < 256; ++c) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
    const bool digit = c >= '0' && c <= '9';
    kinds[c] = static_cast<unsigned char>((letter ? FirstOfName | NameByte : 0) | (digit ? NameByte : 0));
  }
  for (const char c : View("./@%#-"))
    kinds[static_cast<unsigned char>(c)] |= NameByte;
  for (const char c : View(":="))
    kinds[static_cast<unsigned char>(c)] |= Separator;
  for (const char c : View(" \t([{,;|\"'<>:*"))
    kinds[static_cast<unsigned char>(c)] |= BeforeName;
  for (const char c : View(" \t"))
    kinds[static_cast<unsigned char>(c)] |= Blank;
  return kinds;
}();

bool is(char c, ByteKind kind) { return (byteKinds[static_cast<unsigned char>(c)] & kind) != 0; }

std::size_t pastBlanks(View line, std::size_t at) {
  while (at < line.size() && is(line[at], Blank))
    ++at;
  return at;
}

struct Span {
  std::size_t begin = 0;
  std::size_t end = 0;
  View in(View line) const { return line.substr(begin, end - begin); }
};

/// The word that ends before `at`, as far as it may be a name.
std::optional<Span> wordBefore(View line, std::size_t at) {
  while (at > 0 && is(line[at - 1], Blank))
    --at;
  Span word{at, at};
  while (word.begin > 0 && is(line[word.begin - 1], NameByte))
    --word.begin;
  const bool isName = word.begin < word.end && is(line[word.begin], FirstOfName);
  return isName && (word.begin == 0 || is(line[word.begin - 1], BeforeName)) ? std::optional(word) : std::nullopt;
}

/// A name may stand in quotes.
std::optional<Span> nameBefore(View line, std::size_t separator) {
  std::size_t at = separator;
  while (at > 0 && is(line[at - 1], Blank))
    --at;
  if (at == 0 || (line[at - 1] != '"' && line[at - 1] != '\''))
    return wordBefore(line, separator);
  const char quote = line[at - 1];
  const auto name = wordBefore(line, at - 1);
  return name && name->end == at - 1 && name->begin > 0 && line[name->begin - 1] == quote ? name : std::nullopt;
}

/// Two separators in a row, comparisons and addresses (::, ==, <=, ://) are none.
bool isSeparator(View line, std::size_t at) {
  if (!is(line[at], Separator))
    return false;
  const char before = at > 0 ? line[at - 1] : ' ';
  const char after = at + 1 < line.size() ? line[at + 1] : ' ';
  return View(":=<>!+-*/").find(before) == View::npos && View(":=>/\\").find(after) == View::npos;
}

/// host:80, file.py:12 and user@host:22 are addresses and places; loss:0.5 and step:3 are metrics.
bool isAddress(View line, std::size_t separator, View name, const NumberInText& number) {
  if (line[separator] != ':' || is(line[separator + 1], Blank))
    return false;
  const View digits = line.substr(separator + 1, number.end - separator - 1);
  const bool whole = digits.find_first_not_of("0123456789") == View::npos;
  return whole && (name.find_first_of(".@") != View::npos || name == "localhost");
}

bool endsHere(View line, View name, const NumberInText& number) {
  if (isEndOfNumber(line, number.end))
    return true;
  // "epoch: 3/10"
  return namesStep(name) && line[number.end] == '/' && number.end + 1 < line.size() && numberAt(line, number.end + 1);
}

/// `name: value` and `name=value`, any number of them in a line of anything else.
class PairRule : public MetricRule {
public:
  void read(View line, LineFinding& found) const override {
    if (readJsonLine(line, found, JsonNumbers::Bare))
      return;
    std::vector<Span> names;
    for (std::size_t at = line.find_first_of(":="); at != View::npos; at = line.find_first_of(":=", at + 1))
      if (isSeparator(line, at))
        readPair(line, at, found, names);
    qualifyTwins(line, found, names);
    if (!found.metrics.empty())
      readStepWord(line, found);
  }

private:
  static void readPair(View line, std::size_t separator, LineFinding& found, std::vector<Span>& names) {
    const std::size_t begin = pastBlanks(line, separator + 1);
    const auto number = numberAt(line, begin);
    const auto name = number ? nameBefore(line, separator) : std::nullopt;
    if (!name || isAddress(line, separator, name->in(line), *number))
      return;
    if (isCutByComma(line, number->end)) {
      found.unreadName = name->in(line);
      found.unreadNumber = line.substr(begin, line.find_first_of(" \t;|)]}", number->end) - begin);
    } else if (endsHere(line, name->in(line), *number)) {
      found.metrics.push_back({std::string(name->in(line)), number->value, begin, number->end});
      names.push_back(*name);
    }
  }

  /// "train loss: 0.3, val loss: 0.5": names that stand more than once get the word before them.
  static void qualifyTwins(View line, LineFinding& found, const std::vector<Span>& names) {
    if (names.size() < 2)
      return;
    std::vector<std::string> qualified;
    for (const Span& name : names) {
      const View text = name.in(line);
      const auto same = std::ranges::count_if(names, [&](const Span& other) { return other.in(line) == text; });
      const bool beforeIsBlank = name.begin > 0 && is(line[name.begin - 1], Blank);
      const auto word = same > 1 && beforeIsBlank ? wordBefore(line, name.begin) : std::nullopt;
      qualified.push_back(word ? std::string(word->in(line)) + "_" + std::string(text) : std::string(text));
    }
    for (std::size_t i = 0; i < names.size(); ++i)
      found.metrics[i].name = std::move(qualified[i]);
  }

  /// "Epoch 3/10 - loss: 0.5": a step needs no separator.
  static void readStepWord(View line, LineFinding& found) {
    for (std::size_t at = 0; at < line.size();) {
      std::size_t end = at;
      while (end < line.size() && is(line[end], FirstOfName))
        ++end;
      if (end > at && namesStep(line.substr(at, end - at)) && readStepNumber(line, pastBlanks(line, end), found))
        return;
      at = std::max(end, at + 1);
      while (at < line.size() && is(line[at], NameByte) && is(line[at - 1], NameByte))
        ++at;
    }
  }

  static bool readStepNumber(View line, std::size_t at, LineFinding& found) {
    std::size_t end = at;
    while (end < line.size() && line[end] >= '0' && line[end] <= '9')
      ++end;
    if (end == at || end - at > 15 || (end < line.size() && is(line[end], NameByte) && line[end] != '/'))
      return false;
    found.step = static_cast<std::int64_t>(numberAt(line.substr(0, end), at)->value);
    return true;
  }
};

} // namespace

std::unique_ptr<MetricRule> makePairRule() { return std::make_unique<PairRule>(); }

} // namespace sweep
