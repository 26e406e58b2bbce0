// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QGraphicsItem>

#include <functional>

namespace sweep::ui {

/// A layer of a chart that a function paints.
class PaintedLayer : public QGraphicsItem {
public:
  PaintedLayer(QGraphicsItem* parent, double z, std::function<void(QPainter&)> paint)
      : QGraphicsItem(parent), m_paint(std::move(paint)) {
    setZValue(z);
    setAcceptedMouseButtons(Qt::NoButton);
  }

  void setSize(QSizeF size) {
    prepareGeometryChange();
    m_size = size;
  }
  /// Keeps the picture until update(): for what is slow to paint and changes seldom.
  void setKept(bool kept) { setCacheMode(kept ? DeviceCoordinateCache : NoCache); }

  QRectF boundingRect() const override { return {QPointF(), m_size}; }
  void paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) override { m_paint(*painter); }

private:
  std::function<void(QPainter&)> m_paint;
  QSizeF m_size;
};

} // namespace sweep::ui
