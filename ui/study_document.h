// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runner/study_check.h"
#include "core/runner/study_runner.h"
#include "core/study/snapshot.h"

#include <QFutureWatcher>
#include <QObject>
#include <QString>
#include <QTimer>
#include <QUndoStack>

#include <functional>
#include <string>
#include <unordered_map>
#include <vector>

namespace sweep::ui {

/// The study in the window: what the form edits, what the engine has found out so far, and what is wrong with it. UI thread.
class StudyDocument : public QObject {
  Q_OBJECT
public:
  /// programFolders as in RunnerPlaces.
  explicit StudyDocument(std::vector<std::string> programFolders, QObject* parent = nullptr);

  const StudySpec& spec() const { return m_spec; }
  /// Changes the spec as one step of undo. Edits with the same nonzero mergeId in a row (typing in one field) become one step.
  void edit(const QString& what, const std::function<void(StudySpec&)>& change, int mergeId = 0);
  QUndoStack* undoStack() { return &m_undo; }

  /// A new spec from a file or an example: forgets trials, undo and path. studyFolder is where relative paths start.
  void reset(StudySpec spec, const QString& studyFolder);
  /// The study has a file of its own now.
  void setPath(const QString& path);
  /// Empty while the study is a draft.
  const QString& path() const { return m_path; }
  const QString& studyFolder() const { return m_studyFolder; }
  /// The study can be looked at and not run: another instance has it, or its file cannot be written.
  void setReadOnly(bool readOnly);
  bool readOnly() const { return m_readOnly; }

  /// Once trials exist, program, parameters, objective and method are fixed; limits are not.
  bool hasTrials() const { return !m_snapshot->trials.empty(); }
  SnapshotPtr snapshot() const { return m_snapshot; }
  const Progress& progress() const { return m_progress; }
  StudyState state() const { return m_state; }
  const Trial* trial(int number) const;
  /// What the checkpoints of all trials take on disk, and those of one.
  const CheckpointUse& checkpoints() const { return m_checkpoints; }
  CheckpointUse checkpointsOf(int trial) const;

  /// From the last check, which runs beside the UI thread shortly after each change.
  const StudyCheck& check() const { return m_check; }
  /// The check belongs to the spec as it is now.
  bool checked() const { return m_checkedGeneration == m_generation; }
  /// What stands in fields of the form and cannot be put into the spec, such as “x” where a number is wanted: kept among the
  /// problems of check() until it is mended.
  void setDraftProblems(std::vector<StudyProblem> drafts);

public Q_SLOTS:
  void apply(const sweep::RunnerUpdate& update);

Q_SIGNALS:
  void specChanged();
  /// Trials were added or changed; their numbers.
  void trialsChanged(const QList<int>& numbers);
  /// After trialsChanged, at most about ten a second.
  void snapshotChanged();
  void progressChanged();
  void checkpointsChanged();
  void stateChanged();
  void checkChanged();
  void pathChanged();
  /// The engine says something that concerns the whole study.
  void noticed(const QString& sentence, bool isError);

private:
  class Edit;
  void setSpec(const StudySpec& spec);
  void takeCheckpoints(const CheckpointNews& news);
  void startCheck();
  void mergeDrafts();

  std::vector<std::string> m_programFolders;
  StudySpec m_spec;
  QUndoStack m_undo;
  QString m_path;
  QString m_studyFolder;
  bool m_readOnly = false;
  SnapshotPtr m_snapshot;
  Progress m_progress;
  CheckpointUse m_checkpoints;
  std::unordered_map<int, CheckpointUse> m_checkpointsOf;
  StudyState m_state = StudyState::Idle;
  /// What the check found, and the same with the drafts.
  StudyCheck m_found;
  StudyCheck m_check;
  std::vector<StudyProblem> m_drafts;
  QTimer m_checkDelay;
  QFutureWatcher<StudyCheck> m_checkWatcher;
  quint64 m_generation = 1;
  quint64 m_checkingGeneration = 0;
  quint64 m_checkedGeneration = 0;
};

} // namespace sweep::ui
