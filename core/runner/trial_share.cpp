// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/trial_share.h"

#include "core/base/text.h"

#include <algorithm>
#include <sched.h>

namespace sweep {

namespace {

/// The device with the fewest trials, the first of equals; nothing when all are full.
std::optional<std::string> freeDevice(const Resources& resources, std::span<const TrialShare> taken) {
  const auto users = [&](const std::string& device) {
    return std::ranges::count(taken, device, &TrialShare::device);
  };
  const auto best = std::ranges::min_element(resources.devices, {}, users);
  return users(*best) < std::max(resources.trialsPerDevice, 1) ? std::optional(*best) : std::nullopt;
}

std::optional<std::vector<int>> freeProcessors(std::size_t wanted, std::span<const int> all,
                                               std::span<const TrialShare> taken) {
  std::vector<int> free;
  for (const int processor : all) {
    const auto has = [&](const TrialShare& share) {
      return std::ranges::find(share.processors, processor) != share.processors.end();
    };
    if (free.size() < wanted && std::ranges::none_of(taken, has))
      free.push_back(processor);
  }
  return free.size() == wanted ? std::optional(free) : std::nullopt;
}

} // namespace

std::optional<TrialShare> nextShare(const Resources& resources, std::span<const int> processors,
                                    std::span<const TrialShare> taken) {
  TrialShare share;
  if (!resources.devices.empty()) {
    const auto device = freeDevice(resources, taken);
    if (!device)
      return std::nullopt;
    share.device = *device;
  }
  if (resources.processors) {
    auto own =
        freeProcessors(static_cast<std::size_t>(std::max(*resources.processors, 1)), processors, taken);
    if (!own)
      return std::nullopt;
    share.processors = std::move(*own);
  }
  return share;
}

std::optional<int> mostShares(const Resources& resources, std::size_t processors) {
  std::optional<int> most;
  if (!resources.devices.empty())
    most = static_cast<int>(resources.devices.size()) * std::max(resources.trialsPerDevice, 1);
  if (resources.processors) {
    const int bound = static_cast<int>(processors) / std::max(*resources.processors, 1);
    most = std::min(most.value_or(bound), bound);
  }
  return most;
}

void giveShare(Job& job, const TrialShare& share, const StudySpec& spec) {
  const auto& resources = spec.limits.resources;
  job.limits.niceness = resources.niceness;
  job.limits.processors = share.processors;
  const auto set = [&](const std::string& name, const std::string& value) {
    const auto isNamed = [&](const auto& variable) {
      return variable.first == name;
    };
    if (name.empty() || std::ranges::any_of(spec.program.environment, isNamed))
      return;
    std::erase_if(job.environment, isNamed);
    job.environment.emplace_back(name, value);
  };
  if (!share.device.empty()) {
    set("SWEEP_DEVICE", share.device);
    set(resources.deviceVariable, share.device);
  }
  if (share.processors.empty())
    return;
  std::vector<std::string> numbers;
  for (const int processor : share.processors)
    numbers.push_back(std::to_string(processor));
  set("SWEEP_PROCESSORS", joined(numbers, ","));
  set("OMP_NUM_THREADS", std::to_string(share.processors.size()));
}

std::vector<int> availableProcessors() {
  cpu_set_t set;
  CPU_ZERO(&set);
  std::vector<int> processors;
  if (::sched_getaffinity(0, sizeof set, &set) == 0)
    for (int processor = 0; processor < CPU_SETSIZE; ++processor)
      if (CPU_ISSET(static_cast<std::size_t>(processor), &set))
        processors.push_back(processor);
  return processors;
}

} // namespace sweep
