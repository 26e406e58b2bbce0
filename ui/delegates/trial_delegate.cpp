// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/delegates/trial_delegate.h"

#include "ui/models/trial_table_model.h"
#include "ui/study_document.h"
#include "ui/theme.h"
#include "ui/trial_mark.h"

#include <QWidget>

namespace sweep::ui {

TrialDelegate::TrialDelegate(StudyDocument* document, QObject* parent) : QStyledItemDelegate(parent), m_document(document) {}

void TrialDelegate::initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const {
  QStyledItemDelegate::initStyleOption(option, index);
  const auto state = static_cast<TrialState>(index.data(TrialTableModel::StateRole).toInt());
  if (index.column() == TrialTableModel::State) {
    const bool best = m_document->progress().bestTrial == index.data(TrialTableModel::TrialRole).toInt();
    const int size = option->fontMetrics.height();
    const qreal ratio = option->widget ? option->widget->devicePixelRatioF() : 1.0;
    const bool selected = option->state.testFlag(QStyle::State_Selected);
    const QColor colour = selected ? option->palette.color(QPalette::HighlightedText) : QColor();
    option->icon = QIcon(trialMark(state, best, size, ratio, colour));
    option->decorationSize = {size, size};
    option->features |= QStyleOptionViewItem::HasDecoration;
  }
  const bool quiet = state == TrialState::Waiting || state == TrialState::Pruned;
  if (state == TrialState::Failed && index.column() == TrialTableModel::State)
    option->palette.setColor(QPalette::Text, Theme::instance().failed());
  else if (quiet)
    option->palette.setColor(QPalette::Text, Theme::instance().quietText());
}

} // namespace sweep::ui
