// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMetaObject>
#include <QObject>
#include <functional>
#include <mutex>
#include <utility>
#include <vector>

namespace sweep {

/// Messages from any thread to an object's own: one wake-up for all that came in meanwhile, in order.
/// Nobody may post any more when it is destroyed.
template <class Letter> class Mailbox {
public:
  /// `receive` is called on the owner's thread.
  Mailbox(QObject* owner, std::function<void(std::vector<Letter>)> receive)
      : m_receive(std::move(receive)), m_anchor(new QObject(owner)) {}
  ~Mailbox() { delete m_anchor; }
  Mailbox(const Mailbox&) = delete;
  Mailbox& operator=(const Mailbox&) = delete;

  void post(Letter letter) {
    const std::lock_guard lock(m_mutex);
    m_letters.push_back(std::move(letter));
    if (m_letters.size() == 1)
      QMetaObject::invokeMethod(
          m_anchor, [this] { m_receive(take()); }, Qt::QueuedConnection);
  }

  std::vector<Letter> take() {
    const std::lock_guard lock(m_mutex);
    return std::exchange(m_letters, {});
  }

private:
  std::function<void(std::vector<Letter>)> m_receive;
  /// Calls under way end with it.
  QObject* m_anchor;
  std::mutex m_mutex;
  std::vector<Letter> m_letters;
};

} // namespace sweep
