// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/suggestion_worker.h"

#include <utility>

namespace sweep {

SuggestionWorker::SuggestionWorker(std::unique_ptr<Sampler> sampler, Answer answer)
    : m_sampler(std::move(sampler)), m_answer(std::move(answer)),
      m_thread([this](const std::stop_token& stop) { work(stop); }) {}

SuggestionWorker::~SuggestionWorker() = default;

void SuggestionWorker::ask(Question question) {
  const std::lock_guard lock(m_mutex);
  m_question = std::move(question);
  m_asked.notify_one();
}

void SuggestionWorker::work(const std::stop_token& stop) {
  while (true) {
    Question question;
    {
      std::unique_lock lock(m_mutex);
      if (!m_asked.wait(lock, stop, [this] { return m_question.has_value(); }))
        return;
      question = std::move(*std::exchange(m_question, std::nullopt));
    }
    m_answer(suggestionFor(question, *m_sampler));
  }
}

Suggestions suggestionFor(const SuggestionWorker::Question& question, Sampler& sampler) {
  std::vector<Trial> changed;
  for (const auto& trial : question.changed)
    changed.push_back(*trial);
  if (!changed.empty())
    sampler.observe(changed);
  return sampler.suggest({1, question.firstNumber});
}

} // namespace sweep
