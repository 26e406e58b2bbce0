// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/exchange/configuration_export.h"
#include "core/study/snapshot.h"

#include <QString>
#include <QStringList>

namespace sweep::ui {

/// What is worth knowing about a trial as a result, a sentence each: how far the runner-up is, at which edge of a range it lies,
/// how it compares with the defaults when those were tried.
QStringList resultFacts(const Snapshot& snapshot, const Trial& trial);

/// How the trial was started, for its export as a command line.
ExportedCommand exportedCommand(const StudySpec& spec, const Trial& trial, const QString& studyFolder);

} // namespace sweep::ui
