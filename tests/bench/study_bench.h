// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runner/study_runner.h"
#include "core/study/study_spec.h"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace sweep::ui {
class MainWindow;
class StudyDocument;
} // namespace sweep::ui

namespace sweep::bench {

/// A new folder. All are deleted when the program ends: for a while the file system passes over what was just freed, which would
/// slow the next run down.
std::string freshFolder();

/// A random search over two parameters that runs these words.
StudySpec benchStudy(int trials, int parallel, std::vector<std::string> command);

/// The runner as headless runs use it: on the calling thread, real processes, a new study file inside `folder`.
/// Called with every update, `seconds` since the run began; returns the seconds from making the file until all is saved.
/// goesOn: asked again and again; once it says no, what runs is ended and the study stops where it is.
double runHeadlessStudy(const StudySpec& spec, const std::string& folder,
                        const std::function<void(const RunnerUpdate&, double seconds)>& onUpdate = {},
                        const StudyRunner::ExecutorFactory& makeExecutor = {}, const std::function<bool()>& goesOn = {});

/// The real window on the platform of the QApplication, with a study opened from a file that can be run.
class BenchWindow {
public:
  BenchWindow(const StudySpec& spec, const std::string& folder);
  ~BenchWindow();

  const ui::StudyDocument& document() const { return *m_document; }
  /// An action of the window, by its object name.
  void press(const char* action);
  void waitUntil(const std::function<bool()>& fulfilled);

private:
  std::unique_ptr<ui::MainWindow> m_window;
  const ui::StudyDocument* m_document;
};

/// The same through the real window: the seconds from pressing Run.
double runWindowStudy(const StudySpec& spec, const std::string& folder);

/// Of this process, in bytes.
long long residentBytes();
int openDescriptors();
/// User and system time of this process, with or without the children that it has waited for.
double cpuSeconds(bool withChildren = false);

} // namespace sweep::bench
