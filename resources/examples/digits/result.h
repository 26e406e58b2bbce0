// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <variant>

namespace digits {

/// Why something could not be done: a sentence that names the thing and the cause.
struct Failure {
  std::string sentence;
};

template <typename T> using Result = std::variant<T, Failure>;

} // namespace digits
