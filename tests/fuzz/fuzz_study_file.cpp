// SPDX-License-Identifier: GPL-3.0-or-later
// Any text as a study file. What can be read is written again, and that means the same.
#include "core/runner/command_template.h"
#include "core/space/search_space.h"
#include "core/study/study_file.h"
#include "tests/fuzz/claim.h"

#include <cstddef>
#include <cstdint>
#include <set>

namespace sweep::fuzz {
namespace {

bool hasTwins(const SpaceSpec& space) {
  std::set<std::string> names;
  for (const Parameter& parameter : space.parameters)
    if (!names.insert(parameter.name).second)
      return true;
  return false;
}

void useSpace(const SpaceSpec& spec) {
  const auto problems = problemsOf(spec);
  for (const auto& problem : problems)
    claim(!problem.message.empty(), "a problem has a sentence");
  const auto space = SearchSpace::create(spec);
  claim(space.ok() == problems.empty(), "a space without problems can be made, one with problems cannot");
  if (!space)
    return;
  const Configuration defaults = space->defaults();
  (void)space->toUnit(defaults);
  (void)space->size();
  (void)space->feasibleShare(16);
}

void writeAgain(const StudySpec& spec) {
  const std::string text = writeStudyFile(spec);
  const auto again = readStudyFile(text);
  claim(again.ok(), "what is written can be read", again ? "" : again.error().str() + "\n" + text);
  claim(writeStudyFile(again->spec) == text, "reading and writing comes to the same text", text);
  claim(again->notes.empty(), "what is written is read without notes", text);
}

} // namespace
} // namespace sweep::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace sweep;
  const auto file = readStudyFile({reinterpret_cast<const char*>(data), size});
  if (!file) {
    fuzz::claim(!file.error().empty(), "a refusal has a sentence");
    return 0;
  }
  fuzz::useSpace(file->spec.space);
  (void)problemsOfCommand(file->spec.program, file->spec.space);
  if (!fuzz::hasTwins(file->spec.space))
    fuzz::writeAgain(file->spec);
  return 0;
}
