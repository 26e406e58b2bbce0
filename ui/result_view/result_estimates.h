// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/believed_best.h"
#include "core/analysis/repeats.h"
#include "core/study/snapshot.h"

#include <QFutureWatcher>
#include <QObject>
#include <QTimer>
#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

namespace sweep::ui {

/// What is known of a study's results beyond their single scores.
struct ResultEstimates {
  std::vector<TriedConfiguration> tried;
  /// Those tried twice or more, the best mean first: indices of `tried`.
  std::vector<std::size_t> repeated;
  /// Nothing where no model can be had of the study.
  std::optional<BelievedBest> believed;

  /// The repeated configuration that a trial is one of: its place in `repeated`.
  std::optional<std::size_t> repeatedWith(int trial) const;
};

/// Keeps the estimates of the study that is looked at, a moment behind it: they are made on another thread, one at a time, and where
/// they take long, seldom. UI thread.
class EstimatesWatch : public QObject {
  Q_OBJECT
public:
  explicit EstimatesWatch(QObject* parent = nullptr);

  /// Takes the place of what was asked before. Estimates of another study are forgotten at once.
  void look(SnapshotPtr snapshot);
  const ResultEstimates& now() const { return m_now; }

Q_SIGNALS:
  void changed();

private:
  void begin();
  void take();

  ResultEstimates m_now;
  /// What is asked for next, what is being looked at, and what was looked at last.
  SnapshotPtr m_wanted;
  SnapshotPtr m_seen;
  SnapshotPtr m_last;
  std::shared_ptr<RetoldSampler> m_sampler;
  QFutureWatcher<std::pair<ResultEstimates, qint64>> m_watcher;
  QTimer m_rest;
};

} // namespace sweep::ui
