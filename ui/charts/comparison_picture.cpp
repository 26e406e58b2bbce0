// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/comparison_picture.h"

#include "core/analysis/value_range.h"
#include "core/runner/budget_words.h"
#include "ui/charts/chart_axis.h"
#include "ui/charts/chart_export.h"
#include "ui/charts/chart_painting.h"
#include "ui/text.h"
#include "ui/theme.h"

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

namespace sweep::ui {

namespace {

constexpr double SwatchWidth = 22.0;
constexpr std::size_t Colours = 8;
/// More than the width of a line.
constexpr double Beyond = 8.0;
/// The bands of more methods than this would hide each other.
constexpr std::size_t MostBands = 4;

QString tr(const char* text) {
  return QCoreApplication::translate("charts", text);
}

/// A method's curve on one axis.
struct Series {
  QString name;
  const std::vector<QualityPoint>* curve = nullptr;
  QColor colour;
  Qt::PenStyle style = Qt::SolidLine;
};

double lastMedian(const Series& series) {
  return series.curve->back().median;
}

std::vector<Series> seriesOf(const MethodComparison& comparison, ComparisonAxis axis) {
  std::vector<Series> all;
  for (const auto& method : comparison.methods) {
    const auto& curve = axis == ComparisonAxis::Budget ? method.overBudget : method.overTime;
    if (curve.empty())
      continue;
    const auto index = all.size();
    all.push_back({toQt(method.name), &curve, Theme::instance().category(static_cast<int>(index)),
                   index < Colours ? Qt::SolidLine : Qt::DashLine});
  }
  // Equal ones stay in their order; what never had a result comes last.
  std::ranges::stable_sort(all, [&](const Series& a, const Series& b) {
    const double one = lastMedian(a);
    const double other = lastMedian(b);
    return std::isnan(other) ? !std::isnan(one) : comparison.objective.better(one, other);
  });
  return all;
}

ChartContent axesOf(const MethodComparison& comparison, const std::vector<Series>& series, ComparisonAxis axis,
                    const QString& title) {
  ChartContent content;
  content.note = title;
  content.emptyText = tr("No method could be replayed.");
  content.x.scale = AxisScale::Log;
  content.x.title = axis == ComparisonAxis::Budget
                        ? tr("Budget spent, in full trials (%1 each)").arg(toQt(amountOf(comparison.fullSteps, comparison.unit)))
                        : tr("Time on the virtual clock, in seconds");
  std::vector<double> spent;
  for (const auto& each : series) {
    content.lines.emplace_back();
    for (const auto& point : *each.curve)
      if (std::isfinite(point.median))
        spent.push_back(point.spent);
  }
  const auto range = rangeOf(spent);
  // What comes without training, such as a report at step 0, would stretch the axis to nowhere.
  const double least = axis == ComparisonAxis::Budget ? std::max(1.0 / comparison.fullSteps, range.high * 1e-3) : range.high * 1e-6;
  content.x.low = std::clamp(least, range.low, range.high);
  content.x.high = range.high;
  // Methods are told apart by where they arrive: what they began with may lie far above.
  const double middle = std::sqrt(content.x.low * content.x.high);
  std::vector<double> values = {comparison.bestRecorded};
  for (const auto& each : series)
    for (const auto& point : *each.curve)
      if (point.spent >= middle) {
        values.push_back(point.median);
        if (series.size() <= MostBands)
          values.insert(values.end(), {point.lower, point.upper});
      }
  std::erase_if(values, [](double value) { return !std::isfinite(value); });
  content.y = scoreAxis(comparison.objective.metric, comparison.objective.direction,
                        focusRangeOf(values, comparison.objective.direction), nullptr);
  return content;
}

class ComparisonPainter {
public:
  ComparisonPainter(QPainter& painter, const ChartContent& content, const ChartLayout& layout)
      : m_painter(painter), m_content(content), m_layout(layout) {}

  void paintBand(const Series& series) {
    QPainterPath path = stepsOf(series, &QualityPoint::upper, false);
    if (path.isEmpty())
      return;
    path.connectPath(stepsOf(series, &QualityPoint::lower, true));
    path.closeSubpath();
    QColor colour = series.colour;
    colour.setAlphaF(0.12F);
    m_painter.fillPath(path, colour);
  }

