// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/space/configuration.h"

#include "core/base/text.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace sweep {

namespace {

/// Where the JSON value that begins at `from` ends, in a text known to be JSON: before the next comma or
/// closing bracket.
std::size_t endOfValue(std::string_view json, std::size_t from) {
  int depth = 0;
  bool inText = false;
  for (std::size_t i = from; i < json.size(); ++i) {
    const char c = json[i];
    if (inText && c == '\\')
      ++i;
    else if (c == '"')
      inText = !inText;
    else if (inText)
      continue;
    else if (depth == 0 && (c == ',' || c == '}' || c == ':'))
      return i;
    else if (c == '{' || c == '[')
      ++depth;
    else if (c == '}' || c == ']')
      --depth;
  }
  return json.size();
}

auto entryNamed(auto& entries, std::string_view name) {
  return std::find_if(entries.begin(), entries.end(), [&](const auto& entry) { return entry.first == name; });
}

} // namespace

void Configuration::set(std::string_view name, Value value) {
  if (const auto found = entryNamed(m_entries, name); found != m_entries.end())
    found->second = std::move(value);
  else
    m_entries.emplace_back(std::string(name), std::move(value));
}

void Configuration::remove(std::string_view name) {
  if (const auto found = entryNamed(m_entries, name); found != m_entries.end())
    m_entries.erase(found);
}

const Value* Configuration::find(std::string_view name) const {
  const auto found = entryNamed(m_entries, name);
  return found == m_entries.end() ? nullptr : &found->second;
}

std::string Configuration::json() const {
  std::string text = "{";
  for (const auto& [name, value] : m_entries) {
    if (text.size() > 1)
      text += ',';
    text += valueJson(name) + ':' + valueJson(value);
  }
  return text + '}';
}

Result<Configuration> Configuration::fromJson(std::string_view json) {
  json = trimmed(json);
  if (json.empty() || json.front() != '{' || !nlohmann::json::accept(json))
    return Error(SWEEP_TEXT("A configuration must be a JSON object, which this is not: %1"),
                 {std::string(json.substr(0, 80))});
  Configuration configuration;
  std::size_t at = 1;
  while (at < json.size() && !trimmed(json.substr(at, endOfValue(json, at) - at)).empty()) {
    const std::size_t colon = endOfValue(json, at);
    const std::size_t end = endOfValue(json, colon + 1);
    const auto name = std::get<std::string>(*valueFromJson(json.substr(at, colon - at)));
    const auto value = valueFromJson(json.substr(colon + 1, end - colon - 1));
    if (!value)
      return Error(SWEEP_TEXT("The value of “%1” does not fit into 64 bits."), {name});
    if (configuration.find(name))
      return Error(SWEEP_TEXT("The configuration names “%1” twice."), {name});
    configuration.m_entries.emplace_back(name, *value);
    at = end + 1;
  }
  return configuration;
}

} // namespace sweep
