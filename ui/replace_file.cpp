// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/replace_file.h"

#include "ui/text.h"

#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

namespace sweep::ui {

namespace {

/// Nobody means an export to take the place of a study. A pipe is not looked into, which would wait.
bool isStudy(const QString& path) {
  QFile file(path);
  return QFileInfo(path).isFile() && file.open(QIODevice::ReadOnly) && file.read(15) == "SQLite format 3";
}

} // namespace

Result<void> replaceFile(const QString& path, const QByteArray& content) {
  if (isStudy(path))
    return Error(SWEEP_TEXT("%1 holds a study, which is not overwritten. Choose another name."), {fromQt(path)});
  QSaveFile file(path);
  // A commit says nothing of what could not be flushed.
  if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size() || !file.flush() ||
      !file.commit())
    return Error(SWEEP_TEXT("%1 could not be written: %2."), {fromQt(path), fromQt(file.errorString())});
  return {};
}

} // namespace sweep::ui
