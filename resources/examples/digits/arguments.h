// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "network.h"
#include "trainer.h"

#include <cstdint>
#include <filesystem>
#include <variant>

namespace digits {

struct Arguments {
  Settings settings;
  Shape shape;
  Activation activation = Activation::Relu;
  int epochs = 12; ///< in total, those of a resumed checkpoint included
  std::uint64_t seed = 1;
  std::filesystem::path checkpoint; ///< empty: none is written
  std::filesystem::path resume;     ///< empty: start from the beginning
  std::filesystem::path data;
};

/// The exit code to end with at once, everything already said: 0 after --help, 2 after a sentence on a bad
/// flag.
struct EndNow {
  int exitCode = 0;
};

std::variant<Arguments, EndNow> parseArguments(int argc, char** argv);

} // namespace digits
