// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/numerics/acquisition.h"
#include "core/sampler/gp_history.h"
#include "core/sampler/gp_options.h"
#include "core/sampler/learned_process.h"
#include "core/sampler/target_scale.h"

#include <cmath>
#include <optional>
#include <vector>

namespace sweep {

/// What is believed of a process over the points of an encoding before data: that coordinates do something each alone (main_effects.h),
/// and weaker weights where there are many of them.
GpPrior gpPriorOf(const GpEncoding& encoding, bool deterministic);

/// What Gaussian processes believe of a study's objective, of whether trials succeed and of how long they take, and what a trial at
/// some point would be worth. Made anew or updated from a history; the same history gives the same model.
class GpModel {
  struct Standardisation {
    double mean = 0.0;
    double deviation = 1.0;
    static Standardisation of(std::span<const double> values);
    std::vector<double> applied(std::span<const double> values) const;
  };

public:
  /// knee: of the scale of targets (TargetScale).
  GpModel(const GpEncoding& encoding, GpOptions options, double knee = TargetScale::Median);

  /// losses: one per observed trial of the history. subset: indices of those to learn the objective from, ascending, at least one;
  /// known: of those to learn from whether trials fail and how long they take.
  void learn(const GpHistory& history, std::span<const double> losses, std::span<const std::size_t> subset,
             std::span<const std::size_t> known);
  /// Trials that run: in order of number. `seed` draws the results they may have.
  void setPending(const std::vector<std::vector<double>>& points, std::uint64_t seed);

  /// How much a trial is worth there, to be maximised.
  double value(std::span<const double> point) const;
  void values(const double* points, std::size_t count, double* values) const;
  double value(std::span<const double> point, std::span<double> gradient) const;

  /// In words of the study.
  struct Belief {
    /// The predicted loss of the first objective (or of the weighted ones) and its standard deviation, without noise.
    double loss = 0.0;
    double deviation = 0.0;
    /// In units of loss.
    double improvement = 0.0;
  };
  Belief at(std::span<const double> point) const;

  /// The believed chance that a trial there does not fail; 1 while none has failed.
  double success(std::span<const double> point) const;
  /// How likely a trial has to be to succeed: the more of the latest failed, the likelier (as the confidence of Gelbart, Snoek & Adams
  /// 2014, "Bayesian optimization with unknown constraints", but of what happens here); 0 while none did.
  double leastSuccess() const { return m_failures ? m_leastSuccess : 0.0; }

  const GaussianProcess& objective() const { return m_objective.process(); }
  const GpFit& fit() const { return m_objective.fit(); }
  /// The standard deviation of single results of one configuration, as fitted, in units of loss near the incumbent.
  double noise() const { return std::sqrt(m_objective.process().noise()) * m_scale.lossPerTarget(m_incumbent); }
  std::size_t observations() const { return m_objective.process().size(); }

  /// The loss to improve on: the best predicted one among the observed (the best observed one of a deterministic objective).
  double incumbentLoss() const { return m_scale.loss(m_incumbent); }
  std::size_t incumbentIndex() const { return m_incumbentIndex; }

private:
  /// The acquisition by the objective alone; slopes by each scenario's mean where byMeans is not empty, and by the variance.
  double objectiveValue(std::span<const double> means, double variance, std::span<double> byMeans,
                        double* byVariance) const;
  AcquisitionValue oneScenario(double mean, double deviation, double incumbent) const;
  double otherValues(std::span<const double> point, std::span<double> gradient) const;
  double successOf(const GaussianProcess::Belief& belief) const;
  double successValue(double z, double* slope = nullptr) const;
  void findIncumbent(std::span<const double> targets);
  void learnFailures(const GpHistory& history, std::span<const std::size_t> known);
  void learnSeconds(const GpHistory& history, std::span<const std::size_t> known);

  const GpEncoding& m_encoding;
  GpOptions m_options;
  double m_knee;
  LearnedProcess m_objective;
  LearnedProcess m_success;
  LearnedProcess m_time;
  TargetScale m_scale;
  Standardisation m_successScale;
  Standardisation m_timeScale;
  bool m_failures = false;
  /// Places less likely to succeed than this are looked at only where there are no others.
  double m_leastSuccess = 0.0;
  bool m_seconds = false;
  double m_incumbent = 0.0;
  std::size_t m_incumbentIndex = 0;
  std::vector<double> m_scenarioIncumbents;
};

} // namespace sweep
