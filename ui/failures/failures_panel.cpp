// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/failures/failures_panel.h"

#include "ui/failures/failure_group_model.h"
#include "ui/selection.h"
#include "ui/text.h"
#include "ui/theme.h"
#include "ui/trial_text.h"
#include "ui/widgets/section_header.h"

#include <QFontDatabase>
#include <QHeaderView>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSplitter>
#include <QTableView>
#include <QVBoxLayout>
#include <QtConcurrent/QtConcurrentRun>
#include <algorithm>

namespace sweep::ui {

namespace {

/// How many numbers of trials are listed.
constexpr qsizetype MostNumbers = 12;
constexpr int NarrowWidth = 80 * space::Unit;

QList<int> listOf(const std::vector<int>& numbers) {
  return QList<int>(numbers.begin(), numbers.end());
}

/// "2, 6, 7, …"
QString numbersText(const std::vector<int>& numbers) {
  QStringList texts;
  for (const int number : numbers)
    if (texts.size() < MostNumbers)
      texts.append(QString::number(number));
  if (static_cast<qsizetype>(numbers.size()) > MostNumbers)
    texts.append(QStringLiteral("…"));
  return texts.join(QStringLiteral(", "));
}

std::vector<TrialPtr> failedTrials(const Snapshot& snapshot) {
  std::vector<TrialPtr> failed;
  for (const auto& trial : snapshot.trials)
    if (trial->state == TrialState::Failed)
      failed.push_back(trial);
  return failed;
}

} // namespace

FailuresPanel::FailuresPanel(Selection* selection, QWidget* parent)
    : QWidget(parent), m_selection(selection), m_model(new FailureGroupModel(this)), m_table(new QTableView),
      m_split(new QSplitter), m_sentence(new QLabel), m_trials(new QuietLabel), m_tail(new QPlainTextEdit),
      m_retryTrial(retryButton(QStringLiteral("failures.retryTrial"), &FailuresPanel::thisTrial)),
      m_retryGroup(retryButton(QStringLiteral("failures.retryGroup"), &FailuresPanel::thisGroup)),
      m_retryAll(retryButton(QStringLiteral("failures.retryAll"), &FailuresPanel::allTrials)) {
  setObjectName(QStringLiteral("failures"));
  setAccessibleName(tr("Failures"));
  buildTable();
  m_split->setObjectName(QStringLiteral("failures.split"));
  m_split->setChildrenCollapsible(false);
  m_split->addWidget(m_table);
  m_split->addWidget(buildDetails());
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(m_split);
  connect(m_selection, &Selection::changed, this, &FailuresPanel::follow);
  connect(&m_finder, &QFutureWatcher<std::vector<FailureGroup>>::finished, this, [this] {
    take(m_finder.result());
    if (std::exchange(m_again, false))
      findGroups();
  });
  showGroup(-1);
}

/// Side by side where there is room for both.
void FailuresPanel::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  const auto wanted = width() < NarrowWidth && height() > width() / 2 ? Qt::Vertical : Qt::Horizontal;
  if (m_split->orientation() == wanted)
    return;
  m_split->setOrientation(wanted);
  m_split->setSizes({1000, 1000});
}

FailuresPanel::~FailuresPanel() {
  m_finder.waitForFinished();
}

void FailuresPanel::buildTable() {
  m_table->setObjectName(QStringLiteral("failures.groups"));
  m_table->setAccessibleName(tr("Groups of failed trials"));
  m_table->setModel(m_model);
  m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
  m_table->setSelectionMode(QAbstractItemView::SingleSelection);
  m_table->setTabKeyNavigation(false);
  m_table->setWordWrap(false);
  m_table->setShowGrid(false);
  m_table->setFrameShape(QFrame::NoFrame);
  m_table->setCornerButtonEnabled(false);
  m_table->setMinimumWidth(30 * space::Unit);
  m_table->verticalHeader()->hide();
  m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
  m_table->verticalHeader()->setDefaultSectionSize(m_table->fontMetrics().height() + space::Unit);
  m_table->horizontalHeader()->setHighlightSections(false);
  m_table->horizontalHeader()->setStretchLastSection(true);
  const int letter = m_table->fontMetrics().averageCharWidth();
  m_table->setColumnWidth(FailureGroupModel::Count, 8 * letter);
  m_table->setColumnWidth(FailureGroupModel::Kind, 16 * letter);
  connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &FailuresPanel::choose);
  // The row that is shown is selected already when groups have changed their order.
  connect(m_table, &QTableView::clicked, this, &FailuresPanel::choose);
}

QWidget* FailuresPanel::buildDetails() {
  m_sentence->setObjectName(QStringLiteral("failures.sentence"));
  m_sentence->setWordWrap(true);
  m_sentence->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
  m_trials->setObjectName(QStringLiteral("failures.trials"));
  m_tail->setObjectName(QStringLiteral("failures.tail"));
  m_tail->setAccessibleName(tr("The last lines of its output"));
  m_tail->setReadOnly(true);
  m_tail->setFrameShape(QFrame::NoFrame);
  m_tail->setLineWrapMode(QPlainTextEdit::NoWrap);
  m_tail->setTabChangesFocus(true);
  QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
  font.setPointSizeF(smallFont().pointSizeF());
  m_tail->setFont(font);
  auto* buttons = new QHBoxLayout;
  buttons->setSpacing(space::Unit);
  for (auto* button : {m_retryTrial, m_retryGroup, m_retryAll})
    buttons->addWidget(button);
  buttons->addStretch(1);
  auto* details = new QWidget;
  auto* layout = new QVBoxLayout(details);
  layout->setContentsMargins(space::Unit, 0, 0, 0);
  layout->setSpacing(space::Half);
  layout->addWidget(m_sentence);
  layout->addWidget(m_trials);
  layout->addWidget(m_tail, 1);
  layout->addLayout(buttons);
  return details;
}

