// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/failure_groups.h"

#include <QAbstractTableModel>
#include <vector>

namespace sweep::ui {

/// Groups of failed trials, a row each: how many, of which class, and what they say.
class FailureGroupModel : public QAbstractTableModel {
  Q_OBJECT
public:
  enum Column { Count, Kind, Cause, Columns };

  using QAbstractTableModel::QAbstractTableModel;

  void setGroups(std::vector<FailureGroup> groups);
  const std::vector<FailureGroup>& groups() const { return m_groups; }
  const FailureGroup& group(int row) const { return m_groups[static_cast<std::size_t>(row)]; }
  /// The row of the group that a trial belongs to; -1 for none.
  int rowOf(int trial) const;

  int rowCount(const QModelIndex& parent = {}) const override;
  int columnCount(const QModelIndex& parent = {}) const override;
  QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
  QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

private:
  std::vector<FailureGroup> m_groups;
};

/// What the trials of a group say: the cause from their output, else the sentence.
QString causeText(const FailureGroup& group);

} // namespace sweep::ui
