// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/result_view/result_estimates.h"

#include <QElapsedTimer>
#include <QtConcurrentRun>
#include <algorithm>
#include <utility>

namespace sweep::ui {

namespace {

/// The pause between two estimates, as a multiple of what one takes.
constexpr qint64 RestShare = 5;

ResultEstimates estimatesOf(const Snapshot& snapshot, RetoldSampler& sampler) {
  ResultEstimates estimates;
  estimates.tried = triedConfigurations(snapshot);
  estimates.repeated = repeatedOf(estimates.tried, snapshot.spec.objective());
  if (auto believed = believedBest(snapshot, sampler))
    estimates.believed = std::move(*believed);
  return estimates;
}

/// Whether it is the same study, later.
bool follows(const Snapshot& later, const Snapshot& earlier) {
  return isSameStudy(earlier.spec, later.spec) && earlier.trials.size() <= later.trials.size();
}

} // namespace

std::optional<std::size_t> ResultEstimates::repeatedWith(int trial) const {
  const auto found = std::ranges::find_if(
      repeated, [&](std::size_t i) { return std::ranges::binary_search(tried[i].trials, trial); });
  return found != repeated.end() ? std::optional(static_cast<std::size_t>(found - repeated.begin()))
                                 : std::nullopt;
}

EstimatesWatch::EstimatesWatch(QObject* parent)
    : QObject(parent), m_sampler(std::make_shared<RetoldSampler>()) {
  m_rest.setSingleShot(true);
  connect(&m_rest, &QTimer::timeout, this, &EstimatesWatch::begin);
  connect(&m_watcher, &QFutureWatcherBase::finished, this, &EstimatesWatch::take);
}

void EstimatesWatch::look(SnapshotPtr snapshot) {
  if (snapshot == m_last || snapshot == m_seen || snapshot == m_wanted)
    return;
  if (m_last && !follows(*snapshot, *m_last)) {
    m_now = {};
    m_last.reset();
  }
  m_wanted = std::move(snapshot);
  begin();
}

void EstimatesWatch::begin() {
  if (!m_wanted || m_seen || m_rest.isActive())
    return;
  m_seen = std::exchange(m_wanted, {});
  m_watcher.setFuture(QtConcurrent::run([snapshot = m_seen, sampler = m_sampler] {
    QElapsedTimer clock;
    clock.start();
    auto estimates = estimatesOf(*snapshot, *sampler);
    return std::pair(std::move(estimates), clock.elapsed());
  }));
}

void EstimatesWatch::take() {
  auto [estimates, milliseconds] = m_watcher.future().takeResult();
  m_last = std::exchange(m_seen, {});
  if (m_wanted && !follows(*m_wanted, *m_last))
    m_last.reset();
  else
    m_now = std::move(estimates);
  m_rest.start(static_cast<int>(std::min<qint64>(RestShare * milliseconds, 10'000)));
  Q_EMIT changed();
}

} // namespace sweep::ui
