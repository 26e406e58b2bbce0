// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/methods.h"

#include "core/base/message.h"
#include "core/sampler/registry.h"
#include "core/scheduler/registry.h"

#include <algorithm>
#include <array>

namespace sweep {

namespace {

constexpr std::array Methods = {
    MethodEntry{"automatic", SWEEP_TEXT("Automatic"),
                SWEEP_TEXT("Asks the method that suits the space and the results so far, and says which one and why: a good "
                           "choice when in doubt."),
                "automatic", "full"},
    MethodEntry{
        "random", SWEEP_TEXT("Random search"),
        SWEEP_TEXT(
            "Independent draws from every range: a sound first choice, and the measure for all others."),
        "random", "full"},
    MethodEntry{"grid", SWEEP_TEXT("Grid search"),
                SWEEP_TEXT("Every combination of a few levels: for one to three parameters."), "grid",
                "full"},
    MethodEntry{"grid-refinement", SWEEP_TEXT("Grid search with refinement"),
                SWEEP_TEXT("A grid that is divided more finely around its best points, round after round."),
                "grid-refinement", "full"},
    MethodEntry{"sobol", SWEEP_TEXT("Sobol sequence"),
                SWEEP_TEXT("Covers the space more evenly than random draws, at any number of trials."),
                "sobol", "full"},
    MethodEntry{"latin-hypercube", SWEEP_TEXT("Latin hypercube"),
                SWEEP_TEXT("A known number of trials, each with its own slice of every range."),
                "latin-hypercube", "full"},
    MethodEntry{"gp", SWEEP_TEXT("Bayesian optimisation (GP)"),
                SWEEP_TEXT("Asks where a Gaussian process expects the most: for few, expensive trials."),
                "gp", "full"},
    MethodEntry{"tpe", SWEEP_TEXT("TPE"),
                SWEEP_TEXT("Learns where good trials lie and where others do: for mixed and conditional "
                           "spaces, and many trials."),
                "tpe", "full"},
    MethodEntry{"cma-es", SWEEP_TEXT("CMA-ES"),
                SWEEP_TEXT("An evolution strategy for several hundred trials on numbers, many at a time."),
                "cma-es", "full"},
    MethodEntry{"nsga-ii", SWEEP_TEXT("NSGA-II"),
                SWEEP_TEXT("An evolutionary search for the best compromises between several objectives."),
                "nsga-ii", "full"},
    MethodEntry{
        "successive-halving", SWEEP_TEXT("Successive Halving"),
        SWEEP_TEXT("Many random trials begin with little; rung by rung the best fraction goes on with more."),
        "random", "successive-halving"},
    MethodEntry{"hyperband", SWEEP_TEXT("Hyperband"),
                SWEEP_TEXT("Successive halving in several brackets, from bold to cautious: for when it is "
                           "not known how early "
                           "results can be trusted."),
                "random", "hyperband"},
    MethodEntry{"asha", SWEEP_TEXT("ASHA"),
                SWEEP_TEXT("Successive halving in which no worker ever waits: for many trials at a time."),
                "random", "asha"},
    MethodEntry{
        "median", SWEEP_TEXT("Median stopping"),
        SWEEP_TEXT(
            "Random trials that fall behind half of the complete ones are stopped: needs no checkpoints."),
        "random", "median"},
    MethodEntry{"bohb", SWEEP_TEXT("BOHB"),
                SWEEP_TEXT("Hyperband whose trials kernel densities choose from the results at every budget: for "
                           "long trainings with many parameters of any kind."),
                "kde", "hyperband"},
    MethodEntry{"pbt", SWEEP_TEXT("Population based training (PBT)"),
                SWEEP_TEXT("A population trains side by side; the worst go on from copies of the best with varied "
                           "settings: finds schedules, not only settings."),
                "random", "pbt"},
    MethodEntry{
        "tpe-asha", SWEEP_TEXT("TPE × ASHA"),
        SWEEP_TEXT("TPE chooses, ASHA stops what does not keep up: for many trials of long trainings."),
        "tpe", "asha"},
    MethodEntry{"tpe-hyperband", SWEEP_TEXT("TPE × Hyperband"),
                SWEEP_TEXT("Hyperband whose trials TPE chooses from what the earlier brackets found."), "tpe",
                "hyperband"},
    MethodEntry{
        "gp-hyperband", SWEEP_TEXT("GP × Hyperband"),
        SWEEP_TEXT(
            "Hyperband whose trials a Gaussian process chooses: for few parameters and long trainings."),
        "gp", "hyperband"},
    MethodEntry{
        "gp-median", SWEEP_TEXT("GP × Median stopping"),
        SWEEP_TEXT("A Gaussian process chooses, and trials that fall behind half of the others are stopped."),
        "gp", "median"},
};

} // namespace

std::span<const MethodEntry> methods() {
  return Methods;
}

const MethodEntry* findMethod(std::string_view id) {
  const auto found = std::ranges::find(Methods, id, &MethodEntry::id);
  return found == Methods.end() ? nullptr : &*found;
}

const MethodEntry* methodOf(const MethodChoice& choice) {
  const auto found = std::ranges::find_if(Methods, [&](const MethodEntry& entry) {
    return entry.sampler == choice.sampler && entry.scheduler == choice.scheduler;
  });
  return found == Methods.end() ? nullptr : &*found;
}

std::optional<NamedMethod> methodNamed(std::string_view word) {
  const auto named = [](std::string name, std::string_view sampler, std::string_view scheduler) {
    return NamedMethod{std::move(name), {std::string(sampler), {}, std::string(scheduler), {}}};
  };
  if (const auto* method = findMethod(word))
    return named(std::string(method->name), method->sampler, method->scheduler);
  const auto plus = word.find('+');
  const auto* sampler = findSampler(word.substr(0, plus));
  const auto* scheduler = plus == std::string_view::npos ? nullptr : findScheduler(word.substr(plus + 1));
  if (!sampler || !scheduler)
    return std::nullopt;
  return named(std::string(sampler->name) + " × " + std::string(scheduler->name), sampler->id, scheduler->id);
}

} // namespace sweep
