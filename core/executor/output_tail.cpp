// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/executor/output_tail.h"

#include "core/base/terminal_text.h"
#include "core/base/text.h"

#include <QByteArray>
#include <QString>

#include <algorithm>

namespace sweep {

namespace {

constexpr std::size_t KeptBytes = 8192;
constexpr std::size_t ShownBytes = 4096;
constexpr int ShownLines = 20;

/// Not in the middle of a character.
std::string_view lastBytes(std::string_view text, std::size_t count) {
  if (text.size() <= count)
    return text;
  text.remove_prefix(text.size() - count);
  while (!text.empty() && (static_cast<unsigned char>(text.front()) & 0xC0) == 0x80)
    text.remove_prefix(1);
  return text;
}

std::string_view lastLines(std::string_view text, int count) {
  std::size_t begin = text.size();
  for (int line = 0; line < count && begin > 0; ++line) {
    const auto newline = begin < 2 ? text.npos : text.rfind('\n', begin - 2);
    begin = newline == text.npos ? 0 : newline + 1;
  }
  return text.substr(begin);
}

} // namespace

void OutputTail::write(std::string_view bytes) {
  if (bytes.size() >= KeptBytes)
    m_bytes.assign(bytes.substr(bytes.size() - KeptBytes));
  else
    m_bytes.append(bytes);
  if (m_bytes.size() > 4 * KeptBytes)
    m_bytes.erase(0, m_bytes.size() - KeptBytes);
}

std::string OutputTail::text() const {
  std::string plain = withoutEscapes(lastBytes(m_bytes, KeptBytes));
  std::ranges::replace(plain, '\r', '\n');
  const std::string valid = QString::fromUtf8(plain.data(), static_cast<qsizetype>(plain.size())).toStdString();
  const auto end = valid.find_last_not_of(" \t\n");
  if (end == valid.npos)
    return {};
  return std::string(lastLines(lastBytes(std::string_view(valid).substr(0, end + 1), ShownBytes), ShownLines));
}

} // namespace sweep
