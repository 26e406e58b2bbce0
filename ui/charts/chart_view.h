// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/chart_content.h"
#include "ui/charts/chart_layout.h"
#include "ui/charts/point_index.h"

#include <QChartView>
#include <QPointer>

#include <functional>

class QAbstractAxis;
class QLineSeries;

namespace sweep::ui {

class PaintedLayer;
class Selection;

/// The picture of a chart: a Qt Charts chart that is set up once for the whole program, holding the plot area, its axes and the
/// step line, with layers of our own for what Qt Charts has not: marks with a shape and a colour each (its scatter series takes
/// seconds for 10,000), axes with decades and round numbers, colour bars. Points, brushes and clicks go to the selection.
class ChartView : public QChartView {
  Q_OBJECT
public:
  ChartView(Selection* selection, QWidget* parent = nullptr);
  ~ChartView() override;

  void setContent(ChartContent content);
  const ChartContent& content() const { return m_content; }
  /// Another note for the same content.
  void setNote(const QString& note);
  /// What the hover text says of a mark that is pointed at.
  void setHoverText(std::function<QString(const ChartPoint&)> text) { m_hoverText = std::move(text); }
  /// Pixels at the right of the header that buttons cover.
  void setReserved(double pixels);

  /// Where a trial's (last) mark is, in the view's pixels; nothing when it is not in the picture.
  std::optional<QPointF> positionOf(int trial) const;
  /// The trial at a place of the view, -1 for none.
  int trialAt(QPointF place) const;

  /// The whole picture into a painter whose unit is a logical pixel.
  void renderTo(QPainter& painter, QSize size);

protected:
  void resizeEvent(QResizeEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

private:
  void makeLayers();
  void applyTheme();
  void arrange(QSizeF size, double reserved);
  void arrangeAxes();
  void arrangeSteps();
  void indexMarks();
  std::optional<ChartPoint> markAt(QPointF place) const;
  QString ruleAt(QPointF place) const;
  void select(int trial, bool adds);
  void brush(bool adds);
  void stepThrough(int direction);
  void redraw();
  void redrawChosen();

  QPointer<Selection> m_selection;
  ChartContent m_content;
  ChartLayout m_layout;
  double m_reserved = 0.0;
  std::function<QString(const ChartPoint&)> m_hoverText;
  QLineSeries* m_steps;
  PaintedLayer* m_axes = nullptr;
  PaintedLayer* m_trials = nullptr;
  PaintedLayer* m_chosen = nullptr;
  QAbstractAxis* m_xAxis = nullptr;
  QAbstractAxis* m_yAxis = nullptr;
  mutable PointIndex m_index;
  QPointF m_pressed;
  QRectF m_brush;
  bool m_brushing = false;
};

} // namespace sweep::ui
