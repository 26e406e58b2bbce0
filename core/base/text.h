// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sweep {

/// The shortest decimal text that reads back as the same double: "0.001", "1e-09", "nan", "inf". Never depends on a locale.
std::string numberText(double value);
std::string numberText(std::int64_t value);
/// At most `digits` significant digits, trailing zeros dropped: for people, not for programs.
std::string roundedText(double value, int digits = 4);

/// A whole text as a finite or infinite number or nan ("1e-4", " .5", "10^-3", "-inf", a Unicode minus); nothing otherwise.
/// A decimal comma is not a number.
std::optional<double> readNumber(std::string_view text);
/// A whole text as an exact 64-bit integer, an optional sign allowed; nothing when it does not fit.
std::optional<std::int64_t> readInteger(std::string_view text);

/// The number of bytes of the UTF-8 character that begins at `at`, 0 when there is none.
std::size_t characterLength(std::string_view text, std::size_t at);

std::string_view trimmed(std::string_view text);
std::vector<std::string> split(std::string_view text, char separator);
std::string joined(const std::vector<std::string>& parts, std::string_view separator);

/// One word of a POSIX shell command line that yields exactly `word`; unquoted when nothing in it needs quotes.
std::string shellQuoted(std::string_view word);
/// The words of a command line as a POSIX shell would divide it, with quotes and backslashes but no expansions of any kind.
/// Nothing when a quote is not closed.
std::optional<std::vector<std::string>> shellWords(std::string_view line);

/// The entry of `known` most like `word` when it is close enough to be a slip of the fingers, else empty.
std::string closestTo(std::string_view word, const std::vector<std::string>& known);

} // namespace sweep
