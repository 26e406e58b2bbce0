// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/trial_table_model.h"

#include "ui/study_document.h"
#include "ui/text.h"
#include "ui/trial_text.h"


#include <algorithm>

namespace sweep::ui {

namespace {

/// Characters of a tool tip.
constexpr qsizetype LongestTip = 1'000;

/// Empty cells come last in either order.
bool comesBefore(const QVariant& a, const QVariant& b, Qt::SortOrder order) {
  if (!a.isValid() || !b.isValid())
    return a.isValid() && !b.isValid();
  const auto compared = QVariant::compare(a, b);
  return order == Qt::AscendingOrder ? compared == QPartialOrdering::Less : compared == QPartialOrdering::Greater;
}

} // namespace

TrialTableModel::TrialTableModel(StudyDocument* document, QObject* parent)
    : QAbstractTableModel(parent), m_document(document) {
  connect(document, &StudyDocument::trialsChanged, this, &TrialTableModel::onTrialsChanged);
  connect(document, &StudyDocument::pathChanged, this, &TrialTableModel::reload);
  connect(document, &StudyDocument::specChanged, this, [this] {
    std::vector<std::string> names;
    for (const auto& parameter : m_document->spec().space.parameters)
      names.push_back(parameter.name);
    if (names != m_parameters || unitOf(m_document->spec()) != m_unit)
      reload();
  });
  reload();
}

int TrialTableModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int TrialTableModel::lastParameterColumn() const { return FirstParameter + static_cast<int>(m_parameters.size()) - 1; }

int TrialTableModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : noteColumn() + 1; }

const Trial& TrialTableModel::trial(int number) const {
  return *m_document->snapshot()->trials[static_cast<std::size_t>(number)];
}

const Value* TrialTableModel::valueAt(const Trial& trial, int column) const {
  return column >= FirstParameter && column <= lastParameterColumn()
             ? trial.configuration.find(m_parameters[static_cast<std::size_t>(column - FirstParameter)])
             : nullptr;
}

QString TrialTableModel::cellText(const Trial& trial, int column) const {
  if (column == Number)
    return QString::number(trial.number);
  if (column == State)
    return stateText(trial);
  if (column == Score)
    return trial.value() ? shortNumber(*trial.value(), 6) : QString();
  if (column == Seconds)
    return trial.attempts.empty() || trial.duration() == 0.0 ? QString() : duration(trial.duration());
  if (column == noteColumn())
    return note(trial);
  if (column == budgetColumn()) {
    const auto far = reached(trial);
    return far ? shortNumber(*far, 6) : QString();
  }
  const Value* value = valueAt(trial, column);
  return value ? shortValue(*value) : QString();
}

/// Why it failed, was interrupted, paused or stopped, else where it came from.
QString TrialTableModel::note(const Trial& trial) const {
  if (trial.failure)
    return translated(trial.failure->message);
  if (isUndecided(trial))
    return translated(trial.attempts.back().failure.value_or(Failure()).message);
  return translated(trial.verdict.empty() ? trial.origin : trial.verdict);
}

std::optional<double> TrialTableModel::reached(const Trial& trial) const {
  const auto* attempt = lastReached(trial);
  std::optional<double> far = attempt ? attempt->budget : std::nullopt;
  const auto& budget = m_document->spec().budget;
  // Reports of programs that are ended in flight count in its unit.
  if (budget && budget->way == BudgetWay::StopInFlight && !trial.reports.empty())
    far = std::max(far.value_or(0.0), static_cast<double>(trial.reports.back().step));
  return far;
}

std::string TrialTableModel::unitOf(const StudySpec& spec) { return spec.budget ? spec.budget->unit : std::string(); }

QVariant TrialTableModel::rawCell(const Trial& trial, int column) const {
  if (column == Number)
    return trial.number;
  if (column == Score)
    return trial.value() ? QVariant(*trial.value()) : QVariant();
  if (column == Seconds)
    return trial.duration();
  if (column == budgetColumn()) {
    const auto far = reached(trial);
    return far ? QVariant(*far) : QVariant();
  }
  if (column >= FirstParameter && column <= lastParameterColumn()) {
    const Value* value = valueAt(trial, column);
    if (!value)
      return {};
    const auto number = valueNumber(*value);
    return number ? QVariant(*number) : QVariant(toQt(valueText(*value)));
  }
  return cellText(trial, column);
}

