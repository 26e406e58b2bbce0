// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStyledItemDelegate>

namespace sweep::ui {

class StudyDocument;

/// Draws a trial's cells: the state with its mark beside the word, the best trial with a star, failures in red.
class TrialDelegate : public QStyledItemDelegate {
  Q_OBJECT
public:
  explicit TrialDelegate(StudyDocument* document, QObject* parent = nullptr);

protected:
  void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override;

private:
  StudyDocument* m_document;
};

} // namespace sweep::ui
