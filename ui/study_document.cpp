// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/study_document.h"

#include "ui/text.h"

#include <QtConcurrent/QtConcurrentRun>

#include <algorithm>

namespace sweep::ui {

namespace {
/// Long enough not to check at every key, short enough to feel immediate.
constexpr int CheckDelayMs = 80;

void putTrial(Snapshot& snapshot, const TrialPtr& trial) {
  const auto index = static_cast<std::size_t>(trial->number);
  while (snapshot.trials.size() <= index) {
    auto unknown = std::make_shared<Trial>();
    unknown->number = static_cast<int>(snapshot.trials.size());
    snapshot.trials.push_back(std::move(unknown));
  }
  snapshot.trials.change(index) = trial;
}

} // namespace

/// The whole spec before and after: a spec is small, and nothing can be forgotten.
class StudyDocument::Edit : public QUndoCommand {
public:
  Edit(StudyDocument* document, const QString& what, StudySpec before, StudySpec after, int mergeId)
      : QUndoCommand(what), m_document(document), m_before(std::move(before)), m_after(std::move(after)),
        m_mergeId(mergeId) {}

  void undo() override { m_document->setSpec(m_before); }
  void redo() override { m_document->setSpec(m_after); }
  int id() const override { return m_mergeId == 0 ? -1 : m_mergeId; }

  bool mergeWith(const QUndoCommand* other) override {
    m_after = static_cast<const Edit*>(other)->m_after;
    setObsolete(m_after == m_before);
    return true;
  }

private:
  StudyDocument* m_document;
  StudySpec m_before;
  StudySpec m_after;
  int m_mergeId;
};

StudyDocument::StudyDocument(std::vector<std::string> programFolders, QObject* parent)
    : QObject(parent), m_programFolders(std::move(programFolders)), m_snapshot(std::make_shared<Snapshot>()) {
  m_checkDelay.setSingleShot(true);
  m_checkDelay.setInterval(CheckDelayMs);
  connect(&m_checkDelay, &QTimer::timeout, this, &StudyDocument::startCheck);
  connect(&m_checkWatcher, &QFutureWatcher<StudyCheck>::finished, this, [this] {
    m_found = m_checkWatcher.result();
    mergeDrafts();
    m_checkedGeneration = m_checkingGeneration;
    if (!checked())
      m_checkDelay.start();
    Q_EMIT checkChanged();
  });
}

void StudyDocument::edit(const QString& what, const std::function<void(StudySpec&)>& change, int mergeId) {
  StudySpec after = m_spec;
  change(after);
  if (after != m_spec)
    m_undo.push(new Edit(this, what, m_spec, std::move(after), mergeId));
}

void StudyDocument::reset(StudySpec spec, const QString& studyFolder) {
  m_undo.clear();
  m_path.clear();
  m_studyFolder = studyFolder;
  m_readOnly = false;
  m_progress = {};
  m_checkpoints = {};
  m_checkpointsOf.clear();
  m_state = StudyState::Idle;
  auto empty = std::make_shared<Snapshot>();
  empty->spec = spec;
  m_snapshot = std::move(empty);
  setSpec(spec);
  Q_EMIT pathChanged();
  Q_EMIT snapshotChanged();
  Q_EMIT progressChanged();
  Q_EMIT checkpointsChanged();
  Q_EMIT stateChanged();
}

void StudyDocument::setPath(const QString& path) {
  m_path = path;
  Q_EMIT pathChanged();
}

void StudyDocument::setReadOnly(bool readOnly) {
  m_readOnly = readOnly;
  Q_EMIT stateChanged();
}

void StudyDocument::setSpec(const StudySpec& spec) {
  m_spec = spec;
  auto snapshot = std::make_shared<Snapshot>(*m_snapshot);
  snapshot->spec = spec;
  m_snapshot = std::move(snapshot);
  ++m_generation;
  if (!m_checkWatcher.isRunning())
    m_checkDelay.start();
  Q_EMIT specChanged();
}

void StudyDocument::startCheck() {
  if (m_checkWatcher.isRunning())
    return;
  m_checkingGeneration = m_generation;
  m_checkWatcher.setFuture(QtConcurrent::run([spec = m_spec, folder = fromQt(m_studyFolder), folders = m_programFolders] {
    return checkStudy(spec, folder, folders);
  }));
}

void StudyDocument::setDraftProblems(std::vector<StudyProblem> drafts) {
  if (drafts.empty() && m_drafts.empty())
    return;
  m_drafts = std::move(drafts);
  mergeDrafts();
  Q_EMIT checkChanged();
}

void StudyDocument::mergeDrafts() {
  m_check = m_found;
  m_check.problems.insert(m_check.problems.begin(), m_drafts.begin(), m_drafts.end());
  std::stable_sort(m_check.problems.begin(), m_check.problems.end(),
                   [](const auto& a, const auto& b) { return a.section < b.section; });
}

const Trial* StudyDocument::trial(int number) const {
  const auto& trials = m_snapshot->trials;
  return number >= 0 && static_cast<std::size_t>(number) < trials.size() ? trials[static_cast<std::size_t>(number)].get()
                                                                         : nullptr;
}

CheckpointUse StudyDocument::checkpointsOf(int trial) const {
  const auto found = m_checkpointsOf.find(trial);
  return found == m_checkpointsOf.end() ? CheckpointUse() : found->second;
}

void StudyDocument::takeCheckpoints(const CheckpointNews& news) {
  if (news.trials.empty() && news.total == m_checkpoints)
    return;
  m_checkpoints = news.total;
  for (const auto& [trial, use] : news.trials)
    m_checkpointsOf[trial] = use;
  Q_EMIT checkpointsChanged();
}

void StudyDocument::apply(const RunnerUpdate& update) {
  const bool stateChanges = update.state != m_state;
  m_state = update.state;
  m_progress = update.progress;
  if (!update.trials.empty()) {
    auto snapshot = std::make_shared<Snapshot>(*m_snapshot);
    QList<int> numbers;
    for (const auto& trial : update.trials) {
      putTrial(*snapshot, trial);
      numbers.append(trial->number);
    }
    m_snapshot = std::move(snapshot);
    Q_EMIT trialsChanged(numbers);
    Q_EMIT snapshotChanged();
  }
  Q_EMIT progressChanged();
  takeCheckpoints(update.checkpoints);
  if (stateChanges)
    Q_EMIT stateChanged();
  if (!update.notice.empty())
    Q_EMIT noticed(translated(update.notice), update.noticeIsError);
}

} // namespace sweep::ui
