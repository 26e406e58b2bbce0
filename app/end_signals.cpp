// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/end_signals.h"

#include "app/exit_codes.h"

#include <QSocketNotifier>
#include <atomic>
#include <csignal>
#include <sys/eventfd.h>
#include <unistd.h>

namespace sweep {

namespace {

int wake = -1;
std::atomic<int> count = 0;

void onSignal(int) {
  if (count.fetch_add(1) > 0)
    _exit(ExitInterrupted);
  const eventfd_t one = 1;
  [[maybe_unused]] const auto written = ::write(wake, &one, sizeof one);
}

} // namespace

EndSignals::EndSignals(QObject* parent) : QObject(parent) {
  wake = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  auto* notifier = new QSocketNotifier(wake, QSocketNotifier::Read, this);
  connect(notifier, &QSocketNotifier::activated, this, [this, notifier] {
    notifier->setEnabled(false);
    Q_EMIT asked();
  });
  for (const int signal : {SIGINT, SIGTERM, SIGHUP})
    std::signal(signal, onSignal);
}

} // namespace sweep
