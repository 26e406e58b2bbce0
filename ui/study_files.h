// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/study/study_file.h"

#include <QString>
#include <QStringList>

namespace sweep::ui {

/// What a path that was opened or dropped is.
enum class FileKind { Study, StudyText, Program, Other };
FileKind kindOf(const QString& path);

/// A readable study file from disk, with notes on what was not understood. Paths are checked for size before they are read.
Result<StudyFile> readStudyText(const QString& path);
/// Replaces the file or leaves it as it was.
Result<void> writeStudyText(const QString& path, const StudySpec& spec);

/// A study without parameters, of the program when one is known.
StudySpec freshStudy(const QString& program = {});

/// The spec for a study whose file lies in another folder than `folder`, from where its relative paths count.
StudySpec movedFrom(StudySpec spec, const QString& folder, const QString& studyPath);

/// A path as the study writes it down: relative when it lies in the study's folder or below.
QString relativeToFolder(const QString& path, const QString& folder);

/// A free path for a study that has none yet: "~/Sweepscope/digits.sweep", "digits-2.sweep", …
QString freeStudyPath(const std::string& name);

/// The paths opened last, newest first; those that are gone are left out.
QStringList recentFiles();
void rememberFile(const QString& path);

} // namespace sweep::ui
