// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/known_result.h"
#include "core/study/study_spec.h"

#include <QMainWindow>

class QLabel;
class QMenu;
class QStackedWidget;
class QToolButton;

namespace sweep::ui {

class Banner;
class EngineLink;
class InterruptedBanner;
class Explorer;
class KnownResultsImport;
class ModeBar;
class ResultView;
class RunConsent;
class RunView;
class Selection;
class StudyDocument;
class StudyForm;

/// Where the program's own files are.
struct Places {
  /// Bare program names are looked for here before PATH.
  QStringList programFolders;
  /// Folders that hold a study.yaml each.
  QStringList exampleFolders;
};

/// One window, one study, four modes: assembles the pages and joins them by signals; decides nothing about the study.
class MainWindow : public QMainWindow {
  Q_OBJECT
public:
  explicit MainWindow(const Places& places, QWidget* parent = nullptr);
  ~MainWindow() override;

  void newStudy();
  /// A study, a readable study file, or a program to tune.
  void openPath(const QString& path);
  /// Ends what runs and the program, without a question: those trials run again the next time.
  void endNow();

protected:
  void closeEvent(QCloseEvent* event) override;
  void dragEnterEvent(QDragEnterEvent* event) override;
  void dropEvent(QDropEvent* event) override;

private:
  void buildPages();
  void buildActions();
  void buildFileMenu();
  void buildEditMenu();
  void buildStudyMenu();
  void buildViewMenu();
  void buildHelpMenu();
  void buildStatusBar();
  void connectParts();
  QAction* action(QMenu* menu, const QString& name, const QString& text, const QString& icon, const QKeySequence& keys,
                  const QString& tip = {});

  void run();
  /// Runs failed trials again, at once where the study is at rest.
  void retry(const QList<int>& trials);
  /// Tries the configurations of these trials once more, at once where the study is at rest.
  void repeat(const QList<int>& trials);
  /// Decides on interrupted trials; the study goes on with those that are kept.
  void decideInterrupted(const QList<int>& trials, InterruptedRule decision);
  /// What was asked for happens at once where the study is at rest; false when somebody has to start it.
  bool goOn();
  /// Makes them trials of the study, which is given a file of its own where it has none.
  void useKnown(const std::vector<KnownResult>& results);
  /// Gives the document's study a file of its own.
  void createStudy(const QString& path, bool runAtOnce);
  /// Where it lies, or will.
  QString ownPath() const;
  void save();
  void saveAs();
  void openDialog();
  void openStudyText(const QString& path);
  bool isExample(const QString& path) const;
  void openProgram(const QString& path);
  void duplicateStudy();
  void showRecent();
  void showProblems();
  void showPath();
  void updateActions();
  void say(const QString& sentence, bool isError = false);
  /// Asks once when trials are running; true when the study may be let go.
  bool mayLeave();
  bool isActive() const;
  void rememberLayout();
  void restoreLayout();

  Places m_places;
  EngineLink* m_engine;
  StudyDocument* m_document;
  RunConsent* m_consent;
  KnownResultsImport* m_known;
  Selection* m_selection;
  ModeBar* m_modes;
  QStackedWidget* m_pages;
  Banner* m_banner;
  InterruptedBanner* m_interrupted;
  StudyForm* m_form = nullptr;
  RunView* m_runView = nullptr;
  Explorer* m_explorer = nullptr;
  ResultView* m_resultView = nullptr;
  QMenu* m_recent = nullptr;
  QToolButton* m_problems = nullptr;
  QLabel* m_path = nullptr;
  QAction* m_run = nullptr;
  QAction* m_pause = nullptr;
  QAction* m_stop = nullptr;
  QAction* m_stopNow = nullptr;
  bool m_openedByPerson = false;
  bool m_readOnly = false;
};

} // namespace sweep::ui
