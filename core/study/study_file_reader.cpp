// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "core/study/failure_yaml.h"
#include "core/study/replay_yaml.h"
#include "core/study/scheduling_yaml.h"
#include "core/study/study_file.h"
#include "core/study/wandb_parameters.h"
#include "core/study/yaml_reading.h"
#include "core/study/yaml_scalar.h"

#include <charconv>
#include <optional>
#include <utility>

namespace sweep {

namespace {

/// A list of texts, or one alone.
std::vector<std::string> textsIn(const YamlNode& node, std::string_view key) {
  if (node.isScalar())
    return {textIn(node, key)};
  std::vector<std::string> texts;
  for (const auto& item : listIn(node, key).items)
    texts.push_back(textIn(item, key));
  return texts;
}

/// Reads one file; its methods fill one part of the spec each.
class StudyReader {
public:
  explicit StudyReader(const YamlNode& root) : m_root(root) {}

  StudyFile read() {
    mapIn(m_root, "a study file");
    m_reading.isGrid = textOf("method").value_or("") == "grid";
    noteForeignKeys();
    readAbout();
    readProgram();
    readSpace();
    readObjectives();
    readExecutor();
    readMethod();
    readLimits();
    rememberLines();
    m_file.notes = std::move(m_reading.notes);
    return std::move(m_file);
  }

private:
  const YamlNode* find(std::string_view key) const { return m_root.find(key); }
  YamlMark markOf(std::string_view key) const {
    for (const auto& found : m_root.keys)
      if (found.text == key)
        return found.mark;
    return m_root.mark;
  }
  std::optional<std::string> textOf(std::string_view key) const {
    const auto* node = find(key);
    return node ? std::optional(textIn(*node, key)) : std::nullopt;
  }

  void noteForeignKeys();
  void noteMeaningless(std::string_view key, const char* sentence);
  void readAbout();
  void readProgram();
  void readEnvironment();
  void readMetricSource();
  void readResources();
  void readSpace();
  void readObjectives();
  Objective readMetric(const YamlNode& node);
  void readImpute(const YamlNode& node);
  void readReduction(const YamlNode& node, Objective& objective);
  void readExecutor();
  void readMethod();
  void readScheduler();
  Configuration readOptions(std::string_view key);
  void readLimits();
  int countOf(std::string_view key, int low, int high, int fallback);
  std::optional<double> secondsOf(std::string_view key) const;
  std::uint64_t readSeed(const YamlNode& node) const;
  void rememberLines();

