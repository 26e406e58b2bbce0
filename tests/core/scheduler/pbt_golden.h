// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>

#include "places.h"

namespace sweep::test {

/// A case of the golden values for population based training.
inline nlohmann::json pbtGolden(const std::string& name) {
  const auto file = nlohmann::json::parse(std::ifstream(TEST_DATA_DIR "/pbt.json"));
  for (const auto& item : file["cases"])
    if (item["name"] == name)
      return item;
  throw std::runtime_error("no such case: " + name);
}

} // namespace sweep::test
