// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/message.h"

#include <cassert>
#include <optional>
#include <utility>
#include <variant>

namespace sweep {

/// What went wrong, as a sentence that names the thing, the cause and the next step.
using Error = Message;

/// A value, or the sentence that says why there is none. An Error converts into any Result.
template <class T> class [[nodiscard]] Result {
public:
  Result(T value) : m_content(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : m_content(std::in_place_index<1>, std::move(error)) {}

  bool ok() const { return m_content.index() == 0; }
  explicit operator bool() const { return ok(); }

  /// Only when ok().
  const T& value() const& { return std::get<0>(m_content); }
  T& value() & { return std::get<0>(m_content); }
  T&& value() && { return std::get<0>(std::move(m_content)); }
  const T& operator*() const& { return value(); }
  T& operator*() & { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  const T* operator->() const { return &value(); }
  T* operator->() { return &value(); }

  /// Only when not ok().
  const Error& error() const { return std::get<1>(m_content); }

private:
  std::variant<T, Error> m_content;
};

/// Success, or the sentence that says why not. `return {};` is success.
template <> class [[nodiscard]] Result<void> {
public:
  Result() = default;
  Result(Error error) : m_error(std::move(error)) {}

  bool ok() const { return !m_error; }
  explicit operator bool() const { return ok(); }
  const Error& error() const { return *m_error; }

private:
  std::optional<Error> m_error;
};

} // namespace sweep
