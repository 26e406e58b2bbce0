// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/study_form/study_form.h"

#include "ui/study_document.h"
#include "ui/study_form/budget_section.h"
#include "ui/study_form/constraints_section.h"
#include "ui/study_form/limits_section.h"
#include "ui/study_form/method_section.h"
#include "ui/study_form/metric_section.h"
#include "ui/study_form/objective_section.h"
#include "ui/study_form/parameters_section.h"
#include "ui/study_form/preview_pane.h"
#include "ui/study_form/program_section.h"
#include "ui/study_form/replay_section.h"
#include "ui/study_form/section_navigator.h"
#include "ui/theme.h"
#include "ui/widgets/section_header.h"

#include <QKeyEvent>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QSplitter>
#include <QVBoxLayout>

namespace sweep::ui {

namespace {
constexpr int FormWidth = 96 * space::Unit;
constexpr int PreviewWidth = 44 * space::Unit;
enum Tab { ProgramTab, ParametersTab, ObjectiveTab, MethodTab, LimitsTab };
} // namespace

StudyForm::StudyForm(StudyDocument* document, RunConsent* consent, QStringList programFolders, QWidget* parent)
    : QWidget(parent), m_document(document), m_programFolders(std::move(programFolders)), m_navigator(new SectionNavigator),
      m_preview(new PreviewPane(document, consent, m_programFolders)) {
  setObjectName(QStringLiteral("studyForm"));
  setAccessibleName(tr("Study"));
  build();
  connect(m_document, &StudyDocument::specChanged, this, &StudyForm::load);
  connect(m_document, &StudyDocument::checkChanged, this, &StudyForm::showProblems);
  connect(m_document, &StudyDocument::snapshotChanged, this, &StudyForm::showFixed);
  connect(m_preview, &PreviewPane::problemChosen, this, &StudyForm::showProblem);
  connect(m_navigator, &SectionNavigator::chosen, this, &StudyForm::goTo);
  connect(m_scroll->verticalScrollBar(), &QScrollBar::valueChanged, this, &StudyForm::followScroll);
  load();
  showProblems();
  showFixed();
  followScroll();
}

void StudyForm::build() {
  auto* split = new QSplitter(Qt::Horizontal);
  split->setObjectName(QStringLiteral("form.split"));
  split->setChildrenCollapsible(false);
  split->setHandleWidth(1);
  split->addWidget(formSide());
  split->addWidget(m_preview);
  split->setStretchFactor(0, 3);
  split->setStretchFactor(1, 1);
  split->setSizes({FormWidth, PreviewWidth});
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(split);
}

QWidget* StudyForm::formSide() {
  auto* content = new QWidget;
  m_list = new QVBoxLayout(content);
  m_list->setContentsMargins(space::Section, space::Double, space::Section, space::Section);
  m_list->setSpacing(space::Section + space::Unit);
  addSection<ProgramSection>(ProgramTab);
  addSection<ReplaySection>(ProgramTab);
  addSection<ParametersSection>(ParametersTab);
  addSection<ConstraintsSection>(ParametersTab);
  auto* objective = addSection<ObjectiveSection>(ObjectiveTab);
  connect(m_preview, &PreviewPane::metricChosen, objective, &ObjectiveSection::setMetric);
  connect(m_preview, &PreviewPane::metricsKnown, objective, &ObjectiveSection::setKnownMetrics);
  auto* metrics = addSection<MetricSection>(ObjectiveTab);
  connect(m_preview, &PreviewPane::sampled, metrics, &MetricSection::setTry);
  connect(metrics, &MetricSection::metricChosen, objective, &ObjectiveSection::setMetric);
  addSection<MethodSection>(MethodTab);
  addSection<BudgetSection>(MethodTab);
  addSection<LimitsSection>(LimitsTab);
  m_list->addStretch(1);
  m_scroll = new QScrollArea;
  m_scroll->setObjectName(QStringLiteral("form.scroll"));
  m_scroll->setFrameShape(QFrame::NoFrame);
  m_scroll->setWidgetResizable(true);
  m_scroll->setWidget(content);
  auto* side = new QWidget;
  auto* layout = new QVBoxLayout(side);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(0);
  layout->addWidget(m_navigator);
  layout->addWidget(fixedNotice());
  layout->addWidget(m_scroll, 1);
  return side;
}

template <class S> S* StudyForm::addSection(int tab) {
  auto* section = new S(m_document);
  const bool isNew = m_places.empty() || m_places.back().tab != tab;
  if (isNew)
    m_navigator->addSection(section->title());
  m_places.push_back({section, tab});
  m_list->addWidget(section);
  connect(section, &FormSection::draftsChanged, this, &StudyForm::reportDrafts, Qt::QueuedConnection);
  return section;
}

QWidget* StudyForm::fixedNotice() {
  m_notice = new QWidget;
  m_notice->setObjectName(QStringLiteral("form.fixedNotice"));
  auto* text = new QuietLabel(tr("This study has trials: what they have in common stays as it is, so that they can be compared. "
                                 "Limits, and which checkpoints stay, can still be changed."));
  auto* duplicate = new QPushButton(tr("Duplicate as new study"));
  duplicate->setObjectName(QStringLiteral("form.duplicate"));
  duplicate->setAccessibleName(tr("Duplicate as new study"));
  duplicate->setIcon(Theme::instance().icon(QStringLiteral("duplicate")));
  connect(duplicate, &QPushButton::clicked, this, &StudyForm::duplicateRequested);
  auto* layout = new QHBoxLayout(m_notice);
  layout->setContentsMargins(space::Section, space::Unit, space::Section, 0);
  layout->setSpacing(space::Double);
  layout->addWidget(text, 1);
  layout->addWidget(duplicate);
  return m_notice;
}

void StudyForm::load() {
  for (const auto& place : m_places)
    place.section->load();
}

void StudyForm::showProblems() {
  std::vector<int> errors(LimitsTab + 1, 0);
  for (const auto& place : m_places)
    errors.at(static_cast<std::size_t>(place.tab)) += place.section->showProblems(m_document->check().problems);
  for (int tab = 0; tab <= LimitsTab; ++tab)
    m_navigator->setErrors(tab, errors[static_cast<std::size_t>(tab)]);
}

void StudyForm::reportDrafts() {
  std::vector<StudyProblem> drafts;
  for (const auto& place : m_places)
    for (auto& draft : place.section->drafts())
      drafts.push_back(std::move(draft));
  m_document->setDraftProblems(std::move(drafts));
}

void StudyForm::showFixed() {
  const bool fixed = m_document->hasTrials();
  m_notice->setVisible(fixed);
  for (const auto& place : m_places)
    place.section->setFixed(fixed);
}

void StudyForm::showProblem(const StudyProblem& problem) {
  for (const auto& place : m_places)
    if (auto* control = place.section->controlOf(problem)) {
      m_scroll->ensureWidgetVisible(control, space::Section, 8 * space::Unit);
      control->setFocus(Qt::OtherFocusReason);
      return;
    }
}

void StudyForm::goTo(int tab) {
  for (const auto& place : m_places)
    if (place.tab == tab) {
      m_scroll->verticalScrollBar()->setValue(place.section->y() - space::Double);
      m_navigator->setCurrent(tab);
      return;
    }
}

void StudyForm::followScroll() {
  const int top = m_scroll->verticalScrollBar()->value() + m_scroll->viewport()->height() / 4;
  const bool atEnd = m_scroll->verticalScrollBar()->value() == m_scroll->verticalScrollBar()->maximum() &&
                     m_scroll->verticalScrollBar()->maximum() > 0;
  int current = 0;
  for (const auto& place : m_places)
    if (place.section->y() <= top || atEnd)
      current = place.tab;
  m_navigator->setCurrent(current);
}

void StudyForm::keyPressEvent(QKeyEvent* event) {
  if (event->matches(QKeySequence::Undo))
    m_document->undoStack()->undo();
  else if (event->matches(QKeySequence::Redo))
    m_document->undoStack()->redo();
  else
    QWidget::keyPressEvent(event);
}

} // namespace sweep::ui
