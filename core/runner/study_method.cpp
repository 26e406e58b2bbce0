// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/study_method.h"

#include "core/runner/trial_naming.h"
#include "core/sampler/registry.h"
#include "core/scheduler/registry.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <string>
#include <utility>

namespace sweep {

namespace {

/// Of trials that take no time, many begin while the sampler is asked once.
constexpr std::size_t MostAhead = 64;

} // namespace

StudyMethod::StudyMethod(const StudySpec& spec, TrialLedger& ledger, Voice voice)
    : m_spec(spec), m_ledger(ledger), m_voice(std::move(voice)) {}

Result<void> StudyMethod::renew() {
  if (!m_stale || m_asking)
    return {};
  auto scheduler = createScheduler(m_spec);
  if (!scheduler)
    return scheduler.error();
  if (auto renewed = m_voice.renewSampler(); !renewed)
    return renewed;
  m_scheduler = std::move(*scheduler);
  m_ready.clear();
  m_unseen = {};
  for (const int number : m_ledger.finishOrder())
    m_unseen.add(number);
  m_exhausted = false;
  m_samplerWaits = false;
  for (int number = 0; number < m_ledger.size(); ++number) {
    if (!isKnownResult(m_ledger.trial(number)))
      m_scheduler->observe(m_ledger.trial(number));
    if (!isFinished(m_ledger.trial(number).state))
      m_unseen.add(number);
  }
  m_stale = false;
  // Queued by hand before there was a scheduler.
  for (const int number : m_ledger.waiting())
    if (const auto& trial = m_ledger.trial(number);
        !trial.budget && !trial.bracket && trial.attempts.empty()) {
      m_ledger.place(number, m_scheduler->place(number));
      m_scheduler->observe(m_ledger.trial(number));
    }
  return {};
}

void StudyMethod::changed(int number) {
  const auto& trial = m_ledger.trial(number);
  if (trial.state != TrialState::Running) {
    m_unseen.add(number);
    m_samplerWaits = false;
  }
  if (m_scheduler)
    m_scheduler->observe(trial);
}

bool StudyMethod::isFull() const {
  return m_spec.limits.trials && m_ledger.size() - m_ledger.known() >= *m_spec.limits.trials;
}

bool StudyMethod::ignoresResults() const {
  return !findSampler(m_spec.method.sampler)->learns && m_spec.method.scheduler == "full" && !m_spec.replay;
}

/// How many trials the sampler may choose before it is told what became of the first of them.
std::size_t StudyMethod::mostAhead() const {
  // On a recorded table every sampler hears which configurations are left.
  if (findSampler(m_spec.method.sampler)->learns || (m_spec.replay && !m_spec.replay->table.empty()))
    return 1;
  const auto left = m_spec.limits.trials ? *m_spec.limits.trials - (m_ledger.size() - m_ledger.known())
                                         : static_cast<int>(MostAhead);
  return std::clamp<std::size_t>(static_cast<std::size_t>(std::max(left, 1)), 1, MostAhead);
}

NewTrials StudyMethod::newTrials() const {
  if (!m_ready.empty() && !isFull())
    return NewTrials::Now;
  if (m_exhausted || isFull())
    return NewTrials::Never;
  return m_asking || m_samplerWaits ? NewTrials::Later : NewTrials::Now;
}

NextStep StudyMethod::next() {
  if (auto renewed = renew(); !renewed)
    return NothingLeft{renewed.error()};
  auto step = m_scheduler->next(newTrials());
  if (std::holds_alternative<StartNew>(step) && m_ready.empty())
    ask();
  return explained(std::move(step));
}

/// What keeps the sampler explains more than that the scheduler has nothing to do.
NextStep StudyMethod::explained(NextStep step) const {
  if (std::holds_alternative<NothingLeft>(step) && newTrials() == NewTrials::Never)
    return NothingLeft{m_exhausted ? m_exhaustedReason : Message()};
  if (auto* wait = std::get_if<WaitForTrials>(&step); wait && m_samplerWaits)
    wait->reason = m_samplerReason;
  return step;
}

void StudyMethod::ask() {
  SuggestionWorker::Question question;
  for (const int number : m_unseen.take())
    question.changed.push_back(m_ledger.shared(number));
  question.firstNumber = m_ledger.size();
  question.most = mostAhead();
  m_asking = true;
  m_voice.ask(std::move(question));
}

void StudyMethod::suggested(Suggestions suggestions) {
  m_asking = false;
  m_ready.assign(std::move_iterator(suggestions.items.begin()), std::move_iterator(suggestions.items.end()));
  addReady();
  if (suggestions.items.empty() && suggestions.exhausted) {
    m_exhausted = true;
    m_exhaustedReason = suggestions.reason;
  } else if (suggestions.items.empty()) {
    m_samplerWaits = true;
    m_samplerReason = suggestions.reason.empty() ? Message(SWEEP_TEXT("The method waits for running trials."))
                                                 : suggestions.reason;
  }
  addQueued();
}

bool StudyMethod::addReady() {
  if (m_ready.empty())
    return false;
  auto rest = std::exchange(m_ready, {});
  Trial trial;
  trial.configuration = std::move(rest.front().configuration);
  trial.origin = std::move(rest.front().origin);
  rest.pop_front();
  addTrial(std::move(trial));
  m_ready = std::move(rest);
  return true;
}

void StudyMethod::enqueue(Configuration configuration) {
  m_queued.push_back(std::move(configuration));
  if (!m_asking)
    addQueued();
}

void StudyMethod::addKnown(std::vector<KnownResult> results) {
  std::ranges::move(results, std::back_inserter(m_queuedResults));
  if (!m_asking)
    addQueued();
}

/// Results that are there already are passed over: a file may be read again.
void StudyMethod::addQueuedResults() {
  if (m_queuedResults.empty())
    return;
  std::set<std::pair<std::string, std::vector<double>>> there;
  for (int number = 0; number < m_ledger.size(); ++number)
    if (const auto& trial = m_ledger.trial(number); isKnownResult(trial))
      there.emplace(trial.configuration.json(), trial.values);
  for (auto& result : std::exchange(m_queuedResults, {})) {
    if (!there.emplace(result.configuration.json(), result.values).second)
      continue;
    Trial trial;
    trial.configuration = std::move(result.configuration);
    trial.reports = std::move(result.reports);
    trial.values = std::move(result.values);
    trial.origin = std::move(result.origin);
    trial.fromSampler = false;
    if (m_spec.budget)
      trial.budget = m_spec.budget->max;
    m_ready.clear();
    m_unseen.add(m_ledger.addKnown(std::move(trial)));
    m_samplerWaits = false;
    m_exhausted = false;
  }
}

Message StudyMethod::originByHand(const Configuration& wanted) const {
  for (int number = 0; number < m_ledger.size(); ++number)
    if (m_ledger.trial(number).configuration == wanted)
      return Message(SWEEP_TEXT("Chosen by hand: trial %1 once more, with another seed"), {std::to_string(number)});
  return Message(SWEEP_TEXT("Chosen by hand"));
}

void StudyMethod::addQueued() {
  addQueuedResults();
  for (auto& wanted : std::exchange(m_queued, {})) {
    Trial trial;
    trial.origin = originByHand(wanted);
    trial.configuration = std::move(wanted);
    trial.fromSampler = false;
    addTrial(std::move(trial));
  }
}

int StudyMethod::addTrial(Trial trial) {
  m_ready.clear();
  const int number = m_ledger.size();
  trial.seed = trialSeed(m_spec.seed, number);
  const bool isPlaced = trial.bracket.has_value();
  m_ledger.add(std::move(trial));
  m_unseen.add(number);
  if (!m_scheduler)
    return number;
  if (!isPlaced)
    m_ledger.place(number, m_scheduler->place(number));
  m_scheduler->observe(m_ledger.trial(number));
  return number;
}

int StudyMethod::add(Configuration configuration, Message origin, Placement placement) {
  Trial trial;
  trial.configuration = std::move(configuration);
  trial.origin = std::move(origin);
  trial.fromSampler = false;
  trial.budget = placement.budget;
  trial.bracket = placement.bracket;
  return addTrial(std::move(trial));
}

int StudyMethod::copied(const CopyTrial& copy) {
  if (!copy.trial)
    return add(copy.configuration, copy.reason, {copy.budget, copy.bracket});
  m_ledger.setConfiguration(*copy.trial, copy.configuration, copy.reason);
  return *copy.trial;
}

Message reasonToRun(const Trial& waiting) {
  const bool isRepeated = !waiting.attempts.empty() && waiting.attempts.back().values.empty();
  return isRepeated ? waiting.attempts.back().reason : Message();
}

} // namespace sweep
