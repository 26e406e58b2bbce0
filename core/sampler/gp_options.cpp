// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampler/gp_options.h"

namespace sweep {

namespace {

Option choice(std::string name, std::vector<Value> choices, std::string label, std::string help) {
  return {{std::move(name), CategoricalDomain{std::move(choices), {}}, {}, {}, {}}, std::move(label), std::move(help)};
}

Option toggle(std::string name, bool on, std::string label, std::string help) {
  Option option = choice(std::move(name), {Value(false), Value(true)}, std::move(label), std::move(help));
  option.parameter.defaultValue = Value(on);
  return option;
}

} // namespace

std::vector<Option> GpOptions::described() {
  const GpOptions defaults;
  return {
      {{"startup", IntDomain{1, 1000, true, 1}, Value(std::int64_t{defaults.startup}), {}, {}},
       SWEEP_TEXT("Trials to start with"),
       SWEEP_TEXT("So many evenly spread trials come first, for the model to learn from.")},
      choice("acquisition", {Value("log-ei"), Value("ei"), Value("pi"), Value("ucb")}, SWEEP_TEXT("Acquisition"),
             SWEEP_TEXT("What a trial is chosen by: the expected improvement (on a log scale by default, which finds better "
                        "places), the probability of any improvement, or an optimistic bound.")),
      {{"xi", FloatDomain{0.0, 1.0, false, {}}, Value(defaults.xi), {}, {}},
       SWEEP_TEXT("Margin (xi)"),
       SWEEP_TEXT("An improvement counts from this many standard deviations of the observed values on; more explores more. For "
                  "ei, log-ei and pi.")},
      {{"kappa", FloatDomain{0.0, 10.0, false, {}}, Value(defaults.kappa), {}, {}},
       SWEEP_TEXT("Optimism (kappa)"),
       SWEEP_TEXT("How many standard deviations the optimistic bound lies above the prediction; more explores more. For ucb.")},
      toggle("deterministic", defaults.deterministic, SWEEP_TEXT("Deterministic objective"),
             SWEEP_TEXT("The same configuration always gives the same value, so no noise is looked for.")),
      choice("pending", {Value("joint"), Value("believer")}, SWEEP_TEXT("Running trials"),
             SWEEP_TEXT("What is assumed of trials that are still running: many possible results at once, or the predicted result.")),
      toggle("per-second", defaults.perSecond, SWEEP_TEXT("Improvement per second"),
             SWEEP_TEXT("Learns how long trials take and prefers short ones that promise as much. For ei, log-ei and pi.")),
      toggle("local", defaults.local, SWEEP_TEXT("Local steps"),
             SWEEP_TEXT("Every other trial comes from a model of the best trial's surroundings, which get smaller as trials "
                        "gather there: from a quadratic where one fits, else from a process of their own.")),
  };
}

Result<GpOptions> GpOptions::from(const Configuration& options) {
  GpOptions result;
  const std::string acquisition = textOption(options, "acquisition");
  result.acquisition = acquisition == "ei"    ? Acquisition::ExpectedImprovement
                       : acquisition == "pi"  ? Acquisition::ProbabilityOfImprovement
                       : acquisition == "ucb" ? Acquisition::UpperConfidenceBound
                                              : Acquisition::LogExpectedImprovement;
  result.startup = static_cast<int>(intOption(options, "startup"));
  result.xi = floatOption(options, "xi");
  result.kappa = floatOption(options, "kappa");
  result.deterministic = boolOption(options, "deterministic");
  result.pending = textOption(options, "pending") == "believer" ? Pending::Believer : Pending::Joint;
  result.perSecond = boolOption(options, "per-second");
  result.local = boolOption(options, "local");
  if (result.perSecond && result.acquisition == Acquisition::UpperConfidenceBound)
    return Error(SWEEP_TEXT("Improvement per second needs an acquisition that measures improvement: choose log-ei, ei or pi "
                            "instead of ucb, or switch it off."));
  return result;
}

} // namespace sweep
