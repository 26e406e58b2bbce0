// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/replay/replayed_study.h"

#include "core/runner/replay_loading.h"

#include <algorithm>
#include <utility>

namespace sweep {

Result<std::unique_ptr<ReplayedStudy>> ReplayedStudy::create(StudySpec spec, const std::string& studyFolder) {
  if (!spec.replay)
    return Error(SWEEP_TEXT("The study runs a program and cannot be replayed."));
  auto content = loadReplay(spec, studyFolder);
  if (!content)
    return content.error();
  std::unique_ptr<ReplayedStudy> made(new ReplayedStudy);
  auto* study = made.get();
  study->m_pool = content->source->pool();
  study->m_executor = std::make_unique<ReplayExecutor>(
      std::move(content->source), [study](JobEvent event) { study->m_events.push_back(std::move(event)); },
      std::max(spec.limits.parallel, 1));
  StudyEngine::World world;
  world.submit = [study](Job job) {
    study->m_executor->submit(std::move(job));
  };
  world.cancel = [study](int trial) {
    study->m_executor->cancel(trial);
  };
  world.withdrawQueued = [study] {
    study->m_executor->withdrawQueued();
  };
  world.ask = [study](SuggestionWorker::Question question) {
    study->m_question = std::move(question);
  };
  world.renewSampler = [study]() -> Result<void> {
    auto sampler = createSampler(study->m_engine->spec(), study->m_pool);
    if (!sampler)
      return sampler.error();
    study->m_sampler = std::move(*sampler);
    return {};
  };
  world.now = [study] {
    return study->m_executor->now();
  };
  StoredStudy stored;
  stored.spec = std::move(spec);
  study->m_engine =
      std::make_unique<StudyEngine>(std::move(stored), RunnerPlaces{studyFolder, {}, {}}, std::move(world));
  if (auto started = study->m_engine->run(); !started)
    return started.error();
  return made;
}

void ReplayedStudy::run(const std::function<bool()>& goesOn) {
  while (true) {
    m_engine->ledger().countAsSaved();
    m_engine->step(true);
    if (auto notice = m_engine->takeNotice())
      m_notice = std::move(notice->message);
    if (m_question)
      answer();
    else if (!m_events.empty())
      hear();
    else if (!m_executor->isIdle() && !(goesOn && !goesOn()))
      m_executor->settled();
    else if (!m_executor->isIdle() || !m_engine->ledger().hasUnsaved())
      return;
  }
}

void ReplayedStudy::answer() {
  const auto question = std::move(*std::exchange(m_question, std::nullopt));
  tellChanges(question, *m_sampler);
  m_engine->suggested(m_sampler->suggest({question.most, question.firstNumber}));
}

void ReplayedStudy::hear() {
  // What is said to it may bring about more.
  for (const auto& event : std::exchange(m_events, {})) {
    m_engine->happened(event);
    if (onEvent)
      onEvent(event);
  }
}

} // namespace sweep