QPushButton* FailuresPanel::retryButton(const QString& name, QList<int> (FailuresPanel::*trials)() const) {
  auto* button = new QPushButton(this);
  button->setObjectName(name);
  button->setAutoDefault(false);
  connect(button, &QPushButton::clicked, this, [this, trials] { Q_EMIT retryRequested((this->*trials)()); });
  return button;
}

const std::vector<FailureGroup>& FailuresPanel::groups() const {
  return m_model->groups();
}

int FailuresPanel::failedCount() const {
  std::size_t count = 0;
  for (const auto& group : groups())
    count += group.trials.size();
  return static_cast<int>(count);
}

void FailuresPanel::setSnapshot(SnapshotPtr snapshot) {
  m_snapshot = std::move(snapshot);
  if (m_finder.isRunning())
    m_again = true;
  else
    findGroups();
}

void FailuresPanel::findGroups() {
  auto failed = failedTrials(*m_snapshot);
  if (failed == m_failed)
    return;
  m_failed = std::move(failed);
  m_finder.setFuture(QtConcurrent::run([snapshot = m_snapshot] { return failureGroups(*snapshot); }));
}

void FailuresPanel::take(std::vector<FailureGroup> groups) {
  if (groups == m_model->groups())
    return;
  const int before = shownTrial();
  m_syncing = true;
  m_model->setGroups(std::move(groups));
  const int row = before < 0 ? -1 : m_model->rowOf(before);
  if (row >= 0)
    m_table->selectRow(row);
  m_syncing = false;
  showGroup(row < 0 && m_model->rowCount() > 0 ? 0 : row);
  Q_EMIT changed();
}

void FailuresPanel::choose() {
  const auto rows = m_table->selectionModel()->selectedRows();
  if (m_syncing || rows.isEmpty())
    return;
  showGroup(rows.front().row());
  m_syncing = true;
  m_selection->set(listOf(m_model->group(m_row).trials));
  m_syncing = false;
}

/// A failed trial that was selected elsewhere.
void FailuresPanel::follow() {
  if (m_syncing)
    return;
  const int row = m_model->rowOf(m_selection->current());
  m_syncing = true;
  if (row >= 0)
    m_table->selectRow(row);
  else
    m_table->clearSelection();
  m_syncing = false;
  showGroup(row >= 0 ? row : m_row);
}

int FailuresPanel::shownTrial() const {
  if (m_row < 0 || m_row >= m_model->rowCount())
    return -1;
  return m_model->rowOf(m_selection->current()) == m_row ? m_selection->current()
                                                         : m_model->group(m_row).example();
}

void FailuresPanel::showGroup(int row) {
  m_row = row;
  const int trial = shownTrial();
  const bool known = trial >= 0 && static_cast<std::size_t>(trial) < m_snapshot->trials.size();
  const auto& failure = known ? m_snapshot->trials[static_cast<std::size_t>(trial)]->failure : std::nullopt;
  m_sentence->setText(failure ? translated(failure->message) : tr("What failed will be told here."));
  m_trials->setText(row < 0 ? QString() : tr("Trials %1").arg(numbersText(m_model->group(row).trials)));
  const QString tail = failure ? toQt(failure->tail) : QString();
  if (m_tail->toPlainText() != tail) {
    m_tail->setPlainText(tail);
    m_tail->verticalScrollBar()->setValue(m_tail->verticalScrollBar()->maximum());
  }
  m_tail->setPlaceholderText(failure ? tr("Trial %1 printed nothing.").arg(trial) : QString());
  showButtons();
}

void FailuresPanel::showButtons() {
  const int trial = shownTrial();
  const auto group = thisGroup().size();
  const auto all = allTrials().size();
  m_retryTrial->setText(tr("Run trial %1 again").arg(trial));
  m_retryTrial->setVisible(trial >= 0);
  m_retryGroup->setText(tr("Run these %1 again").arg(group));
  m_retryGroup->setVisible(group > 1);
  m_retryAll->setText(tr("Run all %1 again").arg(all));
  m_retryAll->setToolTip(tr("Every failed trial, except those that were stopped by hand"));
  m_retryAll->setVisible(all > group);
  for (auto* button : {m_retryTrial, m_retryGroup, m_retryAll})
    button->setAccessibleName(button->text());
}

QList<int> FailuresPanel::thisTrial() const {
  return shownTrial() < 0 ? QList<int>() : QList<int>{shownTrial()};
}

QList<int> FailuresPanel::thisGroup() const {
  return m_row < 0 || m_row >= m_model->rowCount() ? QList<int>() : listOf(m_model->group(m_row).trials);
}

QList<int> FailuresPanel::allTrials() const {
  QList<int> trials;
  for (const auto& group : groups())
    if (group.kind != FailureClass::Stopped)
      trials += listOf(group.trials);
  std::ranges::sort(trials);
  return trials;
}

} // namespace sweep::ui
