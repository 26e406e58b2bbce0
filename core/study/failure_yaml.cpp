// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/failure_yaml.h"

#include "core/base/text.h"

#include <algorithm>
#include <vector>

namespace sweep {

namespace {

std::vector<std::string> retriableNames() {
  std::vector<std::string> names;
  for (const auto kind : retriableClasses())
    names.emplace_back(failureClassName(kind));
  return names;
}

/// Words may be joined, as in keys: "out_of_memory".
std::string apart(std::string word) {
  std::ranges::replace_if(
      word, [](char c) { return c == '_' || c == '-'; }, ' ');
  return word;
}

[[noreturn]] void refuseClass(const YamlNode& node) {
  const auto names = retriableNames();
  if (const auto close = closestTo(apart(node.text), names); !close.empty())
    throw YamlError{node.mark,
                    Message(SWEEP_TEXT("“%1” is no failure that is tried again; did you mean “%2”?"),
                            {node.text, close})};
  throw YamlError{node.mark,
                  Message(SWEEP_TEXT("“%1” is no failure that is tried again. There are: %2, or any."),
                          {node.text, joined(names, ", ")})};
}

FailureClass classIn(const YamlNode& node) {
  const auto kind = failureClassFromName(apart(textIn(node, "retries: after")));
  if (!kind || std::ranges::find(retriableClasses(), *kind) == retriableClasses().end())
    refuseClass(node);
  return *kind;
}

std::set<FailureClass> anyClass() {
  return {retriableClasses().begin(), retriableClasses().end()};
}

std::set<FailureClass> classesIn(const YamlNode& node) {
  if (node.isScalar() && node.text == "any")
    return anyClass();
  if (node.isScalar())
    return {classIn(node)};
  std::set<FailureClass> classes;
  for (const auto& item : listIn(node, "retries: after").items)
    classes.insert(classIn(item));
  return classes;
}

bool isNewSeed(const YamlNode& node) {
  const auto word = textIn(node, "retries: seed");
  if (word == "same" || word == "new")
    return word == "new";
  const auto close = closestTo(word, {"same", "new"});
  throw YamlError{
      node.mark,
      close.empty()
          ? Message(SWEEP_TEXT("The “seed” of retries is same or new, not “%1”."), {word})
          : Message(SWEEP_TEXT("The “seed” of retries is same or new, not “%1”; did you mean “%2”?"),
                    {word, close})};
}

std::string classesYaml(const std::set<FailureClass>& classes) {
  if (classes == anyClass())
    return "any";
  std::vector<std::string> names;
  for (const auto kind : retriableClasses())
    if (classes.contains(kind))
      names.emplace_back(failureClassName(kind));
  return "[" + joined(names, ", ") + "]";
}

std::string retriesYaml(const RetryRule& rule) {
  const RetryRule usual;
  if (rule.classes == usual.classes && rule.newSeed == usual.newSeed)
    return rule.times == usual.times ? std::string() : "retries: " + std::to_string(rule.times) + "\n";
  std::string text = "retries:\n  times: " + std::to_string(rule.times) + "\n";
  if (rule.classes != usual.classes)
    text += "  after: " + classesYaml(rule.classes) + "\n";
  return rule.newSeed ? text + "  seed: new\n" : text;
}

} // namespace

RetryRule readRetries(const YamlNode& node, YamlReading& reading) {
  RetryRule rule;
  if (!node.isMap()) {
    rule.times = countIn(node, "retries", 0, RetryRule::MostTimes);
    return rule;
  }
  reading.noteUnknownKeys(node, "retries", {"times", "after", "seed"});
  // Whoever says after which failures wants at least one new try.
  const auto* times = node.find("times");
  rule.times = times ? countIn(*times, "retries: times", 0, RetryRule::MostTimes) : 1;
  if (const auto* classes = node.find("after"))
    rule.classes = classesIn(*classes);
  if (const auto* seed = node.find("seed"))
    rule.newSeed = isNewSeed(*seed);
  return rule;
}

InterruptedRule readInterrupted(const YamlNode& node) {
  const auto word = textIn(node, "interrupted");
  if (const auto rule = interruptedRuleFromName(apart(word)))
    return *rule;
  const auto close = closestTo(apart(word), {"ask", "run again", "continue", "drop"});
  throw YamlError{
      node.mark,
      close.empty()
          ? Message(SWEEP_TEXT("“interrupted” is ask, run again, continue or drop, not “%1”."), {word})
          : Message(SWEEP_TEXT("“interrupted” is ask, run again, continue or drop, not “%1”; did you mean “%2”?"),
                    {word, close})};
}

std::string failureRulesYaml(const FailureRules& rules) {
  std::string text = retriesYaml(rules.retry);
  if (rules.stopAfterInitialFailures != FailureRules{}.stopAfterInitialFailures)
    text += "stop_after_initial_failures: " + std::to_string(rules.stopAfterInitialFailures) + "\n";
  if (rules.interrupted != FailureRules{}.interrupted)
    text += "interrupted: " + std::string(interruptedRuleName(rules.interrupted)) + "\n";
  return text;
}

} // namespace sweep
