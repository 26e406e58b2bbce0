// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/main_window.h"

#include "ui/engine_link.h"
#include "ui/explorer/explorer.h"
#include "ui/interrupted_banner.h"
#include "ui/known_results_import.h"
#include "ui/mode_bar.h"
#include "ui/result_view/result_view.h"
#include "ui/run_consent.h"
#include "ui/run_header.h"
#include "ui/run_view/run_view.h"
#include "ui/selection.h"
#include "ui/study_document.h"
#include "ui/study_files.h"
#include "ui/study_form/study_form.h"
#include "ui/text.h"
#include "ui/theme.h"
#include "ui/widgets/banner.h"

#include <QCloseEvent>
#include <QDragEnterEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QMessageBox>
#include <QMimeData>
#include <QPushButton>
#include <QSettings>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace sweep::ui {

namespace {

enum Mode { Setup, Run, Explore, Result };

std::vector<std::string> toStrings(const QStringList& list) {
  std::vector<std::string> strings;
  for (const auto& text : list)
    strings.push_back(fromQt(text));
  return strings;
}

} // namespace

MainWindow::MainWindow(const Places& places, QWidget* parent)
    : QMainWindow(parent), m_places(places), m_engine(new EngineLink(places.programFolders, this)),
      m_document(new StudyDocument(toStrings(places.programFolders), this)), m_consent(new RunConsent(m_document, this)),
      m_known(new KnownResultsImport(m_document, this)), m_selection(new Selection(this)), m_modes(new ModeBar), m_pages(new QStackedWidget), m_banner(new Banner),
      m_interrupted(new InterruptedBanner(m_document)) {
  setObjectName(QStringLiteral("mainWindow"));
  setAcceptDrops(true);
  buildPages();
  buildActions();
  buildStatusBar();
  auto* header = new RunHeader(m_document, m_selection, {m_run, m_pause, m_stop, m_stopNow});
  connect(header, &RunHeader::parallelChosen, this, [this](int count) {
    if (m_document->hasTrials())
      m_engine->setParallel(count);
    else
      m_document->edit(tr("Trials at a time"), [count](StudySpec& spec) { spec.limits.parallel = count; }, 1);
  });
  connect(header, &RunHeader::bestClicked, this, [this] { m_modes->choose(Run); });

  auto* body = new QHBoxLayout;
  body->setContentsMargins(0, 0, 0, 0);
  body->setSpacing(0);
  body->addWidget(m_modes);
  body->addWidget(m_pages, 1);
  auto* central = new QWidget;
  auto* layout = new QVBoxLayout(central);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  layout->addWidget(header);
  layout->addWidget(m_banner);
  layout->addWidget(m_interrupted);
  layout->addLayout(body, 1);
  setCentralWidget(central);
  m_pages->setFocusPolicy(Qt::StrongFocus);
  m_pages->setFocus();
  connectParts();
  restoreLayout();
  newStudy();
}

MainWindow::~MainWindow() = default;

void MainWindow::buildPages() {
  m_form = new StudyForm(m_document, m_consent, m_places.programFolders, nullptr);
  m_runView = new RunView(m_document, m_selection, m_engine);
  m_explorer = new Explorer(m_document, m_selection, nullptr);
  m_resultView = new ResultView(m_document, m_selection);
  for (auto* page : {static_cast<QWidget*>(m_form), static_cast<QWidget*>(m_runView), static_cast<QWidget*>(m_explorer),
                     static_cast<QWidget*>(m_resultView)})
    m_pages->addWidget(page);
}

