// SPDX-License-Identifier: GPL-3.0-or-later
#include "places.h"
#include "tests/app/sweepscope_process.h"

#include <QFile>

namespace sweep::test {

namespace {

constexpr int Patience = 120'000;

Answer answerOf(QProcess& process) {
  if (!process.waitForFinished(Patience)) {
    process.kill();
    process.waitForFinished();
  }
  return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1, QString::fromUtf8(process.readAllStandardOutput()),
          QString::fromUtf8(process.readAllStandardError())};
}

} // namespace

void SweepscopeFolder::write(const QString& name, const QString& text, bool executable) const {
  QFile file(path(name));
  if (!file.open(QIODevice::WriteOnly) || file.write(text.toUtf8()) < 0)
    qFatal("cannot write %s", qPrintable(path(name)));
  if (executable)
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
}

void SweepscopeFolder::writeStudy(int trials, double seconds) const {
  write("score.sh", QStringLiteral("#!/bin/sh\nsleep %1\necho \"loss: ${1#--x=}\"\n").arg(seconds), true);
  write("study.yaml", QStringLiteral("program: ./score.sh\ncommand: [\"${program}\", \"${args}\"]\nmethod: random\n"
                                     "metric: {name: loss, goal: minimize}\nrun_cap: %1\n"
                                     "parameters:\n  x: {min: 0.0, max: 1.0}\n")
                          .arg(trials));
}

QString SweepscopeFolder::read(const QString& name) const {
  QFile file(path(name));
  return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

void SweepscopeFolder::prepare(QProcess& process) const {
  auto environment = QProcessEnvironment::systemEnvironment();
  environment.insert("QT_QPA_PLATFORM", "offscreen");
  environment.insert("HOME", m_folder.path());
  process.setProcessEnvironment(environment);
  process.setWorkingDirectory(m_folder.path());
}

void SweepscopeFolder::start(QProcess& process, const QStringList& words) const {
  prepare(process);
  process.start(SWEEPSCOPE_APP, words);
  process.waitForStarted(Patience);
}

Answer SweepscopeFolder::call(const QStringList& words) const {
  QProcess process;
  start(process, words);
  return answerOf(process);
}

Answer SweepscopeFolder::shell(const QString& line) const {
  QProcess process;
  prepare(process);
  process.start("/bin/sh", {"-c", line});
  return answerOf(process);
}

} // namespace sweep::test
