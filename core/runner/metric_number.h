// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace sweep {

struct NumberInText {
  double value = 0.0;
  /// Past its last byte.
  std::size_t end = 0;
};

/// The number that begins at `at`; see MetricReader for what counts as one. What follows it is not looked at.
std::optional<NumberInText> numberAt(std::string_view text, std::size_t at);

/// A comma and a digit right behind a number: a decimal comma, thousands, or a list.
bool isCutByComma(std::string_view text, std::size_t end);

/// Whether a number may end here: a blank, a bracket, the end of a sentence, a percent sign or a common unit follows.
bool isEndOfNumber(std::string_view text, std::size_t end);

} // namespace sweep
