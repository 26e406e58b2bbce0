// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sampler/sampler.h"

#include <condition_variable>
#include <cstddef>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace sweep {

/// A sampler on a thread of its own, so that its thinking delays nobody. One question at a time.
class SuggestionWorker {
public:
  struct Question {
    /// See Sampler::observe.
    std::vector<TrialPtr> changed;
    int firstNumber = 0;
    /// How many suggestions may come at most, >= 1: more than one only of a sampler that does not learn.
    std::size_t most = 1;
  };
  /// Called on the worker's thread.
  using Answer = std::function<void(Suggestions)>;

  SuggestionWorker(std::unique_ptr<Sampler> sampler, Answer answer);
  /// Waits for a sampler that is thinking; its answer is still given.
  ~SuggestionWorker();

  /// For one suggestion, or for as many more as take next to no time. Not before the last question was answered.
  void ask(Question question);

private:
  void work(const std::stop_token& stop);
  Suggestions suggest(const Question& question);

  std::unique_ptr<Sampler> m_sampler;
  Answer m_answer;
  std::mutex m_mutex;
  std::condition_variable_any m_asked;
  std::optional<Question> m_question;
  /// How many can be had in next to no time, by the pace of the last answer.
  std::size_t m_quick = 1;
  std::jthread m_thread;
};

/// Tells the sampler what has changed.
void tellChanges(const SuggestionWorker::Question& question, Sampler& sampler);

} // namespace sweep
