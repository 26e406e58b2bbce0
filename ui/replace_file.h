// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QString>

namespace sweep::ui {

/// Puts a file with this content at the path, in the place of what is there once the whole is written; else that stays as it was,
/// and the sentence says why. A study is never replaced.
Result<void> replaceFile(const QString& path, const QByteArray& content);

} // namespace sweep::ui
