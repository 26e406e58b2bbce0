// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/replace_file.h"

#include "ui/text.h"

#include <QSaveFile>

namespace sweep::ui {

Result<void> replaceFile(const QString& path, const QByteArray& content) {
  QSaveFile file(path);
  // A commit says nothing of what could not be flushed.
  if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size() || !file.flush() ||
      !file.commit())
    return Error(SWEEP_TEXT("%1 could not be written: %2."), {fromQt(path), fromQt(file.errorString())});
  return {};
}

} // namespace sweep::ui
