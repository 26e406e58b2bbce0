// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>
#include <QWidget>

#include <vector>

namespace sweep::ui {

class Selection;
class StudyDocument;

/// A thin strip: what each worker has been doing over the last minutes. A click selects the trial.
class WorkerLanes : public QWidget {
  Q_OBJECT
public:
  WorkerLanes(StudyDocument* document, Selection* selection, QWidget* parent = nullptr);

  QSize sizeHint() const override;
  QSize minimumSizeHint() const override { return {160, sizeHint().height()}; }

protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;

private:
  struct Bar {
    QRectF area;
    int trial = 0;
  };
  int lanes() const;
  int trialAt(QPointF position) const;

  StudyDocument* m_document;
  Selection* m_selection;
  QTimer m_clock;
  std::vector<Bar> m_bars;
};

} // namespace sweep::ui
