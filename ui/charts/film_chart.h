// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/chart_frame.h"

#include <QFutureWatcher>
#include <QHash>
#include <QTimer>

#include <atomic>
#include <functional>
#include <memory>

class QLabel;
class QSlider;
class QToolButton;

namespace sweep::ui {

/// A chart of what a sampler knew at a moment of the study's history, with a slider and a play button under it. The moment is that
/// in which a trial began, or now. Computing may take seconds: it happens on another thread, one moment at a time; what is asked for
/// meanwhile takes the place of what was asked before. Moments that were computed are kept.
class FilmChart : public ChartFrame {
  Q_OBJECT
public:
  FilmChart(const QString& id, const QString& name, Selection* selection, QWidget* parent);
  ~FilmChart() override;

  void setSnapshot(SnapshotPtr snapshot) override;
  /// Waits for the picture.
  bool save(const QString& path, QSize size) override;
  bool isSettled() const override;

public Q_SLOTS:
  /// Shows the moment in which the trial began; with the number of trials, or more, now.
  void setMoment(int trial);
  /// Moment by moment from here to now, from the start when it is now; or stops.
  void play();

protected:
  using IsCancelled = std::function<bool()>;
  /// Makes the content of one moment, on any thread. Empty after a cancellation.
  using Maker = std::function<ChartContent(const Snapshot& snapshot, int trial, const IsCancelled& isCancelled)>;

  /// With the present choices. One maker's work is done before the next one's begins.
  virtual Maker maker() = 0;
  /// Everything that the content depends on beside the moment and the trials: the choices.
  virtual QString choices() const = 0;
  /// Whether the study's sampler has such moments; without them content says why.
  virtual bool hasMoments(const Snapshot& snapshot) const = 0;
  virtual QString whyNone() const = 0;

  ChartContent contentOf(const Snapshot& snapshot) override;

private:
  /// What is being made, or was made last.
  struct Made {
    QString key;
    QString choices;
    bool isNow = false;
    ChartContent content;
  };

  QWidget* makeControls();
  int moment() const;
  void updateControls();
  void step();
  QString keyOf(const Snapshot& snapshot) const;
  void begin(const QString& key);
  void take();
  void keep();

  QSlider* m_slider = nullptr;
  QToolButton* m_play = nullptr;
  QLabel* m_label = nullptr;
  QTimer m_clock;
  SnapshotPtr m_study;
  /// Whether the slider follows the study's end.
  bool m_isNow = true;
  QHash<QString, ChartContent> m_kept;
  Made m_made;
  QFutureWatcher<ChartContent> m_watcher;
  QString m_wanted;
  /// Raised to cancel what is being made for an older wish.
  std::shared_ptr<std::atomic<quint64>> m_generation = std::make_shared<std::atomic<quint64>>(0);
};

} // namespace sweep::ui