QString TrialTableModel::exactText(const Trial& trial, int column) const {
  if (column == State && trial.failure)
    return translated(trial.failure->message);
  if (const Value* value = valueAt(trial, column))
    return toQt(valueText(*value));
  const auto raw = rawCell(trial, column);
  return raw.typeId() == QMetaType::Double ? exactNumber(raw.toDouble()) : cellText(trial, column);
}

QVariant TrialTableModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
    return {};
  const Trial& shown = trial(trialAt(index.row()));
  switch (role) {
  case Qt::DisplayRole:
    return cellText(shown, index.column());
  case Qt::ToolTipRole:
    return shownText(fromQt(exactText(shown, index.column())), LongestTip);
  case ExactRole:
    return exactText(shown, index.column());
  case Qt::TextAlignmentRole:
    return rawCell(shown, index.column()).typeId() == QMetaType::QString ? int(Qt::AlignLeft | Qt::AlignVCenter)
                                                                         : int(Qt::AlignRight | Qt::AlignVCenter);
  case SortRole:
    return rawCell(shown, index.column());
  case TrialRole:
    return shown.number;
  case StateRole:
    return static_cast<int>(shown.state);
  default:
    return {};
  }
}

QVariant TrialTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal)
    return {};
  if (role == Qt::TextAlignmentRole)
    return int((section == State || section == noteColumn() ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
  if (role != Qt::DisplayRole && role != Qt::ToolTipRole)
    return {};
  if (section == Number)
    return tr("Trial");
  if (section == State)
    return tr("State");
  if (section == Score)
    return shownText(m_document->spec().objective().metric);
  if (section == Seconds)
    return tr("Time");
  if (section == noteColumn())
    return tr("Note");
  if (section == budgetColumn())
    return tr("Budget (%1)").arg(shownText(m_unit));
  return shownText(m_parameters[static_cast<std::size_t>(section - FirstParameter)]);
}

void TrialTableModel::sort(int column, Qt::SortOrder order) {
  m_sortColumn = column < 0 ? int(Number) : column;
  m_sortOrder = order;
  Q_EMIT layoutAboutToBeChanged();
  const auto before = persistentIndexList();
  std::vector<int> trialsBefore;
  for (const auto& index : before)
    trialsBefore.push_back(trialAt(index.row()));

  std::vector<std::pair<QVariant, int>> keyed;
  keyed.reserve(m_rows.size());
  for (const int number : m_rows)
    keyed.emplace_back(rawCell(trial(number), m_sortColumn), number);
  std::stable_sort(keyed.begin(), keyed.end(),
                   [order](const auto& a, const auto& b) { return comesBefore(a.first, b.first, order); });
  for (std::size_t row = 0; row < keyed.size(); ++row) {
    m_rows[row] = keyed[row].second;
    m_rowOfTrial[static_cast<std::size_t>(keyed[row].second)] = static_cast<int>(row);
  }

  QModelIndexList after;
  for (qsizetype i = 0; i < before.size(); ++i)
    after.append(index(rowOf(trialsBefore[static_cast<std::size_t>(i)]), before[i].column()));
  changePersistentIndexList(before, after);
  Q_EMIT layoutChanged();
}

QString TrialTableModel::setFilter(const QString& filter) {
  const auto& space = m_document->spec().space;
  std::vector<std::string> names = {"value", "seconds", "trial"};
  for (const auto& parameter : space.parameters)
    if (isNumeric(parameter.domain))
      names.push_back(parameter.name);
  m_expression.reset();
  m_words = filter.split(QLatin1Char(' '), Qt::SkipEmptyParts);
  const bool looksLikeExpression = filter.contains(QLatin1Char('<')) || filter.contains(QLatin1Char('>')) ||
                                   filter.contains(QLatin1Char('='));
  QString understood;
  if (looksLikeExpression) {
    auto compiled = Constraint::compile(fromQt(filter), names);
    if (compiled) {
      m_expression = *std::move(compiled);
      m_words.clear();
    } else {
      understood = translated(compiled.error());
    }
  }
  reload();
  return understood;
}

bool TrialTableModel::StateFilter::accepts(const Trial& trial) const {
  if (failure)
    return trial.state == TrialState::Failed && trial.failure && trial.failure->kind == *failure;
  return !state || trial.state == *state;
}

void TrialTableModel::setStateFilter(const StateFilter& filter) {
  if (filter == m_stateFilter)
    return;
  m_stateFilter = filter;
  reload();
}

bool TrialTableModel::matches(const Trial& trial) const {
  if (!m_stateFilter.accepts(trial))
    return false;
  if (m_expression) {
    Configuration known = trial.configuration;
    known.set("trial", static_cast<double>(trial.number));
    known.set("seconds", trial.duration());
    if (trial.value())
      known.set("value", *trial.value());
    const auto& names = m_expression->names();
    const bool all = std::all_of(names.begin(), names.end(), [&known](const auto& name) { return known.find(name); });
    return all && m_expression->satisfied(known);
  }
  return std::all_of(m_words.begin(), m_words.end(), [this, &trial](const QString& word) {
    for (int column = 0; column < columnCount(); ++column)
      if (cellText(trial, column).contains(word, Qt::CaseInsensitive))
        return true;
    return false;
  });
}

int TrialTableModel::rowOf(int trial) const {
  return trial >= 0 && static_cast<std::size_t>(trial) < m_rowOfTrial.size() ? m_rowOfTrial[static_cast<std::size_t>(trial)] : -1;
}

void TrialTableModel::reload() {
  beginResetModel();
  m_parameters.clear();
  for (const auto& parameter : m_document->spec().space.parameters)
    m_parameters.push_back(parameter.name);
  m_unit = unitOf(m_document->spec());
  m_rows.clear();
  const auto& trials = m_document->snapshot()->trials;
  m_rowOfTrial.assign(trials.size(), -1);
  for (const auto& trial : trials)
    if (matches(*trial)) {
      m_rowOfTrial[static_cast<std::size_t>(trial->number)] = static_cast<int>(m_rows.size());
      m_rows.push_back(trial->number);
    }
  endResetModel();
  if (m_sortColumn != Number || m_sortOrder != Qt::AscendingOrder)
    sort(m_sortColumn, m_sortOrder);
}

void TrialTableModel::onTrialsChanged(const QList<int>& numbers) {
  m_rowOfTrial.resize(m_document->snapshot()->trials.size(), -1);
  std::vector<int> added;
  std::vector<int> rows;
  for (const int number : numbers)
    if (const int row = rowOf(number); row >= 0)
      rows.push_back(row);
    else if (matches(trial(number)))
      added.push_back(number);
  tellChanged(std::move(rows));
  if (added.empty())
    return;
  std::ranges::sort(added);
  // By number, trials that were passed by later ones fall in line; rows in another order stay where they are.
  const bool byNumber = m_sortColumn == Number && m_sortOrder == Qt::AscendingOrder;
  for (auto begin = added.cbegin(); begin != added.cend();) {
    const auto place = byNumber ? std::ranges::upper_bound(m_rows, *begin) : m_rows.end();
    const auto end = place == m_rows.end() ? added.cend() : std::upper_bound(begin, added.cend(), *place);
    insertTrials(place - m_rows.begin(), {begin, end});
    begin = end;
  }
}

void TrialTableModel::tellChanged(std::vector<int> rows) {
  std::ranges::sort(rows);
  for (auto begin = rows.begin(); begin != rows.end();) {
    auto end = std::next(begin);
    while (end != rows.end() && *end == *std::prev(end) + 1)
      ++end;
    Q_EMIT dataChanged(index(*begin, 0), index(*std::prev(end), columnCount() - 1));
    begin = end;
  }
}

void TrialTableModel::insertTrials(std::ptrdiff_t row, std::span<const int> numbers) {
  const int first = static_cast<int>(row);
  beginInsertRows({}, first, first + static_cast<int>(numbers.size()) - 1);
  m_rows.insert(m_rows.begin() + row, numbers.begin(), numbers.end());
  for (auto i = static_cast<std::size_t>(row); i < m_rows.size(); ++i)
    m_rowOfTrial[static_cast<std::size_t>(m_rows[i])] = static_cast<int>(i);
  endInsertRows();
}

} // namespace sweep::ui
