// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/storage/storage.h"

#include <memory>
#include <string>

namespace sweep {

/// What can still be read of a damaged study, for looking at and saving elsewhere; notice() says what is missing. The file
/// itself stays as it is: work is done on copies in a folder of their own. Trials whose rows are lost are there as failed (Lost),
/// so that numbers keep their places. Fails when there is nothing to be read, or when the file is another program's or newer.
Result<std::unique_ptr<Storage>> salvageStudy(const std::string& path);

} // namespace sweep
