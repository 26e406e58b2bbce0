// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace sweep {

/// A place in a text, both from 1; 0 when it is not known.
struct YamlMark {
  int line = 0;
  int column = 0;
};

/// A piece of a YAML document with aliases and merge keys filled in. Scalars are texts: what they mean depends on where they stand.
struct YamlNode {
  enum class Kind { Scalar, List, Map };
  struct Key {
    std::string text;
    YamlMark mark;
    bool plain = true;
  };

  Kind kind = Kind::Scalar;
  YamlMark mark;
  /// Of a scalar.
  std::string text;
  /// A scalar without quotes, whose text may mean a number, a bool or null.
  bool plain = true;
  /// Of a map, one for each of `items`; no two are equal.
  std::vector<Key> keys;
  std::vector<YamlNode> items;

  bool isScalar() const { return kind == Kind::Scalar; }
  bool isList() const { return kind == Kind::List; }
  bool isMap() const { return kind == Kind::Map; }
  /// The value of a map's key; null when there is none or this is no map.
  const YamlNode* find(std::string_view key) const;
};

/// What the readers of study files throw among themselves; it never leaves readStudyFile and parseYaml.
struct YamlError {
  YamlMark mark;
  Message message;
  /// With "line L, column C: " before it.
  Error error() const;
};

/// The one document in the text (UTF-8). Refused with line and column: what is not YAML, a second document, an empty one,
/// duplicate keys, keys that are no scalars, tags, more than 4 MiB, 64 levels or 100,000 nodes with aliases filled in
/// (what is anchored counts once more). Memory and stack stay within these limits whatever the text is.
Result<YamlNode> parseYaml(std::string_view text);

} // namespace sweep
