// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "result.h"
#include "trainer.h"

#include <filesystem>
#include <optional>

namespace digits {

/// Writes the whole state to a file beside `file` and then puts it in its place in one step, so that whoever
/// reads `file`, at whatever moment this program ends, finds a complete checkpoint. A failure is returned.
std::optional<Failure> writeCheckpoint(const std::filesystem::path& file, const TrainingState& state);

/// Reads a state back, bit for bit. The network must have the given shape; its activation is the given one.
Result<TrainingState> readCheckpoint(const std::filesystem::path& file, const Shape& shape,
                                     Activation activation);

} // namespace digits
