// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/wandb_parameters.h"

#include "core/base/text.h"
#include "core/study/yaml_scalar.h"

#include <cmath>
#include <optional>
#include <utility>

namespace sweep {

namespace {

/// A parameter's map in the file with what is needed to speak of it.
struct Entry {
  std::string name;
  const YamlNode& node;
  YamlMark mark;
  YamlReading& reading;

  const YamlNode* find(std::string_view key) const { return node.find(key); }
  const YamlNode& need(std::string_view key, std::string_view distribution) const {
    if (const auto* found = find(key))
      return *found;
    throw YamlError{mark, Message(SWEEP_TEXT("parameter “%1”: %2 needs “%3”."),
                                  {name, std::string(distribution), std::string(key)})};
  }
  double number(std::string_view key, double fallback) const {
    const auto* found = find(key);
    return found ? numberIn(*found, name + ": " + std::string(key)) : fallback;
  }
  double number(const YamlNode& value, std::string_view key) const {
    return numberIn(value, name + ": " + std::string(key));
  }
  void note(Message message) const { reading.note(mark, std::move(message)); }
};

/// The real bounds of an entry.
struct Bounds {
  double low = 0;
  double high = 0;
};
Bounds boundsOf(const Entry& entry, std::string_view distribution) {
  return {entry.number(entry.need("min", distribution), "min"),
          entry.number(entry.need("max", distribution), "max")};
}

/// q, which is 1.0 unless given; whether values are whole depends on how it is written.
struct Quantum {
  double size = 1.0;
  bool whole = false;
};
Quantum quantumOf(const Entry& entry) {
  const auto* q = entry.find("q");
  if (!q)
    return {};
  const Value value = numericValueIn(*q, entry.name + ": q");
  return {*valueNumber(value), std::holds_alternative<std::int64_t>(value)};
}

constexpr double OnGrid = 1e-9;

/// round(x/q)*q, and x itself where it is a multiple already.
double toMultiple(double x, double q) {
  const double steps = x / q;
  return std::abs(steps - std::round(steps)) <= OnGrid ? x : std::nearbyint(steps) * q;
}

bool isMultiple(double x, double q) {
  return toMultiple(x, q) == x;
}

Domain quantised(Bounds bounds, Quantum q) {
  const double low = toMultiple(bounds.low, q.size);
  const double high = toMultiple(bounds.high, q.size);
  if (q.whole && std::abs(low) <= 0x1p53 && std::abs(high) <= 0x1p53)
    return IntDomain{std::llround(low), std::llround(high), false, std::llround(q.size)};
  return FloatDomain{low, high, false, q.size};
}

std::string rangeText(const Bounds& bounds) {
  return roundedText(bounds.low, 6) + " – " + roundedText(bounds.high, 6);
}

Domain readQUniform(const Entry& entry) {
  const Bounds bounds = boundsOf(entry, "q_uniform");
  const Quantum q = quantumOf(entry);
  if (!(q.size > 0))
    throw YamlError{entry.mark, Message(SWEEP_TEXT("parameter “%1”: q must be above 0."), {entry.name})};
  if (!isMultiple(bounds.low, q.size) || !isMultiple(bounds.high, q.size))
    entry.note(
        Message(SWEEP_TEXT("“%1”: W&B rounds to multiples of q, so the range is %2."),
                {entry.name, rangeText({toMultiple(bounds.low, q.size), toMultiple(bounds.high, q.size)})}));
  if (entry.reading.isGrid)
    entry.note(
        Message(SWEEP_TEXT("“%1”: a W&B grid leaves out max under q_uniform; here max is tried as well."),
                {entry.name}));
  return quantised(bounds, q);
}

/// A log range rounded to multiples of q. With q = 1 written whole these are the whole numbers on a log scale.
Domain readQLog(const Entry& entry, Bounds bounds) {
  const Quantum q = quantumOf(entry);
  const bool whole = q.whole && bounds.high <= 0x1p53;
  if (!whole || q.size != 1)
    entry.note(Message(
        SWEEP_TEXT(
            "“%1”: a log range is not rounded to multiples of %2; it is drawn without rounding (or use "
            "“values” with a list)."),
        {entry.name, numberText(q.size)}));
  if (!whole)
    return FloatDomain{bounds.low, bounds.high, true, {}};
  return IntDomain{std::max<std::int64_t>(1, std::llround(bounds.low)), std::llround(bounds.high), true, 1};
}

/// The deprecated distributions give their bounds as exponents of e.
Bounds fromExponents(const Entry& entry, const std::string& distribution, bool inverse) {
  const Bounds exponents = boundsOf(entry, distribution);
  const Bounds bounds = inverse ? Bounds{std::exp(-exponents.high), std::exp(-exponents.low)}
                                : Bounds{std::exp(exponents.low), std::exp(exponents.high)};
  entry.note(Message(
      SWEEP_TEXT(
          "“%1”: the bounds of %2 are exponents of e, so the range is %3 (log_uniform_values takes the "
          "values themselves)."),
      {entry.name, distribution, rangeText(bounds)}));
  return bounds;
}

/// Bell curves and the like: evenly over the range that holds nearly all of their weight.
Domain readBell(const Entry& entry, const std::string& distribution) {
  const bool isBeta = distribution.ends_with("beta");
  const bool isLog = distribution.find("log") != distribution.npos;
  const double mu = entry.number("mu", 0.0);
  const double sigma = entry.number("sigma", 1.0);
  Bounds bounds = isBeta ? Bounds{0.0, 1.0} : Bounds{mu - 3 * sigma, mu + 3 * sigma};
  if (isLog)
    bounds = {std::exp(bounds.low), std::exp(bounds.high)};
  entry.note(Message(
      isLog ? SWEEP_TEXT(
                  "“%1”: %2 is not drawn as such; every order of magnitude of %3 is equally likely instead.")
            : SWEEP_TEXT("“%1”: %2 is not drawn as such; every value of %3 is equally likely instead."),
      {entry.name, distribution, rangeText(bounds)}));
  if (!distribution.starts_with("q_"))
    return FloatDomain{bounds.low, bounds.high, isLog, {}};
  return isLog ? readQLog(entry, bounds) : quantised(bounds, quantumOf(entry));
}

Domain readCategorical(const Entry& entry) {
  CategoricalDomain domain;
  domain.choices = entry.reading.values(entry.need("values", "categorical"), entry.name + ": values");
  if (const auto* weights = entry.find("probabilities"))
    for (const auto& weight : listIn(*weights, entry.name + ": probabilities").items)
      domain.weights.push_back(entry.number(weight, "probabilities"));
  return domain;
}

Domain readIntUniform(const Entry& entry) {
  IntDomain domain;
  domain.low = integerIn(entry.need("min", "int_uniform"), entry.name + ": min");
  domain.high = integerIn(entry.need("max", "int_uniform"), entry.name + ": max");
  if (const auto* step = entry.find("step"))
    domain.step = integerIn(*step, entry.name + ": step");
  return domain;
}

Domain readUniform(const Entry& entry) {
  const Bounds bounds = boundsOf(entry, "uniform");
  FloatDomain domain{bounds.low, bounds.high, false, {}};
  if (const auto* step = entry.find("step"))
    domain.step = entry.number(*step, "step");
  return domain;
}

bool isWhole(const Entry& entry, std::string_view key) {
  const auto* node = entry.find(key);
  return !node ||
         std::holds_alternative<std::int64_t>(numericValueIn(*node, entry.name + ": " + std::string(key)));
}

/// The distribution that is given, or the first shape that fits in W&B's order.
std::string distributionOf(const Entry& entry) {
  if (const auto* given = entry.find("distribution"))
    return textIn(*given, entry.name + ": distribution");
  if (entry.find("value"))
    return "constant";
  if (entry.find("values"))
    return "categorical";
  if (entry.find("min") || entry.find("max"))
    return isWhole(entry, "min") && isWhole(entry, "max") && isWhole(entry, "step") ? "int_uniform"
                                                                                    : "uniform";
  throw YamlError{
      entry.mark,
      Message(SWEEP_TEXT("parameter “%1” needs “min” and “max”, “values” or “value”."), {entry.name})};
}

const std::vector<std::string>& distributions() {
  static const std::vector<std::string> names = {"constant",
                                                 "categorical",
                                                 "categorical_w_probabilities",
                                                 "int_uniform",
                                                 "uniform",
                                                 "q_uniform",
                                                 "log_uniform",
                                                 "log_uniform_values",
                                                 "q_log_uniform",
                                                 "q_log_uniform_values",
                                                 "inv_log_uniform",
                                                 "inv_log_uniform_values",
                                                 "normal",
                                                 "q_normal",
                                                 "log_normal",
                                                 "q_log_normal",
                                                 "beta",
                                                 "q_beta"};
  return names;
}

Domain unknownDistribution(const Entry& entry, const std::string& name) {
  const auto close = closestTo(name, distributions());
  if (close.empty())
    throw YamlError{entry.mark,
                    Message(SWEEP_TEXT("parameter “%1”: there is no distribution “%2”; there are: %3."),
                            {entry.name, name, joined(distributions(), ", ")})};
  throw YamlError{entry.mark,
                  Message(SWEEP_TEXT("parameter “%1”: there is no distribution “%2”; did you mean “%3”?"),
                          {entry.name, name, close})};
}

Domain readDomain(const Entry& entry, const std::string& distribution) {
  if (distribution == "constant")
    return ConstantDomain{entry.reading.value(entry.need("value", distribution))};
  if (distribution.starts_with("categorical"))
    return readCategorical(entry);
  if (distribution == "int_uniform")
    return readIntUniform(entry);
  if (distribution == "uniform")
    return readUniform(entry);
  if (distribution == "q_uniform")
    return readQUniform(entry);
  if (distribution == "log_uniform" || distribution == "inv_log_uniform") {
    const Bounds bounds = fromExponents(entry, distribution, distribution.starts_with("inv_"));
    return FloatDomain{bounds.low, bounds.high, true, {}};
  }
  // ln(1/X) evenly between ln(1/max) and ln(1/min) is ln X evenly between ln min and ln max.
  if (distribution == "log_uniform_values" || distribution == "inv_log_uniform_values") {
    const Bounds bounds = boundsOf(entry, distribution);
    return FloatDomain{bounds.low, bounds.high, true, {}};
  }
  if (distribution == "q_log_uniform")
    return readQLog(entry, fromExponents(entry, distribution, false));
  if (distribution == "q_log_uniform_values")
    return readQLog(entry, boundsOf(entry, distribution));
  if (distribution.ends_with("normal") || distribution.ends_with("beta"))
    return readBell(entry, distribution);
  return unknownDistribution(entry, distribution);
}

void readLog(const Entry& entry, Domain& domain) {
  const auto* given = entry.find("log");
  if (!given)
    return;
  const bool log = boolIn(*given, entry.name + ": log");
  if (auto* real = std::get_if<FloatDomain>(&domain))
    real->log = log;
  else if (auto* whole = std::get_if<IntDomain>(&domain))
    whole->log = log;
  else if (log)
    entry.note(Message(SWEEP_TEXT("“%1”: “log” concerns ranges only and is left out."), {entry.name}));
}

/// Values of a parameter with a real range may be written whole.
Value inKindOf(const Domain& domain, Value value) {
  const auto* whole = std::get_if<std::int64_t>(&value);
  return whole && std::holds_alternative<FloatDomain>(domain) ? Value(static_cast<double>(*whole)) : value;
}

Condition readCondition(const Entry& entry, const YamlNode& node) {
  const std::string where = entry.name + ": condition";
  mapIn(node, where);
  entry.reading.noteUnknownKeys(node, where, {"parameter", "is", "at_least", "at_most"});
  Condition condition;
  const auto* parent = node.find("parameter");
  if (!parent || node.keys.size() < 2)
    throw YamlError{
        node.mark,
        Message(SWEEP_TEXT("a condition reads {parameter: name, is: [values]}, or has at_least or at_most "
                           "with a number instead of is."))};
  condition.parent = textIn(*parent, where);
  if (const auto* least = node.find("at_least")) {
    condition.relation = Relation::AtLeast;
    condition.values = {numericValueIn(*least, where + ": at_least")};
  } else if (const auto* most = node.find("at_most")) {
    condition.relation = Relation::AtMost;
    condition.values = {numericValueIn(*most, where + ": at_most")};
  } else if (const auto* is = node.find("is")) {
    condition.values =
        is->isList() ? entry.reading.values(*is, where) : std::vector<Value>{entry.reading.value(*is)};
  }
  return condition;
}

Parameter readOne(const Entry& entry) {
  mapIn(entry.node, entry.name);
  entry.reading.noteUnknownKeys(entry.node, entry.name,
                                {"distribution", "value", "values", "probabilities", "min", "max", "q", "mu",
                                 "sigma", "a", "b", "step", "log", "default", "condition", "levels"});
  Parameter parameter;
  parameter.name = entry.name;
  parameter.domain = readDomain(entry, distributionOf(entry));
  readLog(entry, parameter.domain);
  if (const auto* given = entry.find("default"))
    parameter.defaultValue = inKindOf(parameter.domain, entry.reading.value(*given));
  if (const auto* condition = entry.find("condition"))
    parameter.condition = readCondition(entry, *condition);
  if (const auto* levels = entry.find("levels"))
    for (auto& level : entry.reading.values(*levels, entry.name + ": levels"))
      parameter.gridLevels.push_back(inKindOf(parameter.domain, std::move(level)));
  return parameter;
}

void readInto(std::vector<ReadParameter>& read, const YamlNode& map, const std::string& prefix,
              YamlReading& reading) {
  for (std::size_t i = 0; i < map.items.size(); ++i) {
    const std::string name = prefix + map.keys[i].text;
    const YamlNode* group = map.items[i].find("parameters");
    if (!group) {
      read.push_back({readOne(Entry{name, map.items[i], map.keys[i].mark, reading}), map.keys[i].mark});
      continue;
    }
    reading.noteUnknownKeys(map.items[i], name, {"parameters"});
    reading.note(
        map.keys[i].mark,
        Message(SWEEP_TEXT("the group “%1” becomes parameters of their own, such as “%1.%2”, each with an "
                           "argument of its own (W&B hands over the group as one text)."),
                {name, group->keys.empty() ? "…" : group->keys.front().text}));
    readInto(read, mapIn(*group, name + ": parameters"), name + ".", reading);
  }
}

std::string flowList(const std::vector<Value>& values) {
  std::vector<std::string> texts;
  for (const auto& value : values)
    texts.push_back(yamlText(value));
  return "[" + joined(texts, ", ") + "]";
}

std::string line(std::string_view key, const std::string& value) {
  return "    " + std::string(key) + ": " + value + "\n";
}

struct DomainWriter {
  /// Whether q_uniform may be written: in a grid W&B reads it in a way of its own.
  bool quantumAllowed = true;

