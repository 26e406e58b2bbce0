// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/executor/program_format.h"

#include <array>
#include <cstdint>
#include <cstring>
#include <elf.h>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string_view>
#include <utility>

namespace sweep {

namespace {

/// The part of an ELF header that is the same in 32 and 64 bits.
using Head = std::array<char, EI_NIDENT + 4>;

std::optional<Head> headOf(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  Head head{};
  if (!file)
    return std::nullopt;
  file.read(head.data(), head.size());
  return head;
}

bool isElf(const Head& head) {
  return std::memcmp(head.data(), ELFMAG, SELFMAG) == 0;
}

std::uint16_t machineOf(const Head& head) {
  std::uint16_t machine = 0;
  std::memcpy(&machine, head.data() + EI_NIDENT + sizeof(std::uint16_t), sizeof machine);
  return machine;
}

/// 64-bit machines may run the programs of their 32-bit forerunners.
bool mayRun(std::uint16_t own, std::uint16_t machine) {
  return own == machine || (own == EM_X86_64 && machine == EM_386) ||
         (own == EM_AARCH64 && machine == EM_ARM);
}

/// Others than those of the kernel itself, such as qemu or wine.
bool interpretersAreRegistered() {
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator("/proc/sys/fs/binfmt_misc", ignored))
    if (entry.path().filename() != "register" && entry.path().filename() != "status")
      return true;
  return false;
}

} // namespace

bool isForeignProgram(const std::string& path) {
  const auto head = headOf(path);
  const auto own = headOf("/proc/self/exe");
  if (!head || !own || std::string_view(head->data(), 2) == "#!" || interpretersAreRegistered())
    return false;
  return !isElf(*head) || !mayRun(machineOf(*own), machineOf(*head));
}

} // namespace sweep
