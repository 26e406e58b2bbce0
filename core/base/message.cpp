// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/message.h"

#include "core/base/visible_text.h"

namespace sweep {

std::string Message::str() const {
  std::string filled;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool marker = text[i] == '%' && i + 1 < text.size() && text[i + 1] >= '1' && text[i + 1] <= '9';
    const std::size_t index = marker ? static_cast<std::size_t>(text[i + 1] - '1') : 0;
    if (marker && index < arguments.size()) {
      filled += visibleText(arguments[index]);
      ++i;
    } else {
      filled += text[i];
    }
  }
  return filled;
}

} // namespace sweep
