// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/method_preview.h"

#include <QWidget>

namespace sweep::ui {

/// The points that a method plans in the plane of two parameters, and their shadows on each axis.
class MethodPlane : public QWidget {
  Q_OBJECT
public:
  explicit MethodPlane(QWidget* parent = nullptr);

  /// emphasised: drawn in the accent; else in the quiet colour.
  void display(const QString& title, const MethodPreview& preview, bool emphasised);
  bool hasHeightForWidth() const override { return true; }
  int heightForWidth(int width) const override;
  QSize sizeHint() const override;
  QSize minimumSizeHint() const override;

protected:
  void paintEvent(QPaintEvent* event) override;

private:
  QRectF plane() const;
  void paintAxes(QPainter& painter) const;
  void paintShadows(QPainter& painter) const;
  void paintPoints(QPainter& painter) const;
  QPointF at(double x, double y) const;
  QColor colour() const;

  QString m_title;
  MethodPreview m_preview;
  bool m_emphasised = true;
};

} // namespace sweep::ui
