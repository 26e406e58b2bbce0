// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runner/study_runner.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <optional>

namespace sweep::ui {

/// Passes updates on as they come, as long as showing them is quick. Where a large study takes long to draw, what comes
/// meanwhile is made one update, so that the interface spends at most a fifth of its time on them and is never behind by more
/// than one. A notice or another state of the study is passed on at once.
class UpdatePacer : public QObject {
  Q_OBJECT
public:
  explicit UpdatePacer(QObject* parent = nullptr);

  void take(const RunnerUpdate& update);
  /// Forgets what is held back.
  void clear();

Q_SIGNALS:
  void updated(const sweep::RunnerUpdate& update);

private:
  void hold(const RunnerUpdate& update);
  void pass(const RunnerUpdate& update);
  void passHeld();
  void measure();

  std::optional<RunnerUpdate> m_held;
  std::optional<StudyState> m_state;
  /// Since the last update was passed on.
  QElapsedTimer m_since;
  /// Milliseconds after that in which nothing is passed on.
  qint64 m_pause = 0;
  bool m_drawing = false;
  QTimer m_drawn;
  QTimer m_next;
};

} // namespace sweep::ui
