// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/progress_line.h"

#include "core/base/text.h"
#include "core/base/visible_text.h"
#include "ui/text.h"

#include <algorithm>
#include <cstdio>
#include <unistd.h>

namespace sweep {

namespace {

constexpr int BarWidth = 30;

std::string barText(const Progress& progress) {
  const double total = std::max<double>(static_cast<double>(progress.planned.value_or(0)), progress.finished());
  const int full = total > 0 ? static_cast<int>(BarWidth * progress.finished() / total) : 0;
  std::string bar;
  for (int i = 0; i < BarWidth; ++i)
    bar += i < full ? "█" : "░";
  return bar;
}

std::string countText(const Progress& progress) {
  std::string text = std::to_string(progress.finished());
  if (progress.planned)
    text += " / " + std::to_string(*progress.planned);
  if (progress.failed > 0)
    text += " · " + std::to_string(progress.failed) + " failed";
  return text;
}

} // namespace

ProgressLine::ProgressLine(const Objective& objective) : m_objective(objective), m_onTerminal(isatty(STDOUT_FILENO) != 0) {}

void ProgressLine::tell(const RunnerUpdate& update) {
  if (m_onTerminal) {
    drawBar(update.progress);
    return;
  }
  for (const auto& trial : update.trials)
    if (isFinished(trial->state))
      tellTrial(*trial, update.progress);
}

void ProgressLine::tellTrial(const Trial& trial, const Progress& progress) const {
  const std::string outcome = trial.value() ? visibleText(m_objective.metric) + " " + roundedText(*trial.value(), 6)
                              : trial.failure ? trial.failure->message.str()
                                              : std::string(stateName(trial.state));
  const bool best = progress.bestTrial == trial.number;
  std::printf("trial %d: %s%s (%s)\n", trial.number, outcome.c_str(), best ? ", the best so far" : "", countText(progress).c_str());
  std::fflush(stdout);
}

void ProgressLine::drawBar(const Progress& progress) {
  std::string line = barText(progress) + " " + countText(progress);
  if (progress.bestValue)
    line += " · best " + roundedText(*progress.bestValue, 4) + " #" + std::to_string(progress.bestTrial.value_or(0));
  if (progress.remainingSeconds)
    line += " · " + ui::fromQt(ui::duration(*progress.remainingSeconds)) + " left";
  std::printf("\r\x1b[K%s", line.c_str());
  std::fflush(stdout);
  m_drawn = true;
}

void ProgressLine::finish() {
  if (m_drawn)
    std::printf("\n");
  std::fflush(stdout);
  m_drawn = false;
}

} // namespace sweep