void MainWindow::connectParts() {
  connect(m_modes, &ModeBar::chosen, m_pages, &QStackedWidget::setCurrentIndex);
  connect(m_form, &StudyForm::runRequested, this, &MainWindow::run);
  connect(m_runView, &RunView::retryRequested, this, &MainWindow::retry);
  connect(m_runView, &RunView::interruptedDecided, this, &MainWindow::decideInterrupted);
  connect(m_resultView, &ResultView::repeatRequested, this, &MainWindow::repeat);
  connect(m_interrupted, &InterruptedBanner::decided, this, &MainWindow::decideInterrupted);
  connect(m_interrupted, &InterruptedBanner::showRequested, this, [this](const QList<int>& trials) {
    m_modes->choose(Run);
    m_selection->set(trials);
  });
  connect(m_known, &KnownResultsImport::accepted, this, &MainWindow::useKnown);
  connect(m_known, &KnownResultsImport::failed, this, [this](const QString& sentence) { say(sentence, true); });
  connect(m_explorer, &Explorer::retryRequested, this, &MainWindow::retry);
  connect(m_form, &StudyForm::duplicateRequested, this, &MainWindow::duplicateStudy);
  connect(m_document, &StudyDocument::checkChanged, this, &MainWindow::showProblems);
  connect(m_document, &StudyDocument::specChanged, this, &MainWindow::updateActions);
  connect(m_document, &StudyDocument::checkChanged, this, &MainWindow::updateActions);
  connect(m_document, &StudyDocument::stateChanged, this, &MainWindow::updateActions);
  connect(m_document, &StudyDocument::progressChanged, this, &MainWindow::updateActions);
  connect(m_document, &StudyDocument::pathChanged, this, &MainWindow::showPath);
  connect(m_document, &StudyDocument::specChanged, this, &MainWindow::showPath);
  connect(m_document, &StudyDocument::noticed, this, &MainWindow::say);
  connect(m_document, &StudyDocument::specChanged, this, [this] {
    if (m_document->hasTrials())
      m_engine->setLimits(m_document->spec().limits, m_document->spec().failures);
  });
  connect(m_engine, &EngineLink::updated, m_document, &StudyDocument::apply);
  connect(m_engine, &EngineLink::openFailed, this,
          [this](const QString&, const QString& sentence) { say(sentence, true); });
  connect(m_engine, &EngineLink::copied, this, [this](const QString& path, const QString& sentence) {
    say(sentence.isEmpty() ? tr("Saved a copy as %1.").arg(path) : sentence, !sentence.isEmpty());
  });
  connect(m_engine, &EngineLink::opened, this, [this](const QString& path, const StudySpec& spec, bool readOnly) {
    if (m_openedByPerson) {
      m_document->reset(spec, QFileInfo(path).absolutePath());
      m_consent->setOrigin(RunConsent::Origin::Elsewhere);
    }
    m_document->setPath(path);
    m_readOnly = readOnly;
    rememberFile(path);
    if (m_openedByPerson)
      m_modes->choose(Run);
    m_document->setReadOnly(readOnly);
  });
}

void MainWindow::newStudy() {
  if (!mayLeave())
    return;
  m_engine->close();
  m_selection->clear();
  m_document->reset(freshStudy(), QDir::currentPath());
  m_consent->setOrigin(RunConsent::Origin::Here);
  m_banner->show({}, false);
  m_modes->choose(Setup);
}

void MainWindow::openPath(const QString& path) {
  if (!mayLeave())
    return;
  m_banner->show({}, false);
  switch (kindOf(path)) {
  case FileKind::Study:
    m_selection->clear();
    m_openedByPerson = true;
    m_engine->open(QFileInfo(path).absoluteFilePath());
    break;
  case FileKind::StudyText:
    openStudyText(path);
    break;
  case FileKind::Program:
    openProgram(path);
    break;
  case FileKind::Other:
    say(tr("%1 is neither a study (.sweep), a study file (.yaml) nor a program that can be run.").arg(path), true);
  }
}

