// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/space/value.h"

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sweep {

/// One value per active parameter, in the order of the search space.
class Configuration {
public:
  using Entry = std::pair<std::string, Value>;

  Configuration() = default;
  Configuration(std::initializer_list<Entry> entries) : m_entries(entries) {}
  /// Wants names that are all different.
  explicit Configuration(std::vector<Entry> entries) : m_entries(std::move(entries)) {}

  /// Replaces the value of a name that is there, else appends.
  void set(std::string_view name, Value value);
  void remove(std::string_view name);
  /// Null when the parameter is not active.
  const Value* find(std::string_view name) const;

  bool empty() const { return m_entries.empty(); }
  std::size_t size() const { return m_entries.size(); }
  auto begin() const { return m_entries.begin(); }
  auto end() const { return m_entries.end(); }

  /// A text that is equal for equal configurations only (names and values with their kinds): a key for sets and storage.
  /// It is a JSON object that fromJson reads back.
  std::string json() const;
  static Result<Configuration> fromJson(std::string_view json);

  friend bool operator==(const Configuration&, const Configuration&) = default;

private:
  std::vector<Entry> m_entries;
};

} // namespace sweep
