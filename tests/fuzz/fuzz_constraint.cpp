// SPDX-License-Identifier: GPL-3.0-or-later
// Any expression. What can be compiled answers for every configuration, and the same each time and in each copy.
#include "core/space/constraint.h"
#include "tests/fuzz/claim.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>

namespace sweep::fuzz {
namespace {

const std::vector<std::string> Names = {"a", "b", "learning-rate", "x.y", "p0", "max", "e1"};

std::vector<Configuration> configurations() {
  std::vector<Configuration> all;
  const double large = std::numeric_limits<double>::max();
  const double infinite = std::numeric_limits<double>::infinity();
  for (const double number :
       {0.0, -1.5, 3.0, large, -large, 5e-324, infinite, std::numeric_limits<double>::quiet_NaN()}) {
    Configuration configuration;
    for (const std::string& name : Names)
      configuration.set(name, number);
    all.push_back(std::move(configuration));
  }
  all.push_back({{"a", std::int64_t{3}}, {"b", true}});
  all.push_back({{"a", std::string("text")}, {"p0", Value()}});
  return all;
}

} // namespace
} // namespace sweep::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sweep;
  static const auto configurations = fuzz::configurations();
  const std::string expression(reinterpret_cast<const char*>(data), size);
  const auto compiled = Constraint::compile(expression, fuzz::Names);
  if (!compiled) {
    fuzz::claim(!compiled.error().empty(), "a refusal has a sentence");
    return 0;
  }
  fuzz::claim(compiled->expression() == expression, "it keeps its text");
  for (const std::string& name : compiled->names())
    fuzz::claim(std::ranges::find(fuzz::Names, name) != fuzz::Names.end(),
                "it mentions known parameters only", name);
  const Constraint copy = *compiled;
  for (const auto& configuration : configurations) {
    const bool satisfied = compiled->satisfied(configuration);
    fuzz::claim(satisfied == compiled->satisfied(configuration), "it answers the same each time", expression);
    fuzz::claim(satisfied == copy.satisfied(configuration), "its copy answers the same", expression);
  }
  return 0;
}
