// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/run_view/trial_table.h"

#include "core/exchange/trials_export.h"
#include "ui/delegates/trial_delegate.h"
#include "ui/run_view/trial_menu.h"
#include "ui/selection.h"
#include "ui/study_document.h"
#include "ui/text.h"
#include "ui/theme.h"
#include "ui/trial_text.h"

#include <QApplication>
#include <QClipboard>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QScopedValueRollback>
#include <QSettings>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <map>

namespace sweep::ui {

namespace {

/// Letters of a sentence that says why a trial failed or was stopped.
constexpr int NoteLetters = 48;

} // namespace

TrialTable::TrialTable(StudyDocument* document, Selection* selection, QWidget* parent)
    : QWidget(parent), m_document(document), m_selection(selection), m_model(new TrialTableModel(document, this)),
      m_filter(new QLineEdit(this)), m_states(new QToolButton(this)), m_stateMenu(new QMenu(this)),
      m_filterNote(new QLabel(this)), m_empty(new QLabel(this)), m_view(new QTableView(this)) {
  buildFilter();
  buildStates();
  buildView();
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(space::Half);
  auto* filters = new QHBoxLayout;
  filters->setSpacing(space::Unit);
  filters->addWidget(m_filter, 1);
  filters->addWidget(m_states);
  layout->addLayout(filters);
  layout->addWidget(m_filterNote);
  layout->addWidget(m_view, 1);

  connect(m_view->selectionModel(), &QItemSelectionModel::selectionChanged, this, &TrialTable::takeSelection);
  connect(m_view, &QTableView::activated, this,
          [this](const QModelIndex& index) { Q_EMIT activated(m_model->trialAt(index.row())); });
  connect(m_selection, &Selection::changed, this, &TrialTable::showSelection);
  connect(m_model, &QAbstractItemModel::modelReset, this, [this] {
    restoreColumns();
    showSelection();
    updateEmptyState();
  });
  connect(m_model, &QAbstractItemModel::rowsInserted, this, &TrialTable::updateEmptyState);
  restoreColumns();
  updateEmptyState();
}

void TrialTable::buildFilter() {
  m_filter->setObjectName(QStringLiteral("trialFilter"));
  m_filter->setAccessibleName(tr("Filter trials"));
  m_filter->setPlaceholderText(tr("Filter: text, or an expression such as value > 0.9 && lr < 0.01"));
  m_filter->setClearButtonEnabled(true);
  m_filter->addAction(Theme::instance().icon(QStringLiteral("filter")), QLineEdit::LeadingPosition);
  m_filterNote->setObjectName(QStringLiteral("trialFilterNote"));
  m_filterNote->setFont(smallFont());
  m_filterNote->hide();
  connect(m_filter, &QLineEdit::textChanged, this, [this](const QString& text) {
    const QString note = m_model->setFilter(text);
    m_filterNote->setText(note);
    m_filterNote->setVisible(!note.isEmpty());
  });
}

void TrialTable::buildStates() {
  m_states->setObjectName(QStringLiteral("trialStates"));
  m_states->setToolTip(tr("Show trials of one state, or failures of one class"));
  m_states->setPopupMode(QToolButton::InstantPopup);
  m_states->setMenu(m_stateMenu);
  m_stateMenu->setObjectName(QStringLiteral("trialStates.menu"));
  connect(m_stateMenu, &QMenu::aboutToShow, this, &TrialTable::fillStates);
  connect(m_document, &StudyDocument::pathChanged, this, [this] { showStates({}); });
  showStates({});
}

void TrialTable::showStates(const TrialTableModel::StateFilter& filter) {
  m_model->setStateFilter(filter);
  m_states->setText(filter.failure ? failureText(*filter.failure) : filter.state ? stateText(*filter.state) : tr("All states"));
  m_states->setAccessibleName(tr("States shown: %1").arg(m_states->text()));
  updateEmptyState();
}

/// The states and classes that there are, with how many trials each.
void TrialTable::fillStates() {
  std::map<TrialState, int> states;
  std::map<FailureClass, int> classes;
  for (const auto& trial : m_document->snapshot()->trials) {
    ++states[trial->state];
    if (trial->failure)
      ++classes[trial->failure->kind];
  }
  m_stateMenu->clear();
  const auto add = [this](const QString& name, const QString& text, const TrialTableModel::StateFilter& filter) {
    auto* action = m_stateMenu->addAction(text);
    action->setObjectName(QStringLiteral("trialStates.") + name);
    action->setCheckable(true);
    action->setChecked(m_model->stateFilter() == filter);
    connect(action, &QAction::triggered, this, [this, filter] { showStates(filter); });
  };
  add(QStringLiteral("all"), tr("All states"), {});
  for (const auto& [state, count] : states)
    add(toQt(stateName(state)), tr("%1 (%2)").arg(stateText(state)).arg(count), {state, {}});
  if (!classes.empty())
    m_stateMenu->addSeparator();
  for (const auto& [kind, count] : classes)
    add(toQt(failureClassName(kind)), tr("%1 (%2)").arg(failureText(kind)).arg(count), {{}, kind});
}

void TrialTable::buildView() {
  m_view->setObjectName(QStringLiteral("trialTable"));
  m_view->setAccessibleName(tr("Trials"));
  m_view->setModel(m_model);
  m_view->setItemDelegate(new TrialDelegate(m_document, m_view));
  m_view->setSelectionBehavior(QAbstractItemView::SelectRows);
  m_view->setSelectionMode(QAbstractItemView::ExtendedSelection);
  m_view->setWordWrap(false);
  m_view->setShowGrid(false);
  m_view->setAlternatingRowColors(true);
  m_view->setMouseTracking(true);
  m_view->setCornerButtonEnabled(false);
  m_view->setFrameShape(QFrame::NoFrame);
  m_view->verticalHeader()->hide();
  m_view->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
  m_view->verticalHeader()->setDefaultSectionSize(m_view->fontMetrics().height() + space::Unit);
  auto* header = m_view->horizontalHeader();
  header->setSectionsMovable(true);
  header->setHighlightSections(false);
  header->setSortIndicatorClearable(false);
  header->setSortIndicator(TrialTableModel::Number, Qt::AscendingOrder);
  header->setContextMenuPolicy(Qt::CustomContextMenu);
  m_view->setSortingEnabled(true);
  m_view->installEventFilter(this);
  m_empty->setParent(m_view->viewport());
  m_empty->setAlignment(Qt::AlignCenter);
  m_empty->setObjectName(QStringLiteral("trialTableEmpty"));
  m_view->viewport()->installEventFilter(this);
  connect(header, &QHeaderView::customContextMenuRequested, this, &TrialTable::showHeaderMenu);
  m_view->setContextMenuPolicy(Qt::CustomContextMenu);
  connect(m_view, &QTableView::customContextMenuRequested, this, &TrialTable::showTrialMenu);
  connect(header, &QHeaderView::sectionMoved, this, &TrialTable::saveColumns);
  connect(header, &QHeaderView::sectionResized, this, [this](int column) {
    saveColumns();
    if (column != m_model->noteColumn())
      fitNote();
  });
  connect(m_view, &QTableView::entered, this,
          [this](const QModelIndex& index) { m_selection->hover(m_model->trialAt(index.row())); });
}

void TrialTable::focusFilter() {
  m_filter->setFocus();
  m_filter->selectAll();
}

void TrialTable::showHeaderMenu(const QPoint& position) {
  QMenu menu(this);
  menu.setTitle(tr("Columns"));
  for (int column = 0; column < m_model->columnCount(); ++column) {
    auto* action = menu.addAction(m_model->headerData(column, Qt::Horizontal).toString());
    action->setCheckable(true);
    action->setChecked(!m_view->isColumnHidden(column));
    action->setEnabled(column != TrialTableModel::Number);
    connect(action, &QAction::toggled, this, [this, column](bool shown) {
      m_view->setColumnHidden(column, !shown);
      saveColumns();
      fitNote();
    });
  }
  menu.exec(m_view->horizontalHeader()->mapToGlobal(position));
}

void TrialTable::showTrialMenu(const QPoint& position) {
  const auto chosen = m_selection->trials();
  if (chosen.isEmpty())
    return;
  QList<int> trials(chosen.begin(), chosen.end());
  std::sort(trials.begin(), trials.end());
  auto* menu = new TrialMenu(*m_document, trials, this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  connect(menu, &TrialMenu::retryRequested, this, &TrialTable::retryRequested);
  connect(menu, &TrialMenu::interruptedDecided, this, &TrialTable::interruptedDecided);
  menu->popup(m_view->viewport()->mapToGlobal(position));
}

void TrialTable::saveColumns() {
  if (!m_syncing && !m_document->path().isEmpty())
    QSettings().setValue(QStringLiteral("columns/") + QString::number(qHash(m_document->path())),
                         m_view->horizontalHeader()->saveState());
}

void TrialTable::restoreColumns() {
  m_syncing = true;
  const auto state =
      QSettings().value(QStringLiteral("columns/") + QString::number(qHash(m_document->path()))).toByteArray();
  auto* header = m_view->horizontalHeader();
  if (state.isEmpty() || !header->restoreState(state)) {
    const int letter = m_view->fontMetrics().averageCharWidth();
    for (int column = 0; column < m_model->columnCount(); ++column) {
      const auto title = static_cast<int>(m_model->headerData(column, Qt::Horizontal).toString().size());
      m_view->setColumnWidth(column, letter * (std::max(title, column == TrialTableModel::State ? 24 : 9) + 4));
    }
  }
  // What was stored once may say otherwise of either.
  header->setStretchLastSection(false);
  header->setSectionResizeMode(QHeaderView::Interactive);
  header->setSectionResizeMode(m_model->noteColumn(), QHeaderView::Fixed);
  m_syncing = false;
  fitNote();
}

/// The note takes the room that the other columns leave, and never less than a sentence needs: where there are many columns, a
/// stretched section would shrink to nothing.
void TrialTable::fitNote() {
  const int note = m_model->noteColumn();
  auto* header = m_view->horizontalHeader();
  if (m_syncing || header->isSectionHidden(note))
    return;
  const QScopedValueRollback syncing(m_syncing, true);
  const int left = m_view->viewport()->width() - (header->length() - header->sectionSize(note));
  header->resizeSection(note, std::max(left, m_view->fontMetrics().averageCharWidth() * NoteLetters));
}

void TrialTable::takeSelection() {
  if (m_syncing)
    return;
  QList<int> trials;
  for (const auto& index : m_view->selectionModel()->selectedRows())
    trials.append(m_model->trialAt(index.row()));
  // The row with the focus is the one whose details are wanted.
  const auto current = m_view->currentIndex();
  if (current.isValid() && trials.removeOne(m_model->trialAt(current.row())))
    trials.append(m_model->trialAt(current.row()));
  m_syncing = true;
  m_selection->set(trials);
  m_syncing = false;
}

void TrialTable::showSelection() {
  if (m_syncing)
    return;
  m_syncing = true;
  QItemSelection rows;
  for (const int trial : m_selection->trials())
    if (const int row = m_model->rowOf(trial); row >= 0)
      rows.select(m_model->index(row, 0), m_model->index(row, m_model->columnCount() - 1));
  m_view->selectionModel()->select(rows, QItemSelectionModel::ClearAndSelect | QItemSelectionModel::Rows);
  if (const int row = m_model->rowOf(m_selection->current()); row >= 0) {
    m_view->selectionModel()->setCurrentIndex(m_model->index(row, 0), QItemSelectionModel::NoUpdate);
    m_view->scrollTo(m_model->index(row, 0));
  }
  m_syncing = false;
}

void TrialTable::copySelection() {
  auto rows = m_view->selectionModel()->selectedRows();
  std::sort(rows.begin(), rows.end());
  const auto* header = m_view->horizontalHeader();
  QStringList lines;
  const auto line = [&](auto cell) {
    QStringList cells;
    for (int visual = 0; visual < header->count(); ++visual)
      if (const int column = header->logicalIndex(visual); !m_view->isColumnHidden(column))
        cells.append(cell(column));
    lines.append(cells.join(QLatin1Char('\t')));
  };
  const auto pasted = [](const QVariant& text) { return toQt(withoutFormula(fromQt(text.toString().simplified()))); };
  line([&](int column) { return pasted(m_model->headerData(column, Qt::Horizontal)); });
  for (const auto& row : rows)
    line([&](int column) { return pasted(row.siblingAtColumn(column).data(TrialTableModel::ExactRole)); });
  QApplication::clipboard()->setText(lines.join(QLatin1Char('\n')) + QLatin1Char('\n'));
}

void TrialTable::updateEmptyState() {
  const bool filters = !m_filter->text().isEmpty() || m_model->stateFilter() != TrialTableModel::StateFilter();
  const bool filtered = filters && m_document->hasTrials();
  m_empty->setText(filtered ? tr("No trial matches the filter.") : tr("Each configuration will appear here when it is tried.\nPress Run to begin."));
  m_empty->setVisible(m_model->rowCount() == 0);
  m_empty->setGeometry(m_view->viewport()->rect());
}

bool TrialTable::eventFilter(QObject* watched, QEvent* event) {
  if (watched == m_view->viewport() && event->type() == QEvent::Resize) {
    m_empty->setGeometry(m_view->viewport()->rect());
    fitNote();
  }
  if (watched == m_view->viewport() && event->type() == QEvent::Leave)
    m_selection->hover(-1);
  if (watched == m_view && event->type() == QEvent::KeyPress) {
    auto* key = static_cast<QKeyEvent*>(event);
    if (key->matches(QKeySequence::Copy)) {
      copySelection();
      return true;
    }
    if (key->key() == Qt::Key_Escape) {
      m_selection->clear();
      return true;
    }
  }
  return QWidget::eventFilter(watched, event);
}

} // namespace sweep::ui
