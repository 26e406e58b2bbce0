// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runner/study_check.h"

#include <QStringList>
#include <QWidget>

#include <vector>

class QScrollArea;
class QVBoxLayout;

namespace sweep::ui {

class FormSection;
class PreviewPane;
class SectionNavigator;
class RunConsent;
class StudyDocument;

/// The page on which a study is set up: one scrolling form in the order in which a person thinks, and beside it what
/// pressing Run would do. Everything goes through the document, as steps of its undo.
class StudyForm : public QWidget {
  Q_OBJECT
public:
  /// programFolders as in RunnerPlaces.
  StudyForm(StudyDocument* document, RunConsent* consent, QStringList programFolders, QWidget* parent = nullptr);

  /// Brings the field into view and gives it the focus.
  void showProblem(const StudyProblem& problem);

Q_SIGNALS:
  void runRequested();
  /// A study with trials is fixed; a person wants to go on from it.
  void duplicateRequested();

protected:
  void keyPressEvent(QKeyEvent* event) override;

private:
  struct Place {
    FormSection* section;
    /// Its title in the navigator.
    int tab;
  };
  void build();
  QWidget* formSide();
  QWidget* fixedNotice();
  template <class S> S* addSection(int tab);
  void load();
  void showProblems();
  void reportDrafts();
  void showFixed();
  void goTo(int tab);
  void followScroll();

  StudyDocument* m_document;
  QStringList m_programFolders;
  std::vector<Place> m_places;
  QVBoxLayout* m_list = nullptr;
  QScrollArea* m_scroll = nullptr;
  SectionNavigator* m_navigator;
  QWidget* m_notice = nullptr;
  PreviewPane* m_preview;
};

} // namespace sweep::ui
