// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/snapshot.h"

#include <QStringList>

namespace sweep::ui {

/// The parameters that vary, in the order of the space.
QStringList searchedNames(const Snapshot& snapshot);

} // namespace sweep::ui
