// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace sweep {

/// What a program wrote for a terminal, as plain text: escape sequences (colours, cursor moves, titles and links of ECMA-48) and
/// control characters other than tab, newline and carriage return are left out. Bytes from 0x80 on stay as they are.
std::string withoutEscapes(std::string_view text);
/// The same with a blank in the place of every byte left out, so that offsets stay what they are.
std::string withBlankedEscapes(std::string_view text);

} // namespace sweep
