// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/row_text.h"

#include "core/base/text.h"

#include <nlohmann/json.hpp>

namespace sweep {

using Json = nlohmann::json;

std::string messageText(const Message& message) {
  if (message.empty())
    return {};
  Json list = Json::array({message.text});
  for (const auto& argument : message.arguments)
    list.push_back(argument);
  return list.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::optional<Message> messageFromText(std::string_view text) {
  if (text.empty())
    return Message();
  const Json list = Json::parse(text, nullptr, false);
  if (!list.is_array() || list.empty())
    return std::nullopt;
  Message message;
  for (const auto& item : list) {
    if (!item.is_string())
      return std::nullopt;
    message.arguments.push_back(item.get<std::string>());
  }
  message.text = message.arguments.front();
  message.arguments.erase(message.arguments.begin());
  return message;
}

std::string resultsText(const std::vector<double>& values) {
  std::vector<std::string> texts;
  for (const double value : values)
    texts.push_back(numberText(value));
  return "[" + joined(texts, ",") + "]";
}

std::optional<std::vector<double>> resultsFromText(std::string_view text) {
  if (text.size() < 2 || text.front() != '[' || text.back() != ']')
    return std::nullopt;
  std::vector<double> values;
  text = text.substr(1, text.size() - 2);
  if (text.empty())
    return values;
  for (const auto& part : split(text, ',')) {
    const auto value = readNumber(part);
    if (!value)
      return std::nullopt;
    values.push_back(*value);
  }
  return values;
}

std::string wordsText(const std::vector<std::string>& words) {
  std::vector<std::string> quoted;
  for (const auto& word : words)
    quoted.push_back(shellQuoted(word));
  return joined(quoted, " ");
}

std::optional<std::vector<std::string>> wordsFromText(std::string_view text) {
  return shellWords(text);
}

} // namespace sweep
