// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/executor/executor.h"
#include "core/runner/command_template.h"
#include "core/runner/metric_file.h"
#include "core/study/study_spec.h"

#include <QObject>
#include <QString>
#include <QStringList>

#include <memory>
#include <string>
#include <vector>

class QTemporaryDir;

namespace sweep::ui {

/// Runs the program once with every parameter at its default, as a trial would be run: the same words, environment, limits and
/// process group. Nothing of it is kept. All calls return at once; what happens comes by signals on the thread of this object.
class TryOnce : public QObject {
  Q_OBJECT
public:
  /// What a run without a limit of its own is given.
  static constexpr double DefaultLimit = 60.0;

  explicit TryOnce(const QStringList& programFolders, QObject* parent = nullptr);
  /// Ends what runs.
  ~TryOnce() override;

  /// Fails when there is nothing that can be started, and while a run is going on.
  Result<void> start(const StudySpec& spec, const QString& studyFolder);
  void stop();
  bool isRunning() const { return m_executor != nullptr; }

Q_SIGNALS:
  void started(const QString& commandLine);
  /// Whole lines and pieces of lines, as they come.
  void output(const QByteArray& bytes, bool isError);
  /// Before finished(), of a study whose metrics are read from a file: what stands in it, or the sentence that says why nothing can
  /// be read.
  void fileRead(const QByteArray& content, const QString& problem);
  /// failed: it was not the program's own, successful end. sentence says how it ended.
  void finished(bool failed, const QString& sentence, double seconds);

private:
  CommandContext contextOf(const StudySpec& spec, const QString& studyFolder) const;
  Result<Job> jobFor(const StudySpec& spec, const Configuration& defaults, const CommandContext& context, QString& commandLine) const;
  void tellFile(const QString& path, const MetricFile::Content& content);
  void take(const JobEvent& event, int run);
  void end(bool failed, const QString& sentence, double seconds);
  QString endSentence(const JobFinished& job) const;

  std::vector<std::string> m_programFolders;
  std::unique_ptr<QTemporaryDir> m_folder;
  std::unique_ptr<Executor> m_executor;
  double m_limit = DefaultLimit;
  /// Events of a run that was ended meanwhile are let go.
  int m_run = 0;
};

} // namespace sweep::ui
