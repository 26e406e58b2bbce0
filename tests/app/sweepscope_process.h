// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QProcess>
#include <QString>
#include <QStringList>
#include <QTemporaryDir>

namespace sweep::test {

struct Answer {
  /// -1 when a signal ended it.
  int exitCode = -1;
  QString out;
  QString err;
};

/// A folder with programs and study files of the test's own, in which the real sweepscope is called.
class SweepscopeFolder {
public:
  QString path(const QString& name) const { return m_folder.filePath(name); }
  void write(const QString& name, const QString& text, bool executable = false) const;
  /// score.sh prints `loss: x` after `seconds`; study.yaml tries it `trials` times, two at a time.
  void writeStudy(int trials, double seconds = 0.0) const;
  QString read(const QString& name) const;

  Answer call(const QStringList& words) const;
  /// Calls a shell there.
  Answer shell(const QString& line) const;
  /// Starts it and gives it back running.
  void start(QProcess& process, const QStringList& words) const;

private:
  void prepare(QProcess& process) const;

  QTemporaryDir m_folder;
};

} // namespace sweep::test
