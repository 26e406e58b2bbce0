// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/study_files.h"

#include "ui/replace_file.h"
#include "ui/text.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSettings>

namespace sweep::ui {

namespace {

constexpr qint64 MostBytes = 4 << 20;
constexpr int MostRecent = 10;

/// File systems allow 255 bytes; what is added to a name (a number, ".sweep-wal") must fit too.
constexpr qsizetype LongestName = 180;

/// Letters, digits, - and _ of any script. Never hidden, never taken for an option.
QString safeFileName(const std::string& name) {
  QString safe;
  for (const char32_t c : toQt(name).trimmed().toUcs4()) {
    const bool fine = QChar::isLetterOrNumber(c) || c == U'-' || c == U'_';
    const QString letter = fine ? QString::fromUcs4(&c, 1) : QStringLiteral("-");
    if (safe.toUtf8().size() + letter.toUtf8().size() > LongestName)
      break;
    safe += letter;
  }
  while (safe.startsWith(QLatin1Char('-')))
    safe.remove(0, 1);
  return safe.isEmpty() ? QStringLiteral("study") : safe;
}

} // namespace

FileKind kindOf(const QString& path) {
  const QFileInfo info(path);
  const QString suffix = info.suffix().toLower();
  if (suffix == QLatin1String("sweep"))
    return FileKind::Study;
  if (suffix == QLatin1String("yaml") || suffix == QLatin1String("yml"))
    return FileKind::StudyText;
  return info.isFile() && info.isExecutable() ? FileKind::Program : FileKind::Other;
}

Result<StudyFile> readStudyText(const QString& path) {
  QFile file(path);
  if (!QFileInfo(path).isFile())
    return Error(SWEEP_TEXT("There is no file %1."), {fromQt(path)});
  if (!file.open(QIODevice::ReadOnly))
    return Error(SWEEP_TEXT("%1 cannot be read: %2."), {fromQt(path), fromQt(file.errorString())});
  if (file.size() > MostBytes)
    return Error(SWEEP_TEXT("%1 is larger than 4 MiB, which no study file is."), {fromQt(path)});
  return readStudyFile(file.readAll().toStdString());
}

Result<void> writeStudyText(const QString& path, const StudySpec& spec) {
  return replaceFile(path, QByteArray::fromStdString(writeStudyFile(spec)));
}

StudySpec freshStudy(const QString& program) {
  StudySpec spec;
  spec.name = program.isEmpty() ? "study" : fromQt(QFileInfo(program).completeBaseName());
  spec.program.program = fromQt(program);
  return spec;
}

StudySpec movedFrom(StudySpec spec, const QString& folder, const QString& studyPath) {
  if (QDir(folder) == QFileInfo(studyPath).absoluteDir())
    return spec;
  const auto absolute = [&folder](const std::string& path) {
    return fromQt(QDir::cleanPath(QDir(folder).absoluteFilePath(toQt(path))));
  };
  spec.program.workingDirectory = absolute(spec.program.workingDirectory);
  if (spec.replay && !spec.replay->table.empty())
    spec.replay->table = absolute(spec.replay->table);
  return spec;
}

QString relativeToFolder(const QString& path, const QString& folder) {
  if (folder.isEmpty())
    return path;
  const QString relative = QDir(folder).relativeFilePath(path);
  return relative.startsWith(QLatin1String("..")) ? path : relative;
}

QString freeStudyPath(const std::string& name) {
  const QString folder = QDir::home().filePath(QStringLiteral("Sweepscope"));
  QDir().mkpath(QDir::homePath());
  QDir().mkdir(folder, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
  const QString base = folder + QLatin1Char('/') + safeFileName(name);
  QString path = base + QStringLiteral(".sweep");
  for (int number = 2; QFileInfo::exists(path); ++number)
    path = QStringLiteral("%1-%2.sweep").arg(base).arg(number);
  return path;
}

QStringList recentFiles() {
  QStringList present;
  for (const auto& path : QSettings().value(QStringLiteral("recent")).toStringList())
    if (QFileInfo::exists(path))
      present.append(path);
  return present;
}

void rememberFile(const QString& path) {
  const QString absolute = QFileInfo(path).absoluteFilePath();
  auto recent = recentFiles();
  recent.removeAll(absolute);
  recent.prepend(absolute);
  QSettings().setValue(QStringLiteral("recent"), recent.mid(0, MostRecent));
}

} // namespace sweep::ui
