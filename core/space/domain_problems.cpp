// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/space/domain.h"

#include <cmath>
#include <nlohmann/json.hpp>
#include <unordered_set>

namespace sweep {

namespace {

using Problems = std::vector<DomainProblem>;

void add(Problems& problems, Field field, const char* sentence, std::vector<std::string> fillings = {}) {
  problems.push_back({field, Message(sentence, std::move(fillings))});
}

void checkStep(Problems& problems, const FloatDomain& domain) {
  const double step = *domain.step;
  if (!std::isfinite(step) || step <= 0.0)
    add(problems, Field::Step, SWEEP_TEXT("The step must be above 0, not %1."), {numberText(step)});
  else if (domain.log)
    add(problems, Field::Step,
        SWEEP_TEXT("A log scale has no step: remove the step or choose a linear scale."));
  else if (domain.low < domain.high && step / 2 > domain.high / 2 - domain.low / 2)
    add(problems, Field::Step, SWEEP_TEXT("The step %1 is wider than the range from %2 to %3."),
        {numberText(step), numberText(domain.low), numberText(domain.high)});
  else if (domain.low < domain.high && domain.high / step - domain.low / step > 0x1p53)
    add(problems, Field::Step,
        SWEEP_TEXT("The step %1 is too fine for the range: its values cannot be told apart."),
        {numberText(step)});
}

Problems problemsIn(const FloatDomain& domain) {
  Problems problems;
  if (!std::isfinite(domain.low))
    add(problems, Field::Low, SWEEP_TEXT("The low end must be a finite number, not %1."),
        {numberText(domain.low)});
  if (!std::isfinite(domain.high))
    add(problems, Field::High, SWEEP_TEXT("The high end must be a finite number, not %1."),
        {numberText(domain.high)});
  if (!problems.empty())
    return problems;
  if (domain.low > domain.high)
    add(problems, Field::Low, SWEEP_TEXT("The low end %1 is above the high end %2."),
        {numberText(domain.low), numberText(domain.high)});
  if (domain.log && domain.low <= 0.0)
    add(problems, Field::Low, SWEEP_TEXT("A log scale must begin above 0, not at %1."),
        {numberText(domain.low)});
  if (domain.step)
    checkStep(problems, domain);
  return problems;
}

Problems problemsIn(const IntDomain& domain) {
  Problems problems;
  if (domain.low > domain.high)
    add(problems, Field::Low, SWEEP_TEXT("The low end %1 is above the high end %2."),
        {numberText(domain.low), numberText(domain.high)});
  if (domain.log && domain.low < 1)
    add(problems, Field::Low, SWEEP_TEXT("A log scale of whole numbers must begin at 1 or above, not at %1."),
        {numberText(domain.low)});
  const std::uint64_t range =
      static_cast<std::uint64_t>(domain.high) - static_cast<std::uint64_t>(domain.low);
  if (domain.step < 1)
    add(problems, Field::Step, SWEEP_TEXT("The step must be 1 or more, not %1."), {numberText(domain.step)});
  else if (domain.log && domain.step != 1)
    add(problems, Field::Step,
        SWEEP_TEXT("A log scale has no step: remove the step or choose a linear scale."));
  else if (domain.low<domain.high&& static_cast<std::uint64_t>(domain.step)> range)
    add(problems, Field::Step, SWEEP_TEXT("The step %1 is wider than the range from %2 to %3."),
        {numberText(domain.step), numberText(domain.low), numberText(domain.high)});
  return problems;
}

bool isUtf8(const std::string& text) {
  try {
    return !nlohmann::json(text).dump().empty();
  } catch (const nlohmann::json::type_error&) {
    return false;
  }
}

/// What no program can be given, or no file can keep.
void checkValue(Problems& problems, const Value& value) {
  if (const auto* real = std::get_if<double>(&value); real && !std::isfinite(*real))
    add(problems, Field::Choices,
        SWEEP_TEXT("%1 is not a number that can be kept: write it as the text \"%1\"."), {numberText(*real)});
  const auto* text = std::get_if<std::string>(&value);
  if (text && text->find('\0') != text->npos)
    add(problems, Field::Choices, SWEEP_TEXT("A text with a NUL character cannot be handed to a program."));
  else if (text && !isUtf8(*text))
    add(problems, Field::Choices, SWEEP_TEXT("A text must be valid UTF-8."));
}

void checkWeights(Problems& problems, const CategoricalDomain& domain) {
  if (domain.weights.empty())
    return;
  if (domain.weights.size() != domain.choices.size()) {
    add(problems, Field::Choices, SWEEP_TEXT("There are %1 probabilities for %2 choices."),
        {std::to_string(domain.weights.size()), std::to_string(domain.choices.size())});
    return;
  }
  double sum = 0.0;
  for (const double weight : domain.weights) {
    if (!(weight >= 0.0) || std::isinf(weight)) {
      add(problems, Field::Choices, SWEEP_TEXT("A probability must be 0 or more, not %1."),
          {numberText(weight)});
      return;
    }
    sum += weight;
  }
  if (!(sum > 0.0) || std::isinf(sum))
    add(problems, Field::Choices, SWEEP_TEXT("The probabilities must have a sum above 0."));
}

Problems problemsIn(const CategoricalDomain& domain) {
  Problems problems;
  if (domain.choices.empty())
    add(problems, Field::Choices, SWEEP_TEXT("There are no choices: give at least one."));
  std::unordered_set<std::string> seen;
  for (const auto& choice : domain.choices) {
    checkValue(problems, choice);
    if (problems.empty() && !seen.insert(valueJson(choice)).second)
      add(problems, Field::Choices, SWEEP_TEXT("The choice %1 is there twice."), {valueText(choice)});
    if (!problems.empty())
      return problems;
  }
  checkWeights(problems, domain);
  return problems;
}

Problems problemsIn(const ConstantDomain& domain) {
  Problems problems;
  checkValue(problems, domain.value);
  return problems;
}

} // namespace

std::vector<DomainProblem> problemsOf(const Domain& domain) {
  return std::visit([](const auto& kind) { return problemsIn(kind); }, domain);
}

} // namespace sweep
