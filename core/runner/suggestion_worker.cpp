// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/suggestion_worker.h"

#include <algorithm>
#include <chrono>
#include <utility>

namespace sweep {

namespace {

/// Seconds that workers may be kept waiting for more suggestions than the next one.
constexpr double QuickSeconds = 0.002;

} // namespace

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
    tellChanges(question, *m_sampler);
    m_answer(suggest(question));
  }
}

Suggestions SuggestionWorker::suggest(const Question& question) {
  const SuggestRequest request{std::min(question.most, m_quick), question.firstNumber};
  const auto begin = std::chrono::steady_clock::now();
  auto suggestions = m_sampler->suggest(request);
  const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begin;
  // At most twice as many as the last time: one answer is no measure of hundreds.
  const double pace = QuickSeconds * static_cast<double>(request.count) / std::max(taken.count(), 1e-9);
  m_quick = static_cast<std::size_t>(std::clamp(pace, 1.0, 2.0 * static_cast<double>(request.count)));
  return suggestions;
}

void tellChanges(const SuggestionWorker::Question& question, Sampler& sampler) {
  std::vector<Trial> changed;
  for (const auto& trial : question.changed)
    changed.push_back(*trial);
  if (!changed.empty())
    sampler.observe(changed);
}

} // namespace sweep
