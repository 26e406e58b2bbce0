// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/failures/failure_group_model.h"

#include "ui/text.h"
#include "ui/trial_text.h"

#include <algorithm>

namespace sweep::ui {

QString causeText(const FailureGroup& group) {
  return group.cause.empty() ? translated(group.message) : toQt(group.cause);
}

void FailureGroupModel::setGroups(std::vector<FailureGroup> groups) {
  beginResetModel();
  m_groups = std::move(groups);
  endResetModel();
}

int FailureGroupModel::rowOf(int trial) const {
  const auto holds = [trial](const FailureGroup& group) {
    return std::ranges::binary_search(group.trials, trial);
  };
  const auto found = std::ranges::find_if(m_groups, holds);
  return found == m_groups.end() ? -1 : static_cast<int>(found - m_groups.begin());
}

int FailureGroupModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_groups.size());
}

int FailureGroupModel::columnCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : Columns;
}

QVariant FailureGroupModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid))
    return {};
  const auto& shown = group(index.row());
  if (role == Qt::ToolTipRole)
    return translated(shown.message);
  if (role == Qt::TextAlignmentRole)
    return int((index.column() == Count ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
  if (role != Qt::DisplayRole)
    return {};
  switch (index.column()) {
  case Count:
    return static_cast<int>(shown.trials.size());
  case Kind:
    return failureClassText(shown.kind);
  default:
    return causeText(shown);
  }
}

QVariant FailureGroupModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal)
    return {};
  if (role == Qt::TextAlignmentRole)
    return int((section == Count ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
  if (role != Qt::DisplayRole)
    return {};
  return section == Count ? tr("Trials") : section == Kind ? tr("Failed by") : tr("What they say");
}

} // namespace sweep::ui
