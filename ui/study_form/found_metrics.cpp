// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/study_form/found_metrics.h"

#include "ui/text.h"
#include "ui/theme.h"

#include <QHeaderView>
#include <algorithm>
#include <map>

namespace sweep::ui {

namespace {

/// What is shown without scrolling.
constexpr int MostRows = 6;

struct Summary {
  int reports = 0;
  double last = 0.0;
  std::int64_t firstStep = 0;
  std::int64_t lastStep = 0;
};

std::map<std::string, Summary> summaries(const MetricPreview& preview) {
  std::map<std::string, Summary> all;
  for (const auto& metric : preview.found) {
    Summary& summary = all[metric.name];
    if (summary.reports++ == 0)
      summary.firstStep = metric.step;
    summary.lastStep = metric.step;
    summary.last = metric.value;
  }
  return all;
}

} // namespace

FoundMetrics::FoundMetrics(QWidget* parent) : QTreeWidget(parent) {
  setColumnCount(ColumnCount);
  setHeaderLabels({tr("Metric"), tr("Last value"), tr("Reports"), tr("Steps")});
  setRootIsDecorated(false);
  setUniformRowHeights(true);
  setFrameShape(QFrame::NoFrame);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  header()->setStretchLastSection(true);
  header()->setSectionsMovable(false);
  const int letter = fontMetrics().averageCharWidth();
  setColumnWidth(Name, 26 * letter);
  setColumnWidth(Last, 16 * letter);
  setColumnWidth(Reports, 12 * letter);
  const auto choose = [this](const QTreeWidgetItem* item) {
    Q_EMIT chosen(item->text(Name));
  };
  connect(this, &QTreeWidget::itemClicked, this, choose);
  connect(this, &QTreeWidget::itemActivated, this, choose);
}

void FoundMetrics::display(const MetricPreview& preview, const QString& objective) {
  clear();
  for (const auto& [name, summary] : summaries(preview)) {
    auto* item = new QTreeWidgetItem(this);
    item->setText(Name, toQt(name));
    item->setText(Last, shortNumber(summary.last, 6));
    item->setToolTip(Last, exactNumber(summary.last));
    item->setText(Reports, QString::number(summary.reports));
    item->setText(Steps, summary.firstStep == summary.lastStep
                             ? QString::number(summary.lastStep)
                             : tr("%1 to %2").arg(summary.firstStep).arg(summary.lastStep));
    item->setToolTip(Name, tr("Press to make it the objective"));
    QFont font = this->font();
    font.setBold(item->text(Name) == objective);
    item->setFont(Name, font);
  }
  updateGeometry();
}

QSize FoundMetrics::sizeHint() const {
  const int rows = std::min(topLevelItemCount(), MostRows);
  const int row = rows > 0 ? std::max(sizeHintForRow(0), fontMetrics().height()) : 0;
  return {QTreeWidget::sizeHint().width(), header()->sizeHint().height() + rows * row + 2 * frameWidth()};
}

} // namespace sweep::ui