void MainWindow::openStudyText(const QString& path) {
  auto file = readStudyText(path);
  if (!file) {
    say(tr("%1: %2").arg(QFileInfo(path).fileName(), translated(file.error())), true);
    return;
  }
  m_engine->close();
  m_selection->clear();
  m_document->reset(std::move(file->spec), QFileInfo(path).absolutePath());
  m_consent->setOrigin(isExample(path) ? RunConsent::Origin::Here : RunConsent::Origin::Elsewhere);
  rememberFile(path);
  m_modes->choose(Setup);
  QStringList notes;
  for (const auto& note : file->notes)
    notes.append(note.line > 0 ? tr("Line %1: %2").arg(note.line).arg(translated(note.message)) : translated(note.message));
  say(notes.join(QLatin1Char('\n')));
}

/// Those come with the program.
bool MainWindow::isExample(const QString& path) const {
  return m_places.exampleFolders.contains(QFileInfo(QFileInfo(path).canonicalFilePath()).path());
}

void MainWindow::openProgram(const QString& path) {
  m_engine->close();
  m_selection->clear();
  m_document->reset(freshStudy(QFileInfo(path).absoluteFilePath()), QFileInfo(path).absolutePath());
  m_consent->setOrigin(RunConsent::Origin::Here);
  m_modes->choose(Setup);
}

void MainWindow::duplicateStudy() {
  if (!mayLeave())
    return;
  m_engine->close();
  m_selection->clear();
  m_document->reset(StudySpec(m_document->spec()), m_document->studyFolder());
  m_modes->choose(Setup);
}

void MainWindow::run() {
  if (!m_document->check().runnable() || !m_document->checked() || !m_consent->obtain(this))
    return;
  m_banner->show({}, false);
  m_modes->choose(Run);
  if (m_document->hasTrials()) {
    m_engine->run();
    return;
  }
  createStudy(ownPath(), true);
}

void MainWindow::useKnown(const std::vector<KnownResult>& results) {
  if (m_document->readOnly()) {
    say(tr("This study is opened for reading only: no results can be added."), true);
    return;
  }
  if (!m_document->hasTrials())
    createStudy(ownPath(), false);
  m_engine->addKnown(results);
  m_modes->choose(Run);
}

QString MainWindow::ownPath() const {
  return m_document->path().isEmpty() ? freeStudyPath(m_document->spec().name) : m_document->path();
}

void MainWindow::createStudy(const QString& path, bool runAtOnce) {
  m_openedByPerson = false;
  const StudySpec spec = movedFrom(m_document->spec(), m_document->studyFolder(), path);
  m_consent->remember(spec, QFileInfo(path).absolutePath());
  m_engine->create(path, spec, m_document->studyFolder(), runAtOnce);
}

void MainWindow::retry(const QList<int>& trials) {
  if (trials.isEmpty())
    return;
  if (m_readOnly) {
    say(tr("This study is opened for reading only: nothing can be run again here."), true);
    return;
  }
  if (!m_consent->obtain(this))
    return;
  m_engine->retryTrials(trials);
  if (!goOn())
    say(trials.size() == 1 ? tr("Trial %1 will run again when the study goes on.").arg(trials.front())
                           : tr("%n trials will run again when the study goes on.", nullptr, static_cast<int>(trials.size())));
}

void MainWindow::repeat(const QList<int>& trials) {
  if (m_readOnly) {
    say(tr("This study is opened for reading only: nothing can be run again here."), true);
    return;
  }
  if (!m_consent->obtain(this))
    return;
  for (const int number : trials)
    if (const Trial* trial = m_document->trial(number))
      m_engine->enqueue(trial->configuration);
  if (!goOn())
    say(trials.size() == 1 ? tr("One more trial will run when the study goes on.")
                           : tr("%n more trials will run when the study goes on.", nullptr, static_cast<int>(trials.size())));
}

void MainWindow::decideInterrupted(const QList<int>& trials, InterruptedRule decision) {
  if (decision != InterruptedRule::Drop && !m_consent->obtain(this))
    return;
  m_engine->decideInterrupted(trials, decision);
  if (decision != InterruptedRule::Drop && !goOn())
    say(trials.size() == 1 ? tr("Trial %1 will go on with the study.").arg(trials.front())
                           : tr("%n trials will go on with the study.", nullptr, static_cast<int>(trials.size())));
}

