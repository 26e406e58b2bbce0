// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runner/study_runner.h"

namespace sweep {

/// Tells a run's progress on standard output: one line that is drawn over on a terminal, a line for each finished trial elsewhere.
class ProgressLine {
public:
  explicit ProgressLine(const Objective& objective);

  void tell(const RunnerUpdate& update);
  /// Ends the line that is drawn over, so that other output starts on its own.
  void finish();

private:
  void tellTrial(const Trial& trial, const Progress& progress) const;
  void drawBar(const Progress& progress);

  Objective m_objective;
  bool m_onTerminal;
  bool m_drawn = false;
};

} // namespace sweep
