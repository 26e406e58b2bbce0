// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// Marks an English sentence of the core for translation; the interface translates it in the context "core".
#define SWEEP_TEXT(text) text

namespace sweep {

/// A sentence for a person: an English template with %1 to %9, and the texts that fill it.
/// The template stays apart from what fills it, so that the interface can translate it without taking a sentence to pieces.
struct Message {
  std::string text;
  std::vector<std::string> arguments;

  Message() = default;
  explicit Message(std::string_view sentence, std::vector<std::string> fillings = {})
      : text(sentence), arguments(std::move(fillings)) {}

  bool empty() const { return text.empty(); }
  /// The English sentence, filled in; hidden characters of what fills it are written out (visible_text.h).
  std::string str() const;

  friend bool operator==(const Message&, const Message&) = default;
};

} // namespace sweep
