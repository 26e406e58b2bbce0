// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/explorer/explorer_entries.h"

#include "ui/charts/chart.h"
#include "ui/charts/chart_export.h"
#include "ui/failures/failures_panel.h"

#include <QVBoxLayout>
#include <algorithm>

namespace sweep::ui {

namespace {

class FailuresView : public Chart {
public:
  FailuresView(Selection* selection, QWidget* parent)
      : Chart(selection, parent), m_panel(new FailuresPanel(selection, this)) {
    setAccessibleName(m_panel->accessibleName());
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_panel);
  }

  void setSnapshot(SnapshotPtr snapshot) override { m_panel->setSnapshot(std::move(snapshot)); }
  bool save(const QString& path, QSize size) override {
    resize(size);
    return savePicture(grab().toImage(), path);
  }

private:
  FailuresPanel* m_panel;
};

bool hasFailures(const Snapshot& snapshot) {
  return std::ranges::any_of(snapshot.trials,
                             [](const auto& trial) { return trial->state == TrialState::Failed; });
}

Chart* makeFailures(Selection* selection, QWidget* parent) {
  return new FailuresView(selection, parent);
}

} // namespace

const std::vector<ChartEntry>& explorerEntries() {
  static const auto entries = [] {
    std::vector<ChartEntry> all(charts().begin(), charts().end());
    all.push_back({"failures", QT_TRANSLATE_NOOP("charts", "Failures"),
                   QT_TRANSLATE_NOOP("charts", "What went wrong, and how often?"), hasFailures,
                   makeFailures});
    return all;
  }();
  return entries;
}

const ChartEntry* findExplorerEntry(std::string_view id) {
  const auto& entries = explorerEntries();
  const auto found = std::ranges::find(entries, id, &ChartEntry::id);
  return found == entries.end() ? nullptr : &*found;
}

} // namespace sweep::ui