  void paintMedian(const Series& series) {
    m_painter.setPen(QPen(series.colour, 2.0, series.style));
    m_painter.setBrush(Qt::NoBrush);
    m_painter.drawPath(stepsOf(series, &QualityPoint::median, false));
  }

  void paintBest(double value) {
    const double y = m_layout.at(m_content, m_content.x.low, value).y();
    m_painter.setPen(QPen(Theme::instance().quietText(), 1.0, Qt::DotLine));
    m_painter.drawLine(QPointF(m_layout.plot.left(), y), QPointF(m_layout.plot.right(), y));
  }

  void paintLegend(const std::vector<Series>& series, double left) {
    m_painter.setFont(smallFont());
    const QFontMetricsF metrics(m_painter.font());
    double top = m_layout.plot.top();
    for (const auto& each : series) {
      m_painter.setPen(QPen(each.colour, 2.0, each.style));
      const double middle = top + metrics.height() / 2;
      m_painter.drawLine(QPointF(left, middle), QPointF(left + SwatchWidth, middle));
      m_painter.setPen(Theme::instance().text());
      m_painter.drawText(QPointF(left + SwatchWidth + space::Unit, top + metrics.ascent()), each.name);
      top += metrics.height() + space::Half;
    }
    m_painter.setPen(QPen(Theme::instance().quietText(), 1.0, Qt::DotLine));
    const double middle = top + metrics.height() / 2;
    m_painter.drawLine(QPointF(left, middle), QPointF(left + SwatchWidth, middle));
    m_painter.setPen(Theme::instance().quietText());
    m_painter.drawText(QPointF(left + SwatchWidth + space::Unit, top + metrics.ascent()), tr("best recorded"));
  }

private:
  /// A value holds until the next one.
  QPainterPath stepsOf(const Series& series, double QualityPoint::*value, bool backwards) const {
    std::vector<QPointF> corners;
    for (const auto& point : *series.curve) {
      if (!std::isfinite(point.*value))
        continue;
      QPointF at = m_layout.at(m_content, point.spent, point.*value);
      // Out of the plot, where the edge would look like a value.
      if (m_layout.isOutside(m_content, point.*value))
        at.setY(at.y() < m_layout.plot.center().y() ? m_layout.plot.top() - Beyond : m_layout.plot.bottom() + Beyond);
      if (!corners.empty() && corners.back().y() != at.y())
        corners.emplace_back(at.x(), corners.back().y());
      corners.push_back(at);
    }
    if (backwards)
      std::ranges::reverse(corners);
    QPainterPath path;
    for (std::size_t i = 0; i < corners.size(); ++i)
      i == 0 ? path.moveTo(corners[i]) : path.lineTo(corners[i]);
    return path;
  }

  QPainter& m_painter;
  const ChartContent& m_content;
  const ChartLayout& m_layout;
};

void paintComparison(QPainter& painter, QSize size, const MethodComparison& comparison, ComparisonAxis axis, const QString& title) {
  const auto series = seriesOf(comparison, axis);
  const auto content = axesOf(comparison, series, axis, title);
  const QFontMetricsF metrics{smallFont()};
  double legend = metrics.horizontalAdvance(tr("best recorded"));
  for (const auto& each : series)
    legend = std::max(legend, metrics.horizontalAdvance(each.name));
  legend += SwatchWidth + space::Unit + 2 * space::Double;
  painter.fillRect(QRect(QPoint(), size), Theme::instance().surface());
  const auto layout = layOut(content, QSizeF(size.width() - legend, size.height()));
  paintAxes(painter, content, layout);
  ComparisonPainter pen(painter, content, layout);
  pen.paintBest(comparison.bestRecorded);
  painter.save();
  painter.setClipRect(layout.plot.adjusted(0, -1, 1, 1));
  if (series.size() <= MostBands)
    for (const auto& each : series)
      pen.paintBand(each);
  for (auto each = series.rbegin(); each != series.rend(); ++each)
    pen.paintMedian(*each);
  painter.restore();
  pen.paintLegend(series, size.width() - legend + space::Double);
}

} // namespace

bool saveComparison(const MethodComparison& comparison, ComparisonAxis axis, const QString& title, const QString& path,
                    QSize size) {
  return savePainting(path, size, title,
                      [&](QPainter& painter) { paintComparison(painter, size, comparison, axis, title); });
}

} // namespace sweep::ui
