// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <variant>

/// A program that trains a network on handwritten digits. Sweepscope tunes it as it would any other program:
/// the two share no code.
namespace digits {

/// Why something could not be done: a sentence that names the thing and the cause.
struct Failure {
  std::string sentence;
};

template <typename T> using Result = std::variant<T, Failure>;

} // namespace digits
