// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runner/mailbox.h"

#include <algorithm>
#include <deque>
#include <functional>
#include <iterator>
#include <utility>
#include <vector>

namespace sweep::ui {

/// Calls from any thread that are made on the owner's, in the order in which they were posted, also while one of them runs an event
/// loop of its own. Nobody may post any more when it is destroyed; calls that are due then are not made.
class CallQueue {
public:
  using Call = std::function<void()>;

  explicit CallQueue(QObject* owner) : m_mail(owner, [this](std::vector<Call> calls) { make(std::move(calls)); }) {}

  void post(Call call) { m_mail.post(std::move(call)); }

private:
  void make(std::vector<Call> calls) {
    std::ranges::move(calls, std::back_inserter(m_due));
    while (!m_due.empty()) {
      const Call call = std::move(m_due.front());
      m_due.pop_front();
      call();
    }
  }

  std::deque<Call> m_due;
  Mailbox<Call> m_mail;
};

} // namespace sweep::ui
