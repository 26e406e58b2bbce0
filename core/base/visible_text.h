// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace sweep {

/// Whether there are characters that nobody sees or that move others about, so that a text is not what it looks like (Unicode
/// Technical Report 36): controls, line breaks among them, marks and overrides of direction, blanks without width, bytes that
/// are no UTF-8.
bool hasHiddenCharacters(std::string_view text);

/// The text for a person or a terminal: hidden characters written out, as in \u202e and \xff. Tabs and newlines stay.
std::string visibleText(std::string_view text);

} // namespace sweep