  std::string operator()(const FloatDomain& domain) const {
    const bool quantised = quantumAllowed && domain.step && !domain.log && *domain.step > 0 &&
                           isMultiple(domain.low, *domain.step) && isMultiple(domain.high, *domain.step);
    const bool logValues = domain.log && !domain.step;
    std::string text = line("distribution", logValues   ? "log_uniform_values"
                                            : quantised ? "q_uniform"
                                                        : "uniform");
    text += line("min", yamlNumber(domain.low)) + line("max", yamlNumber(domain.high));
    if (domain.step)
      text += line(quantised ? "q" : "step", yamlNumber(*domain.step));
    return domain.log && domain.step ? text + line("log", "true") : text;
  }
  std::string operator()(const IntDomain& domain) const {
    if (domain.log && domain.step == 1 && domain.low >= 1 && std::abs(domain.high) <= (std::int64_t(1) << 53))
      return bounds("q_log_uniform_values", domain) + line("q", "1");
    if (quantumAllowed && !domain.log && domain.step > 1 && domain.low % domain.step == 0 &&
        domain.high % domain.step == 0 && std::abs(domain.low) <= (std::int64_t(1) << 53) &&
        std::abs(domain.high) <= (std::int64_t(1) << 53))
      return bounds("q_uniform", domain) + line("q", numberText(domain.step));
    std::string text = bounds("int_uniform", domain);
    if (domain.step != 1)
      text += line("step", numberText(domain.step));
    return domain.log ? text + line("log", "true") : text;
  }
  std::string operator()(const CategoricalDomain& domain) const {
    std::string text = line("values", flowList(domain.choices));
    if (domain.weights.empty())
      return text;
    return text +
           line("probabilities", flowList(std::vector<Value>(domain.weights.begin(), domain.weights.end())));
  }
  std::string operator()(const ConstantDomain& domain) const { return line("value", yamlText(domain.value)); }

