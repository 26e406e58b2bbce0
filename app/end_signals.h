// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>

namespace sweep {

/// SIGTERM, SIGINT and SIGHUP (the end of the session, of the terminal) as a signal of Qt. The second one ends the program at once.
/// One per program.
class EndSignals : public QObject {
  Q_OBJECT
public:
  explicit EndSignals(QObject* parent = nullptr);

Q_SIGNALS:
  void asked();
};

} // namespace sweep
