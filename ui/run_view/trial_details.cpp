// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/run_view/trial_details.h"

#include "core/executor/job.h"
#include "core/runner/command_template.h"
#include "ui/engine_link.h"
#include "ui/checkpoint_status.h"
#include "ui/run_view/attempt_text.h"
#include "ui/run_view/log_view.h"
#include "ui/run_view/reports_sketch.h"
#include "ui/selection.h"
#include "ui/study_document.h"
#include "ui/text.h"
#include "ui/theme.h"
#include "ui/trial_mark.h"
#include "ui/trial_text.h"

#include <QApplication>
#include <QClipboard>
#include <QDesktopServices>
#include <QFileInfo>
#include <QFontDatabase>
#include <QFormLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QScrollArea>
#include <QSplitter>
#include <QStackedWidget>
#include <QTabWidget>
#include <QToolButton>
#include <QUrl>
#include <QVBoxLayout>

#include <ranges>

namespace sweep::ui {

namespace {

/// Each is a widget of its own.
constexpr int MostFacts = 200;
/// Characters.
constexpr qsizetype LongestValue = 2'000;
constexpr qsizetype LongestCommand = 100'000;

} // namespace

TrialDetails::TrialDetails(StudyDocument* document, Selection* selection, EngineLink* engine, QWidget* parent)
    : QWidget(parent), m_document(document), m_selection(selection), m_engine(engine), m_pages(new QStackedWidget(this)),
      m_mark(new QLabel), m_title(new QLabel), m_sentence(new QLabel), m_sketch(new ReportsSketch),
      m_command(new QPlainTextEdit), m_logs(new QTabWidget), m_output(new LogView), m_errors(new LogView) {
  setObjectName(QStringLiteral("trialDetails"));
  auto* empty = new QLabel(tr("Select a trial in the table or in a chart\nto see its parameters, reports and output."));
  empty->setAlignment(Qt::AlignCenter);
  empty->setForegroundRole(QPalette::PlaceholderText);
  m_pages->addWidget(empty);

  auto* page = new QWidget;
  auto* pageLayout = new QVBoxLayout(page);
  pageLayout->setContentsMargins(space::Double, space::Unit, space::Unit, space::Unit);
  pageLayout->setSpacing(space::Unit);
  pageLayout->addWidget(buildHead());
  pageLayout->addWidget(buildBody(), 1);
  m_pages->addWidget(page);

  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(m_pages);

  connect(m_selection, &Selection::changed, this, &TrialDetails::show);
  connect(m_document, &StudyDocument::pathChanged, this, &TrialDetails::show);
  connect(m_document, &StudyDocument::trialsChanged, this, [this](const QList<int>& numbers) {
    if (numbers.contains(m_selection->current()))
      show();
  });
  connect(m_document, &StudyDocument::checkpointsChanged, this, [this] {
    if (m_document->checkpointsOf(m_selection->current()) != m_shownUse)
      show();
  });
  show();
}

QToolButton* TrialDetails::headButton(const QString& name, const QString& icon, const QString& tip) {
  auto* button = new QToolButton;
  button->setObjectName(name);
  button->setIcon(Theme::instance().icon(icon));
  button->setToolTip(tip);
  button->setAccessibleName(tip);
  button->setAutoRaise(true);
  return button;
}

QWidget* TrialDetails::buildHead() {
  m_title->setFont(titleFont());
  m_title->setObjectName(QStringLiteral("trialTitle"));
  m_title->setWordWrap(true);
  m_sentence->setObjectName(QStringLiteral("trialSentence"));
  m_sentence->setWordWrap(true);
  m_sentence->setTextInteractionFlags(Qt::TextSelectableByMouse);
  m_stop = headButton(QStringLiteral("stopTrial"), QStringLiteral("stop"), tr("Stop this trial"));
  m_retry = headButton(QStringLiteral("retryTrial"), QStringLiteral("redo"), tr("Run this trial again"));
  m_copyCommand = headButton(QStringLiteral("copyTrialCommand"), QStringLiteral("copy"), tr("Copy the command"));
  m_openFolder = headButton(QStringLiteral("openTrialFolder"), QStringLiteral("folder"), tr("Open the trial's folder"));
  connect(m_stop, &QToolButton::clicked, this, [this] { m_engine->stopTrial(m_selection->current()); });
  connect(m_retry, &QToolButton::clicked, this, [this] { Q_EMIT retryRequested({m_selection->current()}); });
  connect(m_copyCommand, &QToolButton::clicked, this,
          [this] { QApplication::clipboard()->setText(m_commandLine); });
  connect(m_openFolder, &QToolButton::clicked, this, [this] {
    QDesktopServices::openUrl(QUrl::fromLocalFile(m_engine->trialFolder(m_selection->current())));
  });

  auto* head = new QWidget;
  auto* row = new QHBoxLayout;
  row->setSpacing(space::Half);
  row->addWidget(m_mark);
  row->addWidget(m_title, 1);
  for (auto* button : {m_stop, m_retry, m_copyCommand, m_openFolder})
    row->addWidget(button);
  auto* layout = new QVBoxLayout(head);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(space::Half);
  layout->addLayout(row);
  layout->addWidget(m_sentence);
  return head;
}

QWidget* TrialDetails::buildBody() {
  auto* scroll = new QScrollArea;
  scroll->setObjectName(QStringLiteral("trialFacts"));
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  m_facts = new QWidget;
  scroll->setWidget(m_facts);

  m_sketch->setObjectName(QStringLiteral("trialReports"));
  m_sketch->setAccessibleName(tr("Reports of the trial"));
  m_command->setReadOnly(true);
  m_command->setObjectName(QStringLiteral("trialCommand"));
  m_command->setAccessibleName(tr("Command of the trial"));
  m_command->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
  m_command->setFrameShape(QFrame::NoFrame);
  m_output->setObjectName(QStringLiteral("trialOutput"));
  m_output->setAccessibleName(tr("Output of the trial"));
  m_errors->setObjectName(QStringLiteral("trialErrors"));
  m_errors->setAccessibleName(tr("Error output of the trial"));
  m_logs->setObjectName(QStringLiteral("trialLogs"));
  m_logs->setDocumentMode(true);
  m_logs->addTab(m_output, tr("Output"));
  m_logs->addTab(m_errors, tr("Errors"));
  m_logs->addTab(m_command, tr("Command"));

  auto* top = new QWidget;
  auto* topLayout = new QVBoxLayout(top);
  topLayout->setContentsMargins(0, 0, 0, 0);
  topLayout->addWidget(m_sketch);
  topLayout->addWidget(scroll, 1);
  auto* splitter = new QSplitter(Qt::Vertical);
  splitter->setChildrenCollapsible(false);
  splitter->addWidget(top);
  splitter->addWidget(m_logs);
  splitter->setStretchFactor(0, 1);
  splitter->setStretchFactor(1, 1);
  return splitter;
}

void TrialDetails::show() {
  const Trial* trial = m_document->trial(m_selection->current());
  m_pages->setCurrentIndex(trial ? 1 : 0);
  if (!trial)
    return;
  showHead(*trial);
  m_sketch->show(*trial, m_document->spec().objective().metric);
  showFacts(*trial);
  showLogs(*trial);
}

void TrialDetails::showHead(const Trial& trial) {
  const bool best = m_document->progress().bestTrial == trial.number;
  m_mark->setPixmap(trialMark(trial.state, best, 20, devicePixelRatioF()));
  m_title->setText(trial.value() ? tr("Trial %1 · %2").arg(trial.number).arg(shortNumber(*trial.value(), 6))
                                 : tr("Trial %1 · %2").arg(trial.number).arg(stateText(trial)));
  QStringList sentences;
  if (best)
    sentences.append(tr("The best so far."));
  if (trial.failure)
    sentences.append(translated(trial.failure->message));
  else if (isUndecided(trial) && trial.attempts.back().failure)
    sentences.append(translated(trial.attempts.back().failure->message));
  if (!trial.failure && !trial.verdict.empty())
    sentences.append(tr("%1: %2").arg(stateText(trial.state), translated(trial.verdict)));
  if (!trial.origin.empty())
    sentences.append(tr("Chosen by: %1").arg(translated(trial.origin)));
  m_sentence->setText(sentences.join(QLatin1Char('\n')));
  m_stop->setVisible(trial.state == TrialState::Running || trial.state == TrialState::Waiting);
  m_retry->setVisible(trial.state == TrialState::Failed || isUndecided(trial));
}

void TrialDetails::addFact(QFormLayout* form, const QString& name, const QString& value) {
  auto* label = new QLabel(name);
  label->setForegroundRole(QPalette::PlaceholderText);
  auto* text = new QLabel(value);
  text->setWordWrap(true);
  text->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  text->setAccessibleName(name);
  form->addRow(label, text);
}

void TrialDetails::showFacts(const Trial& trial) {
  delete m_facts->layout();
  qDeleteAll(m_facts->findChildren<QLabel*>());
  auto* form = new QFormLayout(m_facts);
  form->setContentsMargins(0, 0, 0, 0);
  form->setHorizontalSpacing(space::Double);
  form->setVerticalSpacing(space::Half);
  for (const auto& [name, value] : trial.configuration | std::views::take(MostFacts))
    addFact(form, shownText(name), shownText(valueText(value), LongestValue));
  if (!trial.reports.empty())
    for (const auto& [name, value] : trial.reports.back().metrics | std::views::take(MostFacts))
      addFact(form, tr("last %1").arg(shownText(name)), exactNumber(value));
  for (const auto& attempt : trial.attempts)
    addFact(form, tr("attempt %1").arg(attempt.number), attemptText(attempt, trial.number));
  m_shownUse = m_document->checkpointsOf(trial.number);
  if (m_shownUse.count > 0)
    addFact(form, tr("checkpoints"), checkpointUseText(m_shownUse));
}

void TrialDetails::showLogs(const Trial& trial) {
  if (trial.attempts.empty()) {
    m_commandLine.clear();
    m_command->clear();
    m_output->follow({}, false);
    m_errors->follow({}, false);
    return;
  }
  const auto& attempt = trial.attempts.back();
  const std::string line = shellLine(attempt.command);
  m_commandLine = toQt(line);
  const QString command = shownText(line, LongestCommand);
  if (m_command->toPlainText() != command)
    m_command->setPlainText(command);
  const QString folder = m_engine->trialFolder(trial.number) + QLatin1Char('/');
  const bool growing = trial.state == TrialState::Running;
  m_output->follow(folder + toQt(stdoutLog(attempt.number)), growing);
  m_errors->follow(folder + toQt(stderrLog(attempt.number)), growing);
  turnToErrors(trial, folder + toQt(stderrLog(attempt.number)));
}

/// Why a trial failed stands among its errors, if anywhere. Once a trial: then the person turns the pages.
void TrialDetails::turnToErrors(const Trial& trial, const QString& errors) {
  if (trial.state == TrialState::Failed && m_turnedFor != trial.number && QFileInfo(errors).size() > 0)
    m_logs->setCurrentWidget(m_errors);
  else if (trial.state != TrialState::Failed && m_turnedFor != trial.number && m_logs->currentWidget() == m_errors)
    m_logs->setCurrentWidget(m_output);
  m_turnedFor = trial.number;
}

} // namespace sweep::ui
