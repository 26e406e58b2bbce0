// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/space/configuration.h"
#include "core/space/constraint.h"
#include "core/space/parameter.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace sweep {

/// What keeps a space from being searched, and where it was made.
struct SpaceProblem {
  /// Index of the parameter, or of the constraint when inConstraint.
  std::size_t index = 0;
  bool inConstraint = false;
  Field field = Field::Whole;
  Message message;
};

/// What may vary: parameters as a person wrote them down, in their order, with conditions and constraints. A plain value.
struct SpaceSpec {
  std::vector<Parameter> parameters;
  std::vector<std::string> constraints;
  friend bool operator==(const SpaceSpec&, const SpaceSpec&) = default;
};

/// Every problem of every parameter (domain, empty, duplicate or forbidden name, condition on a missing parent or in a circle)
/// and of every constraint. Empty means that SearchSpace::create succeeds.
std::vector<SpaceProblem> problemsOf(const SpaceSpec& spec);

/// A SpaceSpec without problems, ready to be searched. Immutable; not for use by two threads at once (see Constraint).
class SearchSpace {
public:
  static Result<SearchSpace> create(SpaceSpec spec);
  SearchSpace() = default;

  const SpaceSpec& spec() const { return m_spec; }
  std::span<const Parameter> parameters() const { return m_spec.parameters; }
  const Parameter* find(std::string_view name) const;
  /// Indices of the parameters with parents before children, else in their order.
  std::span<const std::size_t> parentsFirst() const { return m_parentsFirst; }

  /// Whether the parameter takes part, given the values of its parents in `configuration`.
  bool isActive(const Parameter& parameter, const Configuration& configuration) const;
  /// Only what is active, in the order of the space.
  Configuration withoutInactive(const Configuration& configuration) const;
  bool satisfiesConstraints(const Configuration& configuration) const;
  /// One value inside its domain for each active parameter and nothing else, and all constraints satisfied.
  Result<void> check(const Configuration& configuration) const;

  /// A configuration that was written elsewhere, in the space's order and kinds: a whole number where a real one is wanted is
  /// one, and the other way round. Fails as check() does.
  Result<Configuration> adopted(const Configuration& configuration) const;

  /// Every active parameter at its default.
  Configuration defaults() const;
  /// The configuration at a point of the unit cube: one coordinate per parameter in the space's order, those of inactive
  /// parameters unused. Constraints are not looked at.
  Configuration fromUnit(std::span<const double> point) const;
  /// 0.5 where a parameter is not active.
  std::vector<double> toUnit(const Configuration& configuration) const;

  /// How many different configurations there are, conditions counted exactly and constraints left out;
  /// nothing when a parameter that can be active is not countable or the count exceeds 2^63.
  std::optional<std::uint64_t> size() const;
  /// Share of the space that satisfies the constraints, from `samples` seeded uniform draws (exactly 1 without constraints).
  double feasibleShare(std::size_t samples = 2000, std::uint64_t seed = 1) const;

  /// Indices of the parameters whose condition names this one.
  std::span<const std::size_t> childrenOf(std::size_t index) const { return m_children[index]; }
  std::optional<std::size_t> parentOf(std::size_t index) const { return m_parents[index]; }

private:
  void linkConditions();

  SpaceSpec m_spec;
  std::vector<Constraint> m_constraints;
  std::vector<std::size_t> m_parentsFirst;
  std::unordered_map<std::string, std::size_t> m_indices;
  std::vector<std::optional<std::size_t>> m_parents;
  std::vector<std::vector<std::size_t>> m_children;
};

/// The parameters that constraints can speak of: ranges of numbers, and choices or constants that are all numbers or bools.
std::vector<std::string> numericNames(const SpaceSpec& spec);

/// Why a parameter cannot have this name, saying which names are allowed; empty when it can.
Message problemOfName(std::string_view name);

} // namespace sweep
