// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/study_form/bracket_table.h"

#include "core/runner/budget_words.h"
#include "ui/study_document.h"
#include "ui/text.h"
#include "ui/theme.h"
#include "ui/widgets/section_header.h"

#include <QHeaderView>
#include <QLocale>
#include <QScrollBar>
#include <QTableWidget>
#include <QVBoxLayout>
#include <QtConcurrent/QtConcurrentRun>

#include <algorithm>
#include <cmath>

namespace sweep::ui {

namespace {

QString whole(std::int64_t number) { return QLocale().toString(static_cast<qlonglong>(number)); }

QString amount(double number) {
  return number == std::round(number) ? whole(static_cast<std::int64_t>(number)) : shortNumber(number, 6);
}

/// Where the names of the brackets stand; budgets follow, and the cost at last.
constexpr int NameColumn = 0;

QString unitsOf(const BracketPlan& plan) { return toQt(amountOf(2, plan.unit)).section(QLatin1Char(' '), 1); }

QTableWidgetItem* cell(const QString& text, const QString& tip = {}) {
  auto* item = new QTableWidgetItem(text);
  item->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
  item->setToolTip(tip);
  item->setData(Qt::AccessibleTextRole, tip.isEmpty() ? text : tip);
  return item;
}

} // namespace

BracketTable::BracketTable(StudyDocument* document, QWidget* parent)
    : QWidget(parent), m_document(document), m_title(new SectionHeader(tr("Brackets"), SectionHeader::Size::Small)),
      m_table(new QTableWidget), m_sentence(new QuietLabel) {
  build();
  hide();
  connect(document, &StudyDocument::checkChanged, this, &BracketTable::compute);
  connect(&m_watcher, &QFutureWatcherBase::finished, this, [this] {
    display(m_watcher.result());
    if (std::exchange(m_stale, false))
      compute();
  });
  compute();
}

void BracketTable::build() {
  setObjectName(QStringLiteral("preview.brackets"));
  setAccessibleName(tr("Brackets"));
  m_table->setObjectName(QStringLiteral("preview.brackets.table"));
  m_table->setAccessibleName(tr("Trials per bracket and budget"));
  m_table->setFont(numberFont());
  m_table->setFrameShape(QFrame::NoFrame);
  m_table->setShowGrid(false);
  m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
  m_table->setSelectionMode(QAbstractItemView::NoSelection);
  m_table->setFocusPolicy(Qt::NoFocus);
  m_table->viewport()->setAutoFillBackground(false);
  m_table->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  m_table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
  m_table->horizontalHeader()->setSectionsClickable(false);
  m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignRight | Qt::AlignVCenter);
  m_table->horizontalHeader()->setMinimumSectionSize(3 * space::Unit);
  m_table->horizontalHeader()->setHighlightSections(false);
  m_table->verticalHeader()->hide();
  m_table->verticalHeader()->setDefaultSectionSize(m_table->fontMetrics().height() + space::Half);
  m_sentence->setObjectName(QStringLiteral("preview.brackets.sentence"));
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, space::Unit, 0, 0);
  layout->setSpacing(space::Unit);
  layout->addWidget(m_title);
  layout->addWidget(m_table);
  layout->addWidget(m_sentence);
}

void BracketTable::compute() {
  if (m_watcher.isRunning()) {
    m_stale = true;
    return;
  }
  m_watcher.setFuture(QtConcurrent::run([spec = m_document->spec()]() -> Answer {
    // Why there is none stands among the problems.
    auto plan = bracketPlan(spec);
    return plan && *plan ? std::make_shared<const BracketPlan>(**std::move(plan)) : nullptr;
  }));
}

void BracketTable::display(const Answer& plan) {
  m_plan = plan;
  setVisible(plan != nullptr);
  if (plan) {
    fill(*plan);
    m_sentence->setText(sentence(*plan));
  }
  Q_EMIT planChanged();
}

void BracketTable::fill(const BracketPlan& plan) {
  const auto budgets = plan.budgets();
  const int rows = static_cast<int>(plan.brackets.size());
  const int columns = static_cast<int>(budgets.size());
  m_table->clear();
  m_table->setRowCount(rows > 1 ? rows + 1 : rows);
  m_table->setColumnCount(columns + 2);
  QStringList across(unitsOf(plan));
  for (const double budget : budgets)
    across += amount(budget);
  m_table->setHorizontalHeaderLabels(across + QStringList(tr("Cost")));
  for (int row = 0; row < rows; ++row) {
    const auto& bracket = plan.brackets[static_cast<std::size_t>(row)];
    m_table->setItem(row, NameColumn, cell(tr("s = %1").arg(bracket.s)));
    for (std::size_t rung = 0; rung < bracket.rungs.size(); ++rung) {
      const auto& [trials, budget] = bracket.rungs[rung];
      const auto column = static_cast<int>(std::ranges::find(budgets, budget) - budgets.begin());
      m_table->setItem(row, column + 1,
                       cell(whole(trials), tr("Bracket s = %1, rung %2: %3 trials with %4")
                                               .arg(bracket.s)
                                               .arg(rung)
                                               .arg(whole(trials), toQt(amountOf(budget, plan.unit)))));
    }
    m_table->setItem(row, columns + 1, cell(amount(plan.costs[static_cast<std::size_t>(row)])));
  }
  if (rows > 1)
    addSums(plan, budgets);
  m_table->resizeColumnsToContents();
  fit();
}

/// In the last row.
void BracketTable::addSums(const BracketPlan& plan, const std::vector<double>& budgets) {
  QFont font = m_table->font();
  font.setWeight(QFont::DemiBold);
  int column = NameColumn;
  const auto add = [&](const QString& text) {
    auto* item = cell(text);
    item->setFont(font);
    m_table->setItem(m_table->rowCount() - 1, column++, item);
  };
  add(tr("All"));
  for (const double budget : budgets)
    add(whole(plan.trialsAt(budget)));
  add(amount(plan.cost));
}

void BracketTable::resizeEvent(QResizeEvent* event) {
  QWidget::resizeEvent(event);
  fit();
}

/// As high as its rows, and its scroll bar where there is not enough room for its columns.
void BracketTable::fit() {
  const bool isWide = m_table->horizontalHeader()->length() > contentsRect().width();
  const int bar = isWide ? m_table->horizontalScrollBar()->sizeHint().height() : 0;
  m_table->setFixedHeight(m_table->horizontalHeader()->sizeHint().height() + bar +
                          m_table->rowCount() * m_table->verticalHeader()->defaultSectionSize());
}

QString BracketTable::sentence(const BracketPlan& plan) const {
  QStringList sentences;
  sentences += tr("How many trials of each bracket come as far as each budget.");
  sentences += tr("A round begins %1 trials and costs %2, as much as %3 trials with the largest budget.")
                   .arg(whole(static_cast<std::int64_t>(plan.trials)), toQt(amountOf(plan.cost, plan.unit)),
                        shortNumber(plan.costInLargest(), 3));
  sentences += plan.continues ? tr("Trials go on from their checkpoints.") : tr("Every budget is run from the beginning.");
  if (plan.rounds && *plan.rounds > 1)
    sentences += tr("%1 rounds cost %2.")
                     .arg(whole(static_cast<std::int64_t>(*plan.rounds)),
                          toQt(amountOf(plan.cost * static_cast<double>(*plan.rounds), plan.unit)));
  else if (!plan.rounds)
    sentences += tr("Rounds follow each other until a limit of the study.");
  return sentences.join(QLatin1Char(' '));
}

} // namespace sweep::ui
