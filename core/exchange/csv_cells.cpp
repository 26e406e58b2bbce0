// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/csv_cells.h"

namespace sweep {

namespace {

/// Separators of other places are quoted too, so that no part of a text becomes a cell of its own.
std::string cell(const std::string& text) {
  if (text.find_first_of(",;\t\"\r\n") == text.npos)
    return text;
  std::string quoted = "\"";
  for (const char c : text)
    quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + "\"";
}

} // namespace

std::string textCell(const std::string& text, CellTexts texts) {
  return cell(texts == CellTexts::Raw ? text : withoutFormula(text));
}

std::string valueCell(const Value& value, CellTexts texts) {
  const bool isText =
      std::holds_alternative<std::string>(value) || std::holds_alternative<OpaqueValue>(value);
  return isText ? textCell(valueText(value), texts) : valueText(value);
}

} // namespace sweep
