// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/ask_tell_protocol.h"

#include "core/base/text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>

namespace sweep {

namespace {

using Json = nlohmann::ordered_json;

constexpr int MostAsked = 100'000;

std::string jsonText(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

Json errorAnswer(const Error& error) { return {{"error", error.str()}}; }

/// NaN, Infinity and -Infinity outside of texts, which JSON lacks, become texts.
std::string withQuotedNumbers(std::string_view line) {
  static constexpr std::array<std::string_view, 3> words = {"-Infinity", "Infinity", "NaN"};
  std::string quoted;
  bool inText = false;
  for (std::size_t at = 0; at < line.size();) {
    const auto rest = line.substr(at);
    const auto word = std::ranges::find_if(words, [&](std::string_view w) { return !inText && rest.starts_with(w); });
    if (word != words.end()) {
      quoted.append("\"").append(*word).append("\"");
      at += word->size();
      continue;
    }
    const std::size_t length = inText && rest.front() == '\\' ? std::min<std::size_t>(2, rest.size()) : 1;
    inText = inText != (rest.front() == '"');
    quoted += rest.substr(0, length);
    at += length;
  }
  return quoted;
}

Json numberJson(double value) { return std::isfinite(value) ? Json(value) : Json(numberText(value)); }

Json configurationJson(const Configuration& configuration) {
  return Json::parse(configuration.json(), nullptr, false);
}

Result<double> readValue(const Json& json, std::string_view what) {
  if (json.is_number())
    return json.get<double>();
  if (json.is_string())
    if (const auto number = readNumber(json.get_ref<const std::string&>()))
      return *number;
  return Error(SWEEP_TEXT("“%1” wants a number, not %2."), {std::string(what), jsonText(json)});
}

/// Metric values by name, from {"name": value} or a number for the first objective.
Result<std::map<std::string, double>> readMetrics(const Json& json, std::string_view what, const StudySpec& spec) {
  std::map<std::string, double> metrics;
  if (!json.is_object()) {
    const auto value = readValue(json, what);
    if (!value)
      return value.error();
    return std::map<std::string, double>{{spec.objective().metric, *value}};
  }
  for (const auto& [name, number] : json.items()) {
    const auto value = readValue(number, name);
    if (!value)
      return value.error();
    metrics[name] = *value;
  }
  return metrics;
}

/// A value for each objective.
Result<std::vector<double>> readValues(const Json& json, std::string_view what, const StudySpec& spec) {
  std::vector<double> values;
  if (json.is_array()) {
    for (const auto& item : json) {
      const auto value = readValue(item, what);
      if (!value)
        return value.error();
      values.push_back(*value);
    }
    return values;
  }
  const auto metrics = readMetrics(json, what, spec);
  if (!metrics)
    return metrics.error();
  for (const auto& objective : spec.objectives) {
    const auto found = metrics->find(objective.metric);
    if (found == metrics->end())
      return Error(SWEEP_TEXT("“%1” has no “%2”."), {std::string(what), objective.metric});
    values.push_back(found->second);
  }
  return values;
}

Result<std::vector<double>> toldValues(const Json& request, const StudySpec& spec) {
  for (const auto* key : {"value", "values"})
    if (request.contains(key))
      return readValues(request.at(key), key, spec);
  return std::vector<double>();
}

class Answering {
public:
  Answering(AskTell& study, const Json& request) : m_study(study), m_request(request) {}

  Json answer() {
    if (m_request.contains("ask"))
      return ask();
    if (m_request.contains("tell"))
      return m_request.at("tell").is_object() ? addKnown() : tell();
    if (m_request.contains("enqueue"))
      return enqueue();
    if (m_request.contains("best"))
      return best();
    return errorAnswer(Error(SWEEP_TEXT("Not understood: a request has “ask”, “tell”, “enqueue” or “best”.")));
  }

private:
  Json ask() {
    const auto& count = m_request.at("ask");
    if (!count.is_number_integer() || count < 1 || count > MostAsked)
      return errorAnswer(Error(SWEEP_TEXT("“ask” wants the number of configurations, 1 to %1."), {std::to_string(MostAsked)}));
    Json answer = {{"trials", Json::array()}};
    for (int i = 0; i < count.get<int>(); ++i) {
      const auto asked = m_study.ask();
      if (asked.trial) {
        answer["trials"].push_back(trialJson(m_study.trial(*asked.trial)));
        continue;
      }
      answer["reason"] = asked.reason.str();
      if (asked.isOver)
        answer["over"] = true;
      break;
    }
    return answer;
  }

  static Json trialJson(const Trial& trial) {
    Json json = {{"trial", trial.number}, {"configuration", configurationJson(trial.configuration)}};
    json["seed"] = trial.seed;
    json["origin"] = trial.origin.str();
    const auto& attempt = trial.attempts.back();
    if (attempt.budget)
      json["budget"] = *attempt.budget;
    if (attempt.resumed)
      json["resume"] = {{"trial", attempt.resumed->trial}, {"attempt", attempt.resumed->attempt}};
    return json;
  }

  Json tell() {
    const auto& number = m_request.at("tell");
    if (!number.is_number_integer() || number < 0 || !m_study.has(number.get<int>()))
      return errorAnswer(Error(SWEEP_TEXT("“tell” wants the number of a trial that was asked for, not %1."), {jsonText(number)}));
    const int trial = number.get<int>();
    const auto done = m_request.contains("report") ? report(trial) : m_request.contains("failure") ? fail(trial) : end(trial);
    return done ? stateJson(trial) : errorAnswer(done.error());
  }

  Result<void> report(int trial) {
    auto metrics = readMetrics(m_request.at("report"), "report", m_study.spec());
    if (!metrics)
      return metrics.error();
    const auto& before = m_study.trial(trial).reports;
    Report report;
    report.step = before.empty() ? 0 : before.back().step + 1;
    report.metrics = *std::move(metrics);
    if (m_request.contains("step")) {
      const auto& step = m_request.at("step");
      if (!step.is_number_integer())
        return Error(SWEEP_TEXT("“step” wants a whole number, not %1."), {jsonText(step)});
      report.step = step.get<std::int64_t>();
    }
    return m_study.report(trial, std::move(report));
  }

  Result<void> fail(int trial) {
    const auto& why = m_request.at("failure");
    if (!why.is_string())
      return Error(SWEEP_TEXT("“failure” wants a sentence, not %1."), {jsonText(why)});
    const auto name = m_request.contains("class") ? m_request.at("class") : Json("exit code");
    const auto kind = name.is_string() ? failureClassFromName(name.get_ref<const std::string&>()) : std::nullopt;
    if (!kind)
      return Error(SWEEP_TEXT("There is no class of failures %1."), {jsonText(name)});
    return m_study.fail(trial, *kind, Message(SWEEP_TEXT("%1"), {why.get<std::string>()}));
  }

  Result<void> end(int trial) {
    const auto values = toldValues(m_request, m_study.spec());
    return values ? m_study.tell(trial, *values) : values.error();
  }

  Json stateJson(int number) const {
    const auto& trial = m_study.trial(number);
    Json json = {{"trial", number}, {"state", stateName(trial.state)}};
    if (trial.value() && trial.state == TrialState::Complete)
      json["value"] = numberJson(*trial.value());
    if (trial.failure)
      json["reason"] = trial.failure->message.str();
    else if (!trial.verdict.empty())
      json["reason"] = trial.verdict.str();
    return json;
  }

  Result<Configuration> configuration(const char* key) const { return Configuration::fromJson(jsonText(m_request.at(key))); }

  Json addKnown() {
    const auto known = configuration("tell");
    if (!known)
      return errorAnswer(known.error());
    const auto values = toldValues(m_request, m_study.spec());
    if (!values)
      return errorAnswer(values.error());
    const auto number = m_study.add(*known, *values);
    return number ? stateJson(*number) : errorAnswer(number.error());
  }

  Json enqueue() {
    const auto wanted = configuration("enqueue");
    if (!wanted)
      return errorAnswer(wanted.error());
    const auto done = m_study.enqueue(*wanted);
    return done ? Json{{"waiting", m_study.waiting()}} : errorAnswer(done.error());
  }

  Json best() const {
    const auto* trial = m_study.best();
    if (!trial)
      return {{"trial", nullptr}};
    return {{"trial", trial->number},
            {"configuration", configurationJson(trial->configuration)},
            {"value", numberJson(*trial->value())}};
  }

  AskTell& m_study;
  const Json& m_request;
};

} // namespace

std::string answerLine(AskTell& study, std::string_view line) {
  const auto request = Json::parse(withQuotedNumbers(line), nullptr, false);
  if (!request.is_object())
    return jsonText(errorAnswer(Error(SWEEP_TEXT("Not understood: a request is a JSON object on a line of its own."))));
  Json answer = Answering(study, request).answer();
  if (const auto saved = study.save(); !saved)
    answer["unsaved"] = saved.error().str();
  if (answer.contains("value") && answer.contains("trial") && study.best() && answer["trial"] == study.best()->number)
    answer["best"] = true;
  return jsonText(answer);
}

} // namespace sweep
