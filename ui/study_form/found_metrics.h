// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runner/metric_preview.h"

#include <QTreeWidget>

namespace sweep::ui {

/// The metrics in a sample, a row for each name: how often it is reported, its last value, and the steps. As high as it has rows.
class FoundMetrics : public QTreeWidget {
  Q_OBJECT
public:
  explicit FoundMetrics(QWidget* parent = nullptr);

  /// objective: the name that stands out.
  void display(const MetricPreview& preview, const QString& objective);
  QSize sizeHint() const override;

Q_SIGNALS:
  void chosen(const QString& name);

private:
  enum Column { Name, Last, Reports, Steps, ColumnCount };
};

} // namespace sweep::ui
