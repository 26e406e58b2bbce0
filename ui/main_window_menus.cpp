// SPDX-License-Identifier: GPL-3.0-or-later
// The menus, actions and status bar of MainWindow.
#include "ui/checkpoint_status.h"
#include "ui/engine_link.h"
#include "ui/known_results_import.h"
#include "ui/main_window.h"
#include "ui/mode_bar.h"
#include "ui/result_view/result_view.h"
#include "ui/run_view/run_view.h"
#include "ui/selection.h"
#include "ui/study_document.h"
#include "ui/study_files.h"
#include "ui/study_form/study_form.h"
#include "ui/text.h"
#include "ui/theme.h"
#include "ui/widgets/action_finder.h"

#include <QActionGroup>
#include <QApplication>
#include <QDir>
#include <QFileInfo>
#include <QLabel>
#include <QMenuBar>
#include <QMessageBox>
#include <QStatusBar>
#include <QToolButton>

namespace sweep::ui {

QAction* MainWindow::action(QMenu* menu, const QString& name, const QString& text, const QString& icon,
                            const QKeySequence& keys, const QString& tip) {
  auto* action = menu->addAction(text);
  action->setObjectName(name);
  if (!icon.isEmpty())
    action->setIcon(Theme::instance().icon(icon));
  action->setShortcut(keys);
  const QString plain = tip.isEmpty() ? QString(text).remove(QLatin1Char('&')) : tip;
  action->setStatusTip(plain);
  action->setToolTip(keys.isEmpty() ? plain : QStringLiteral("%1 (%2)").arg(plain, keys.toString(QKeySequence::NativeText)));
  return action;
}

void MainWindow::buildActions() {
  buildFileMenu();
  buildEditMenu();
  buildStudyMenu();
  buildViewMenu();
  buildHelpMenu();
}

void MainWindow::buildFileMenu() {
  auto* menu = menuBar()->addMenu(tr("&File"));
  connect(action(menu, QStringLiteral("newStudy"), tr("&New study"), QStringLiteral("new"), QKeySequence::New),
          &QAction::triggered, this, &MainWindow::newStudy);
  connect(action(menu, QStringLiteral("openStudy"), tr("&Open…"), QStringLiteral("open"), QKeySequence::Open),
          &QAction::triggered, this, &MainWindow::openDialog);
  m_recent = menu->addMenu(tr("Open &recent"));
  m_recent->setObjectName(QStringLiteral("recentMenu"));
  connect(m_recent, &QMenu::aboutToShow, this, &MainWindow::showRecent);
  auto* examples = menu->addMenu(tr("&Examples"));
  examples->setObjectName(QStringLiteral("examplesMenu"));
  examples->setEnabled(!m_places.exampleFolders.isEmpty());
  for (const auto& folder : m_places.exampleFolders)
    connect(examples->addAction(QFileInfo(folder).fileName()), &QAction::triggered, this,
            [this, folder] { openPath(QDir(folder).filePath(QStringLiteral("study.yaml"))); });
  menu->addSeparator();
  connect(action(menu, QStringLiteral("saveStudy"), tr("&Save"), QStringLiteral("save"), QKeySequence::Save),
          &QAction::triggered, this, &MainWindow::save);
  connect(action(menu, QStringLiteral("saveStudyAs"), tr("Save &as…"), {}, QKeySequence(tr("Ctrl+Shift+S")),
                 tr("Save as a study or as a readable study file")),
          &QAction::triggered, this, &MainWindow::saveAs);
  menu->addSeparator();
  connect(action(menu, QStringLiteral("exportBest"), tr("&Export best…"), QStringLiteral("export"), QKeySequence(tr("Ctrl+E"))),
          &QAction::triggered, this, [this] {
            m_modes->choose(3);
            m_resultView->saveAs();
          });
  connect(action(menu, QStringLiteral("exportTrials"), tr("Export all &trials…"), QStringLiteral("table"), {}),
          &QAction::triggered, m_resultView, &ResultView::saveTrials);
  menu->addSeparator();
  connect(action(menu, QStringLiteral("quit"), tr("&Quit"), {}, QKeySequence(tr("Ctrl+Q"))), &QAction::triggered, this,
          &QWidget::close);
}

void MainWindow::buildEditMenu() {
  auto* menu = menuBar()->addMenu(tr("&Edit"));
  auto* undo = m_document->undoStack()->createUndoAction(this, tr("&Undo"));
  undo->setObjectName(QStringLiteral("undo"));
  undo->setIcon(Theme::instance().icon(QStringLiteral("undo")));
  undo->setShortcut(QKeySequence::Undo);
  auto* redo = m_document->undoStack()->createRedoAction(this, tr("&Redo"));
  redo->setObjectName(QStringLiteral("redo"));
  redo->setIcon(Theme::instance().icon(QStringLiteral("redo")));
  redo->setShortcuts({QKeySequence(tr("Ctrl+Shift+Z")), QKeySequence(tr("Ctrl+Y"))});
  menu->addAction(undo);
  menu->addAction(redo);
  menu->addSeparator();
  connect(action(menu, QStringLiteral("filterTrials"), tr("&Filter trials"), QStringLiteral("filter"), QKeySequence::Find),
          &QAction::triggered, this, [this] {
            m_modes->choose(1);
            m_runView->focusFilter();
          });
  connect(action(menu, QStringLiteral("clearSelection"), tr("&Clear selection"), {}, QKeySequence(tr("Ctrl+Shift+A"))),
          &QAction::triggered, m_selection, &Selection::clear);
}

void MainWindow::buildStudyMenu() {
  auto* menu = menuBar()->addMenu(tr("&Study"));
  m_run = action(menu, QStringLiteral("run"), tr("&Run"), QStringLiteral("run"), QKeySequence(tr("Ctrl+R")));
  m_pause = action(menu, QStringLiteral("pause"), tr("&Pause"), QStringLiteral("pause"), QKeySequence(tr("Ctrl+P")),
                   tr("Start no new trials; running ones go on"));
  m_stop = action(menu, QStringLiteral("stop"), tr("&Stop"), QStringLiteral("stop"), QKeySequence(tr("Ctrl+.")),
                  tr("Stop once the running trials have finished"));
  m_stopNow = action(menu, QStringLiteral("stopNow"), tr("Stop &now"), QStringLiteral("stop-now"),
                     QKeySequence(tr("Ctrl+Shift+.")), tr("End the running trials now; they run again the next time"));
  connect(m_run, &QAction::triggered, this, &MainWindow::run);
  connect(m_pause, &QAction::triggered, m_engine, &EngineLink::pause);
  connect(m_stop, &QAction::triggered, m_engine, &EngineLink::stopAfterRunning);
  connect(m_stopNow, &QAction::triggered, m_engine, &EngineLink::stopNow);
  menu->addSeparator();
  connect(action(menu, QStringLiteral("useKnownResults"), tr("Use &known results…"), QStringLiteral("table"), {},
                 tr("Let the method learn from an earlier study or a table of results")),
          &QAction::triggered, m_known, &KnownResultsImport::choose);
  connect(action(menu, QStringLiteral("duplicateStudy"), tr("&Duplicate as new study"), QStringLiteral("duplicate"),
                 QKeySequence(tr("Ctrl+D"))),
          &QAction::triggered, this, &MainWindow::duplicateStudy);
}

void MainWindow::buildViewMenu() {
  auto* menu = menuBar()->addMenu(tr("&View"));
  menu->addAction(m_modes->add(tr("Setup"), QStringLiteral("setup"), tr("What to run and how to search")));
  menu->addAction(m_modes->add(tr("Run"), QStringLiteral("runview"), tr("Watch the trials come in")));
  menu->addAction(m_modes->add(tr("Explore"), QStringLiteral("explore"), tr("See what matters")));
  menu->addAction(m_modes->add(tr("Result"), QStringLiteral("result"), tr("Take the best configuration home")));
  menu->addSeparator();
  auto* looks = menu->addMenu(tr("&Appearance"));
  looks->setObjectName(QStringLiteral("appearanceMenu"));
  auto* group = new QActionGroup(this);
  const auto add = [&](Theme::Mode mode, const QString& name, const QString& text) {
    auto* choice = group->addAction(looks->addAction(text));
    choice->setObjectName(name);
    choice->setCheckable(true);
    choice->setChecked(Theme::instance().mode() == mode);
    connect(choice, &QAction::triggered, this, [mode] { Theme::instance().setMode(mode); });
  };
  add(Theme::Mode::System, QStringLiteral("appearanceSystem"), tr("As the &system"));
  add(Theme::Mode::Light, QStringLiteral("appearanceLight"), tr("&Light"));
  add(Theme::Mode::Dark, QStringLiteral("appearanceDark"), tr("&Dark"));
}

void MainWindow::buildHelpMenu() {
  auto* menu = menuBar()->addMenu(tr("&Help"));
  connect(action(menu, QStringLiteral("findAction"), tr("&Find action…"), QStringLiteral("search"), QKeySequence(tr("Ctrl+Shift+P"))),
          &QAction::triggered, this, [this] { ActionFinder(menuBar(), this).exec(); });
  connect(action(menu, QStringLiteral("about"), tr("&About Sweepscope"), QStringLiteral("info"), {}), &QAction::triggered, this,
          [this] {
            QMessageBox::about(this, tr("About Sweepscope"),
                               tr("<h3>Sweepscope %1</h3><p>Tunes other programs: any program, any language, on this "
                                  "computer.</p><p>Free software under the GNU General Public License, version 3 or "
                                  "later.</p>")
                                   .arg(QApplication::applicationVersion()));
          });
}

void MainWindow::buildStatusBar() {
  m_problems = new QToolButton;
  m_problems->setObjectName(QStringLiteral("problems"));
  m_problems->setAutoRaise(true);
  m_problems->hide();
  m_problems->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  connect(m_problems, &QToolButton::clicked, this, [this] {
    m_modes->choose(0);
    const auto& problems = m_document->check().problems;
    const auto* first = m_document->check().firstError();
    if (first || !problems.empty())
      m_form->showProblem(first ? *first : problems.front());
  });
  m_path = new QLabel;
  m_path->setObjectName(QStringLiteral("studyPath"));
  m_path->setContentsMargins(0, 0, space::Unit, 0);
  statusBar()->setSizeGripEnabled(false);
  statusBar()->addWidget(m_problems);
  auto* checkpoints = new CheckpointStatus(m_document);
  connect(checkpoints, &QToolButton::clicked, this, [this] {
    m_modes->choose(0);
    m_form->showProblem({Section::Budget, 0, Field::Whole, "keep", {}, false});
  });
  statusBar()->addPermanentWidget(checkpoints);
  statusBar()->addPermanentWidget(m_path);
}

void MainWindow::showRecent() {
  m_recent->clear();
  for (const auto& path : recentFiles())
    connect(m_recent->addAction(path), &QAction::triggered, this, [this, path] { openPath(path); });
  if (m_recent->isEmpty())
    m_recent->addAction(tr("Nothing opened yet"))->setEnabled(false);
}

void MainWindow::showProblems() {
  const auto& check = m_document->check();
  m_problems->setVisible(!check.problems.empty());
  if (check.problems.empty())
    return;
  const auto& first = check.firstError() ? *check.firstError() : check.problems.front();
  m_problems->setIcon(Theme::instance().icon(check.firstError() ? QStringLiteral("error") : QStringLiteral("warning")));
  const auto count = static_cast<int>(check.problems.size());
  m_problems->setText(count == 1 ? translated(first.message)
                                 : tr("%n problems", nullptr, count) + QStringLiteral(" ▸ ") + translated(first.message));
  m_problems->setAccessibleName(m_problems->text());
  m_problems->setToolTip(tr("Show it in the form"));
}

void MainWindow::showPath() {
  const QString name = shownText(m_document->spec().name);
  const QString path = m_document->path();
  m_path->setText(path.isEmpty() ? tr("draft, not saved yet") : tr("saved · %1").arg(QFileInfo(path).fileName()));
  m_path->setToolTip(path);
  setWindowTitle(tr("%1 – Sweepscope").arg(name));
  setWindowFilePath(path);
}

void MainWindow::updateActions() {
  const auto state = m_document->state();
  const auto& check = m_document->check();
  const auto* error = check.firstError();
  const bool resting = state == StudyState::Idle || state == StudyState::Paused || state == StudyState::Finished;
  const auto& progress = m_document->progress();
  const bool started = m_document->hasTrials();
  const bool done = progress.planned && static_cast<std::uint64_t>(progress.finished()) >= *progress.planned && started;
  const bool readOnly = m_document->readOnly();
  m_run->setEnabled(resting && !readOnly && !error && !done && m_document->checked());
  m_run->setText(state == StudyState::Paused ? tr("&Resume") : started ? tr("&Go on") : tr("&Run"));
  m_run->setToolTip(readOnly ? tr("This study is open for reading only.")
                    : error  ? tr("Cannot run yet: %1").arg(translated(error->message))
                    : done
                        ? tr("All planned trials are done. To go on, raise the number of trials in Setup.")
                        : tr("Run the study (%1)").arg(m_run->shortcut().toString(QKeySequence::NativeText)));
  m_run->setStatusTip(m_run->toolTip());
  m_pause->setEnabled(!readOnly && state == StudyState::Running);
  m_stop->setEnabled(!readOnly && (state == StudyState::Running || state == StudyState::Paused));
  m_stopNow->setEnabled(!readOnly && (isActive() || progress.running > 0));
}

} // namespace sweep::ui
