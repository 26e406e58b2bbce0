// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/bracket_plan.h"

#include <QFutureWatcher>
#include <QWidget>

#include <memory>
#include <vector>

class QTableWidget;

namespace sweep::ui {

class QuietLabel;
class SectionHeader;
class StudyDocument;

/// What a method with brackets will spend: how many trials of each bracket come as far as each budget, and what that costs.
/// Shown for such methods only. Computed beside the UI thread.
class BracketTable : public QWidget {
  Q_OBJECT
public:
  explicit BracketTable(StudyDocument* document, QWidget* parent = nullptr);

  /// The plan that is shown; null for none.
  const BracketPlan* plan() const { return m_plan.get(); }

Q_SIGNALS:
  void planChanged();

protected:
  void resizeEvent(QResizeEvent* event) override;

private:
  using Answer = std::shared_ptr<const BracketPlan>;
  void build();
  void compute();
  void display(const Answer& plan);
  void fill(const BracketPlan& plan);
  void addSums(const BracketPlan& plan, const std::vector<double>& budgets);
  void fit();
  QString sentence(const BracketPlan& plan) const;

  StudyDocument* m_document;
  SectionHeader* m_title;
  QTableWidget* m_table;
  QuietLabel* m_sentence;
  QFutureWatcher<Answer> m_watcher;
  bool m_stale = false;
  Answer m_plan;
};

} // namespace sweep::ui