  static std::string bounds(const char* distribution, const IntDomain& domain) {
    return line("distribution", distribution) + line("min", numberText(domain.low)) +
           line("max", numberText(domain.high));
  }
};

std::string conditionText(const Condition& condition) {
  const std::string parent = "{parameter: " + yamlString(condition.parent) + ", ";
  if (condition.relation == Relation::OneOf || condition.values.size() != 1)
    return parent + "is: " + flowList(condition.values) + "}";
  return parent + (condition.relation == Relation::AtLeast ? "at_least: " : "at_most: ") +
         yamlText(condition.values.front()) + "}";
}

} // namespace

std::vector<ReadParameter> readParameters(const YamlNode& parameters, YamlReading& reading) {
  std::vector<ReadParameter> read;
  readInto(read, mapIn(parameters, "parameters"), "", reading);
  return read;
}

std::string parameterYaml(const Parameter& parameter, bool isGrid) {
  std::string text = "  " + yamlString(parameter.name) + ":\n";
  text += std::visit(DomainWriter{!isGrid}, parameter.domain);
  if (parameter.defaultValue)
    text += line("default", yamlText(*parameter.defaultValue));
  if (parameter.condition)
    text += line("condition", conditionText(*parameter.condition));
  if (!parameter.gridLevels.empty())
    text += line("levels", flowList(parameter.gridLevels));
  return text;
}

} // namespace sweep