bool MainWindow::goOn() {
  const auto state = m_document->state();
  if (state == StudyState::Idle || state == StudyState::Finished) {
    m_banner->show({}, false);
    m_engine->run();
    return true;
  }
  return state == StudyState::Running;
}

void MainWindow::openDialog() {
  const QString path = QFileDialog::getOpenFileName(
      this, tr("Open a study"), m_document->studyFolder(),
      tr("Studies and study files (*.sweep *.yaml *.yml);;All files (*)"));
  if (!path.isEmpty())
    openPath(path);
}

void MainWindow::save() {
  if (m_document->path().isEmpty())
    saveAs();
  else
    say(tr("Everything is saved in %1 as it happens.").arg(m_document->path()));
}

void MainWindow::saveAs() {
  const QString suggested = freeStudyPath(m_document->spec().name);
  const QString path = QFileDialog::getSaveFileName(this, tr("Save the study"), suggested,
                                                    tr("Study with its trials (*.sweep);;Readable study file (*.yaml)"));
  if (path.isEmpty())
    return;
  if (kindOf(path) == FileKind::StudyText) {
    const auto written = writeStudyText(path, m_document->spec());
    m_consent->remember(m_document->spec(), QFileInfo(path).absolutePath());
    say(written ? tr("Saved as %1.").arg(path) : translated(written.error()), !written);
    return;
  }
  if (!m_document->hasTrials())
    return createStudy(path, false);
  m_consent->remember(m_document->spec(), QFileInfo(path).absolutePath());
  m_engine->copyTo(path);
}

void MainWindow::say(const QString& sentence, bool isError) { m_banner->show(sentence, isError); }

bool MainWindow::isActive() const {
  const auto state = m_document->state();
  return state == StudyState::Running || state == StudyState::Paused || state == StudyState::Stopping;
}

bool MainWindow::mayLeave() {
  if (m_document->readOnly() || !isActive() || m_document->progress().running == 0)
    return true;
  const int running = m_document->progress().running;
  QMessageBox box(QMessageBox::Question, tr("Trials are running"),
                  running == 1 ? tr("One trial is running.") : tr("%n trials are running.", nullptr, running),
                  QMessageBox::NoButton, this);
  box.setObjectName(QStringLiteral("leaveQuestion"));
  box.setInformativeText(tr("If you go on they are ended now. When this study is run the next time they continue from their "
                            "checkpoints, or run again where they have left none."));
  auto* end = box.addButton(tr("End them and go on"), QMessageBox::AcceptRole);
  box.addButton(QMessageBox::Cancel);
  box.exec();
  return box.clickedButton() == end;
}

void MainWindow::closeEvent(QCloseEvent* event) {
  if (!mayLeave()) {
    event->ignore();
    return;
  }
  rememberLayout();
  m_engine->close();
  event->accept();
}

void MainWindow::endNow() {
  rememberLayout();
  m_engine->close();
  QCoreApplication::exit(0);
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
  const auto urls = event->mimeData()->urls();
  if (urls.size() == 1 && urls.front().isLocalFile())
    event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent* event) {
  event->acceptProposedAction();
  openPath(event->mimeData()->urls().front().toLocalFile());
}

void MainWindow::rememberLayout() {
  QSettings settings;
  settings.setValue(QStringLiteral("window/geometry"), saveGeometry());
  settings.setValue(QStringLiteral("window/run"), m_runView->layoutState());
}

void MainWindow::restoreLayout() {
  const QSettings settings;
  if (!restoreGeometry(settings.value(QStringLiteral("window/geometry")).toByteArray()))
    resize(1280, 800);
  if (const auto run = settings.value(QStringLiteral("window/run")).toByteArray(); !run.isEmpty())
    m_runView->restoreLayoutState(run);
}

} // namespace sweep::ui