  const YamlNode& m_root;
  StudyFile m_file;
  YamlReading m_reading;
};

void StudyReader::noteForeignKeys() {
  m_reading.noteUnknownKeys(m_root, "",
                            {"method",
                             "parameters",
                             "metric",
                             "metrics",
                             "early_terminate",
                             "scheduler",
                             "program",
                             "command",
                             "run_cap",
                             "name",
                             "description",
                             "project",
                             "entity",
                             "controller",
                             "job",
                             "image_uri",
                             "apiVersion",
                             "kind",
                             "parallel",
                             "seed",
                             "constraints",
                             "trial_time_limit",
                             "study_time_limit",
                             "silence_limit",
                             "trial_memory_limit",
                             "grace_period",
                             "objective_from",
                             "working_directory",
                             "environment",
                             "secrets",
                             "resources",
                             "metric_source",
                             "retries",
                             "interrupted",
                             "stop_after_initial_failures",
                             "method_options",
                             "scheduler_options",
                             "budget",
                             "keep_checkpoints",
                             "executor",
                             "replay"});
  for (const auto key : {"project", "entity", "controller", "job", "image_uri"})
    noteMeaningless(key, SWEEP_TEXT("“%1” concerns W&B's own servers and is left out."));
}

void StudyReader::noteMeaningless(std::string_view key, const char* sentence) {
  if (find(key))
    m_reading.note(markOf(key), Message(sentence, {std::string(key)}));
}

void StudyReader::readAbout() {
  if (const auto name = textOf("name"); name && !name->empty())
    m_file.spec.name = *name;
  m_file.spec.description = textOf("description").value_or("");
}

void StudyReader::readProgram() {
  auto& program = m_file.spec.program;
  program.program = textOf("program").value_or("");
  program.command = {"${env}", "${interpreter}", "${program}", "${args}"};
  if (const auto* command = find("command")) {
    program.command.clear();
    for (const auto& word : listIn(*command, "command").items)
      program.command.push_back(textIn(word, "command"));
  }
  program.workingDirectory = textOf("working_directory").value_or("");
  readEnvironment();
  readMetricSource();
}

/// What is given says which way of reading is meant where the preset does not.
void StudyReader::readMetricSource() {
  const auto* map = find("metric_source");
  if (!map)
    return;
  mapIn(*map, "metric_source");
  m_reading.noteUnknownKeys(*map, "metric_source", {"preset", "expression", "file", "format"});
  auto& source = m_file.spec.metricSource;
  const auto read = [map](const char* key, std::string& text) {
    const auto* node = map->find(key);
    if (node)
      text = textIn(*node, key);
    return node != nullptr;
  };
  if (read("expression", source.expression))
    source.preset = "regex";
  if (read("file", source.file))
    source.preset = "file";
  read("format", source.format);
  read("preset", source.preset);
}

void StudyReader::readEnvironment() {
  if (const auto* secrets = find("secrets"))
    m_file.spec.program.secrets = textsIn(*secrets, "secrets");
  const auto* environment = find("environment");
  if (!environment)
    return;
  mapIn(*environment, "environment");
  for (std::size_t i = 0; i < environment->keys.size(); ++i) {
    const auto& name = environment->keys[i].text;
    m_file.spec.program.environment.emplace_back(name, textIn(environment->items[i], "environment: " + name));
  }
}

void StudyReader::readResources() {
  const auto* map = find("resources");
  if (!map)
    return;
  mapIn(*map, "resources");
  m_reading.noteUnknownKeys(*map, "resources",
                            {"devices", "trials_per_device", "device_variable", "processors", "niceness"});
  auto& resources = m_file.spec.limits.resources;
  if (const auto* devices = map->find("devices"))
    resources.devices = textsIn(*devices, "devices");
  if (const auto* variable = map->find("device_variable"))
    resources.deviceVariable = textIn(*variable, "device_variable");
  if (const auto* count = map->find("trials_per_device"))
    resources.trialsPerDevice = countIn(*count, "trials_per_device", 1, 1024);
  if (const auto* count = map->find("processors"))
    resources.processors = countIn(*count, "processors", 1, 1024);
  if (const auto* niceness = map->find("niceness"))
    resources.niceness = countIn(*niceness, "niceness", 0, 19);
}

void StudyReader::readSpace() {
  if (const auto* parameters = find("parameters")) {
    for (auto& read : readParameters(*parameters, m_reading)) {
      m_file.lines.emplace("parameters." + read.parameter.name, read.mark.line);
      m_file.spec.space.parameters.push_back(std::move(read.parameter));
    }
  } else {
    m_reading.note(m_root.mark, Message(SWEEP_TEXT("There are no “parameters”.")));
  }
  const auto* constraints = find("constraints");
  if (constraints && constraints->isScalar())
    m_file.spec.space.constraints = {textIn(*constraints, "constraints")};
  else if (constraints)
    for (const auto& constraint : listIn(*constraints, "constraints").items)
      m_file.spec.space.constraints.push_back(textIn(constraint, "constraints"));
}

void StudyReader::readObjectives() {
  std::vector<Objective> objectives;
  if (const auto* metric = find("metric"))
    objectives.push_back(readMetric(*metric));
  if (const auto* metrics = find("metrics"))
    for (const auto& metric : listIn(*metrics, "metrics").items)
      objectives.push_back(readMetric(metric));
  if (objectives.empty()) {
    objectives.emplace_back();
    m_reading.note(m_root.mark, Message(SWEEP_TEXT("There is no “metric”; “%1” is minimised."),
                                        {objectives.front().metric}));
  }
  if (const auto* from = find("objective_from"))
    for (auto& objective : objectives)
      readReduction(*from, objective);
  m_file.spec.objectives = std::move(objectives);
}

Objective StudyReader::readMetric(const YamlNode& node) {
  mapIn(node, "metric");
  m_reading.noteUnknownKeys(node, "metric",
                            {"name", "goal", "target", "impute", "impute_while_running", "from"});
  Objective objective;
  const auto* name = node.find("name");
  if (!name)
    throw YamlError{node.mark, Message(SWEEP_TEXT("“metric” needs a “name”."))};
  objective.metric = textIn(*name, "metric: name");
  if (const auto* goal = node.find("goal")) {
    const std::string text = textIn(*goal, "metric: goal");
    if (text == "maximize" || text == "maximise")
      objective.direction = Direction::Maximise;
    else if (text != "minimize" && text != "minimise")
      m_reading.note(
          goal->mark,
          Message(SWEEP_TEXT("“goal” is minimize or maximize, not “%1”; as in W&B, the metric is minimised."),
                  {text}));
  }
  if (const auto* target = node.find("target"))
    objective.target = numberIn(*target, "metric: target");
  if (const auto* from = node.find("from"))
    readReduction(*from, objective);
  readImpute(node);
  return objective;
}

void StudyReader::readImpute(const YamlNode& node) {
  for (const auto key : {"impute", "impute_while_running"})
    if (const auto* value = node.find(key))
      m_reading.note(
          value->mark,
          Message(SWEEP_TEXT("“%1” is not applied: failed and running trials have no value."), {key}));
}

void StudyReader::readReduction(const YamlNode& node, Objective& objective) {
  const auto* mean = node.find("mean_of_last");
  const std::string word = node.isScalar() ? node.text : "";
  if (mean && integerIn(*mean, "mean_of_last") >= 1 && integerIn(*mean, "mean_of_last") <= 1'000'000) {
    objective.reduction = Reduction::MeanOfLast;
    objective.lastCount = static_cast<int>(integerIn(*mean, "mean_of_last"));
  } else if (word == "best" || word == "last") {
    objective.reduction = word == "best" ? Reduction::Best : Reduction::Last;
  } else {
    throw YamlError{
        node.mark,
        Message(SWEEP_TEXT("“objective_from” is last, best or {mean_of_last: k} with k from 1 to 1000000."))};
  }
}

void StudyReader::readExecutor() {
  const std::string name = textOf("executor").value_or("local");
  if (name != "local" && name != "replay")
    throw YamlError{markOf("executor"),
                    Message(SWEEP_TEXT("The “executor” is local or replay, not “%1”."), {name})};
  const auto* replay = find("replay");
  if (name == "replay")
    m_file.spec.replay =
        replay ? readReplay(*replay, m_reading, m_file.spec.objective().metric) : Replay();
  else if (replay)
    m_reading.note(markOf("replay"),
                   Message(SWEEP_TEXT("“replay” is not applied: it wants “executor: replay”.")));
}

void StudyReader::readMethod() {
  auto& method = m_file.spec.method;
  const std::string name = textOf("method").value_or("");
  if (name.empty())
    m_reading.note(m_root.mark,
                   Message(SWEEP_TEXT("There is no “method”; configurations are drawn at random.")));
  else if (name == "custom")
    m_reading.note(markOf("method"),
                   Message(SWEEP_TEXT(
                       "The method “custom” stands for a program of your own; configurations are drawn at "
                       "random instead.")));
  else
    method.sampler = name == "bayes" ? "gp" : name;
  method.samplerOptions = readOptions("method_options");
  readScheduler();
  if (const auto* budget = find("budget"))
    m_file.spec.budget = readBudget(*budget, m_reading);
}

void StudyReader::readScheduler() {
  auto& method = m_file.spec.method;
  const auto* scheduler = find("scheduler");
  const auto* early = find("early_terminate");
  if (scheduler && !scheduler->isScalar())
    m_reading.note(markOf("scheduler"), Message(SWEEP_TEXT("A “scheduler” of W&B Launch is not applied.")));
  const bool isNamed = scheduler && scheduler->isScalar();
  if (isNamed)
    method.scheduler = textIn(*scheduler, "scheduler");
  method.schedulerOptions = readOptions("scheduler_options");
  if (early && isNamed)
    m_reading.note(markOf("early_terminate"),
                   Message(SWEEP_TEXT("“early_terminate” is not applied: “scheduler” says how trials are "
                                      "ended early.")));
  else if (early)
    readEarlyTerminate(*early, m_reading, method);
}

Configuration StudyReader::readOptions(std::string_view key) {
  Configuration options;
  const auto* map = find(key);
  if (!map)
    return options;
  mapIn(*map, key);
  for (std::size_t i = 0; i < map->keys.size(); ++i)
    options.set(map->keys[i].text, m_reading.value(map->items[i]));
  return options;
}

int StudyReader::countOf(std::string_view key, int low, int high, int fallback) {
  const auto* node = find(key);
  return node ? countIn(*node, key, low, high) : fallback;
}

std::optional<double> StudyReader::secondsOf(std::string_view key) const {
  const auto* node = find(key);
  return node ? std::optional(secondsIn(*node, key)) : std::nullopt;
}

std::uint64_t StudyReader::readSeed(const YamlNode& node) const {
  std::uint64_t seed = 0;
  const std::string text = textIn(node, "seed");
  const auto end = text.data() + text.size();
  const auto result = std::from_chars(text.data(), end, seed);
  if (result.ec != std::errc{} || result.ptr != end)
    throw YamlError{
        node.mark,
        Message(SWEEP_TEXT("“seed” is a whole number from 0 to 18446744073709551615, not “%1”."), {text})};
  return seed;
}

void StudyReader::readLimits() {
  auto& spec = m_file.spec;
  constexpr int Many = 1'000'000'000;
  spec.limits.trials.reset();
  if (find("run_cap"))
    spec.limits.trials = countOf("run_cap", 1, Limits::MostTrials, 1);
  spec.limits.parallel = countOf("parallel", 1, mostParallel(spec), spec.limits.parallel);
  spec.limits.trialTime = secondsOf("trial_time_limit");
  spec.limits.studyTime = secondsOf("study_time_limit");
  spec.limits.silence = secondsOf("silence_limit");
  spec.limits.grace = secondsOf("grace_period").value_or(spec.limits.grace);
  readResources();
  if (const auto* memory = find("trial_memory_limit"))
    spec.limits.trialMemory = bytesIn(*memory, "trial_memory_limit");
  if (const auto* keep = find("keep_checkpoints"))
    spec.limits.checkpoints = readCheckpointRule(*keep, m_reading);
  if (const auto* retries = find("retries"))
    spec.failures.retry = readRetries(*retries, m_reading);
  if (const auto* interrupted = find("interrupted"))
    spec.failures.interrupted = readInterrupted(*interrupted);
  spec.failures.stopAfterInitialFailures =
      countOf("stop_after_initial_failures", 0, Many, spec.failures.stopAfterInitialFailures);
  if (const auto* seed = find("seed"))
    spec.seed = readSeed(*seed);
}

void StudyReader::rememberLines() {
  for (const auto& key : m_root.keys)
    m_file.lines.emplace(key.text, key.mark.line);
}

} // namespace

Result<StudyFile> readStudyFile(std::string_view yaml) {
  const auto root = parseYaml(yaml);
  if (!root)
    return root.error();
  try {
    return StudyReader(*root).read();
  } catch (const YamlError& error) {
    return error.error();
  }
}

} // namespace sweep
