// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdio>
#include <cstdlib>
#include <string>

namespace sweep::fuzz {

/// Ends the program as a find of the fuzzer when what must hold for every input does not.
inline void claim(bool holds, const char* what, const std::string& seen = {}) {
  if (holds)
    return;
  std::fprintf(stderr, "does not hold: %s\n%s\n", what, seen.c_str());
  std::abort();
}

} // namespace sweep::fuzz
