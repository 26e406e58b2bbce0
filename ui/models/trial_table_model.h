// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/space/constraint.h"
#include "core/study/snapshot.h"

#include <QAbstractTableModel>
#include <QList>

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace sweep::ui {

class StudyDocument;

/// The trials as rows. Sorting and filtering are done here, on a list of trial numbers, since proxies are too slow for 100,000
/// rows. Rows never move by themselves: new trials come at the end until the person sorts again.
class TrialTableModel : public QAbstractTableModel {
  Q_OBJECT
public:
  /// After the parameters come how far the trial has come, when the study has budgets, and a note.
  enum Column { Number, State, Score, Seconds, FirstParameter };
  enum Role {
    /// The raw number or text behind a cell.
    SortRole = Qt::UserRole,
    /// The trial's number.
    TrialRole,
    /// TrialState as an int.
    StateRole,
    /// The cell's whole text, to be copied: all digits and all characters.
    ExactRole,
  };

  explicit TrialTableModel(StudyDocument* document, QObject* parent = nullptr);

  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;
  void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override;

  /// Shows only trials that match: an expression over numeric parameters, `value`, `seconds` and `trial` such as
  /// `lr < 0.01 && value > 0.9`, else texts that must all stand somewhere in the row. Says how it was understood.
  QString setFilter(const QString& filter);

  /// Trials of one state, or failed ones of one class; everything when neither is given. A trial that leaves the state while it
  /// is shown stays where it is.
  struct StateFilter {
    std::optional<TrialState> state;
    std::optional<FailureClass> failure;
    bool accepts(const Trial& trial) const;
    friend bool operator==(const StateFilter&, const StateFilter&) = default;
  };
  void setStateFilter(const StateFilter& filter);
  const StateFilter& stateFilter() const { return m_stateFilter; }

  int trialAt(int row) const { return m_rows[static_cast<std::size_t>(row)]; }
  /// -1 when the trial is not shown.
  int rowOf(int trial) const;
  /// The last one.
  int noteColumn() const { return lastParameterColumn() + (m_unit.empty() ? 1 : 2); }

private:
  void reload();
  void onTrialsChanged(const QList<int>& numbers);
  /// One signal for rows that follow each other.
  void tellChanged(std::vector<int> rows);
  /// Rows for trials that have none, ascending, from this row on.
  void insertTrials(std::ptrdiff_t row, std::span<const int> numbers);
  const Trial& trial(int number) const;
  bool matches(const Trial& trial) const;
  QString cellText(const Trial& trial, int column) const;
  QVariant rawCell(const Trial& trial, int column) const;
  /// Null in other columns, and where the parameter takes no part.
  const Value* valueAt(const Trial& trial, int column) const;
  QString exactText(const Trial& trial, int column) const;
  int lastParameterColumn() const;
  /// Of budgets: -1 without.
  int budgetColumn() const { return m_unit.empty() ? -1 : lastParameterColumn() + 1; }
  QString note(const Trial& trial) const;
  /// How far it has come, in the unit of the budget; nothing before it has come anywhere.
  std::optional<double> reached(const Trial& trial) const;
  static std::string unitOf(const StudySpec& spec);

  StudyDocument* m_document;
  std::vector<int> m_rows;
  std::vector<int> m_rowOfTrial;
  std::vector<std::string> m_parameters;
  /// Of the budget; empty when the study has none.
  std::string m_unit;
  std::optional<Constraint> m_expression;
  QStringList m_words;
  StateFilter m_stateFilter;
  int m_sortColumn = Number;
  Qt::SortOrder m_sortOrder = Qt::AscendingOrder;
};

} // namespace sweep::ui
