// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_painting.h"

#include "ui/selection.h"
#include "ui/theme.h"
#include "ui/trial_mark.h"

#include <QHash>
#include <QPaintEngine>
#include <QPainter>
#include <QPixmap>

#include <array>
#include <cmath>

namespace sweep::ui {

namespace {

/// How strongly the others are drawn beside a chosen few, and beside a single one, which its ring tells apart anyway.
constexpr qreal Dimmed = 0.22;
constexpr qreal Subdued = 0.6;
/// So many colours are told apart on a mark; each is drawn once and then copied.
constexpr int ColourSteps = 64;

/// A mark beyond the axis: a small arrowhead that points there.
void drawBeyond(QPainter& painter, QPointF at, qreal radius, bool upwards, const QColor& colour) {
  const qreal tip = upwards ? -radius : radius;
  const std::array<QPointF, 3> corners = {at + QPointF(0, tip), at + QPointF(-radius, -tip * 0.6), at + QPointF(radius, -tip * 0.6)};
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(Qt::NoPen);
  painter.setBrush(colour);
  painter.drawPolygon(corners.data(), static_cast<int>(corners.size()));
}

struct MarkKind {
  TrialState state = TrialState::Complete;
  double goodness = NoNumber;
  /// 0 within the axis, -1 below, 1 above.
  int beyond = 0;

  quint64 key() const {
    const int colour = std::isnan(goodness) ? ColourSteps : static_cast<int>(std::lround(goodness * (ColourSteps - 1)));
    return static_cast<quint64>(state) << 16 | static_cast<quint64>(beyond + 1) << 8 | static_cast<quint64>(colour);
  }
};

void drawMark(QPainter& painter, QPointF at, qreal radius, const MarkKind& kind) {
  const QColor colour = trialColour(kind.state, kind.goodness);
  if (kind.beyond != 0)
    drawBeyond(painter, at, radius, kind.beyond > 0, colour);
  else
    drawTrialMark(painter, at, radius, kind.state, false, colour);
}

/// Draws marks by copying pictures of them on a screen, as shapes into a file of shapes.
class MarkStamp {
public:
  MarkStamp(QPainter& painter, qreal radius)
      : m_painter(painter), m_radius(radius), m_ratio(painter.device()->devicePixelRatioF()),
        m_copies(painter.paintEngine()->type() == QPaintEngine::Raster) {}

  void draw(QPointF at, const MarkKind& kind) {
    if (!m_copies) {
      drawMark(m_painter, at, m_radius, kind);
      return;
    }
    auto& picture = m_pictures[kind.key()];
    if (picture.isNull())
      picture = pictureOf(kind);
    m_painter.drawPixmap(at - QPointF(half(), half()), picture);
  }

private:
  qreal half() const { return std::ceil(m_radius + 3); }

  QPixmap pictureOf(const MarkKind& kind) const {
    // Scaled painters (a file at twice the size) get a picture of their own resolution.
    const qreal ratio = m_ratio * m_painter.transform().m11();
    QPixmap picture(QSizeF(2 * half() * ratio, 2 * half() * ratio).toSize());
    picture.setDevicePixelRatio(ratio);
    picture.fill(Qt::transparent);
    QPainter painter(&picture);
    drawMark(painter, {half(), half()}, m_radius, kind);
    return picture;
  }

  QPainter& m_painter;
  qreal m_radius;
  qreal m_ratio;
  bool m_copies;
  QHash<quint64, QPixmap> m_pictures;
};

int beyondOf(const ChartContent& content, const ChartPoint& point) {
  if (std::isnan(point.y))
    return 0;
  const double up = content.y.unit(point.y);
  return up < 0 ? -1 : up > 1 ? 1 : 0;
}

QColor mixed(const QColor& colour, const QColor& ground, float share) {
  const auto mix = [&](float a, float b) { return share * a + (1 - share) * b; };
  return QColor::fromRgbF(mix(colour.redF(), ground.redF()), mix(colour.greenF(), ground.greenF()), mix(colour.blueF(), ground.blueF()));
}

/// Segments one by one: a joined, antialiased polyline is a hundred times slower.
QVector<QLineF> segmentsOf(const ChartContent& content, const ChartLayout& layout, const ChartLine& line) {
  QVector<QLineF> segments;
  segments.reserve(static_cast<qsizetype>(line.points.size()));
  const auto at = [&](const std::pair<double, double>& point) {
    return QPointF(layout.plot.left() + content.x.unit(point.first) * layout.plot.width(),
                   layout.plot.bottom() - content.y.unit(point.second) * layout.plot.height());
  };
  for (std::size_t i = 1; i < line.points.size(); ++i)
    segments.append({at(line.points[i - 1]), at(line.points[i])});
  return segments;
}

/// Under all lines; opaque, so that it is even where lines meet.
void paintBand(QPainter& painter, const ChartContent& content, const ChartLayout& layout, const ChartLine& line) {
  painter.setPen(QPen(mixed(Theme::instance().accent(), Theme::instance().surface(), 0.35F), 7, Qt::SolidLine, Qt::RoundCap));
  painter.drawLines(segmentsOf(content, layout, line));
}

void paintCurve(QPainter& painter, const ChartContent& content, const ChartLayout& layout, const ChartLine& line, qreal width) {
  painter.setPen(QPen(trialColour(line.state, line.goodness), width, Qt::SolidLine, Qt::RoundCap));
  painter.drawLines(segmentsOf(content, layout, line));
}

void paintBar(QPainter& painter, const ChartContent& content, const ChartLayout& layout, const ChartBar& bar) {
  painter.fillRect(layout.barRect(content, bar), trialColour(bar.state, bar.goodness));
}

/// Between a mark and the colours under it, which may be its own.
void paintHalo(QPainter& painter, QPointF at, qreal radius) {
  painter.setPen(Qt::NoPen);
  painter.setBrush(Theme::instance().surface());
  painter.drawEllipse(at, radius + 1.5, radius + 1.5);
}

/// Everything whose trial is (or is not) selected.
void paintGroup(QPainter& painter, const ChartContent& content, const ChartLayout& layout, const Selection& selection, bool selected) {
  MarkStamp stamp(painter, layout.markRadius);
  painter.save();
  painter.setClipRect(layout.plot.adjusted(0, 0, 1, 1));
  painter.setRenderHint(QPainter::Antialiasing);
  const bool many = content.lines.size() > 60;
  for (const auto& line : content.lines)
    if (line.stands && selection.contains(line.trial) == selected)
      paintBand(painter, content, layout, line);
  for (const auto& line : content.lines)
    if (selection.contains(line.trial) == selected)
      paintCurve(painter, content, layout, line, selected || line.best ? 2.0 : many ? 1.0 : 1.25);
  painter.restore();
  painter.setRenderHint(QPainter::Antialiasing, false);
  for (const auto& bar : content.bars)
    if (selection.contains(bar.trial) == selected)
      paintBar(painter, content, layout, bar);
  painter.setRenderHint(QPainter::Antialiasing);
  for (const auto& point : content.points)
    if (!point.hidden && !point.best && selection.contains(point.trial) == selected) {
      const QPointF at = layout.at(content, point.x, point.y);
      if (content.heat)
        paintHalo(painter, at, layout.markRadius);
      stamp.draw(at, {point.state, point.goodness, beyondOf(content, point)});
    }
}

template <typename Chosen>
void outline(QPainter& painter, const ChartContent& content, const ChartLayout& layout, const QPen& pen, Chosen chosen) {
  painter.setBrush(Qt::NoBrush);
  painter.setPen(pen);
  const qreal radius = layout.markRadius + 2.5;
  for (const auto& point : content.points)
    if (!point.hidden && chosen(point.trial))
      painter.drawEllipse(layout.at(content, point.x, point.y), radius, radius);
  for (const auto& bar : content.bars)
    if (chosen(bar.trial))
      painter.drawRect(layout.barRect(content, bar).adjusted(-1, -1, 1, 1));
}

/// The best trial's star, on a halo of the surface so that it stands out from its neighbours.
void paintStar(QPainter& painter, const ChartContent& content, const ChartLayout& layout, const Selection& selection) {
  const auto& theme = Theme::instance();
  for (const auto& point : content.points) {
    if (!point.best || point.hidden)
      continue;
    const QPointF at = layout.at(content, point.x, point.y);
    painter.setOpacity(selection.empty() || selection.contains(point.trial) ? 1.0 : 0.6);
    drawTrialMark(painter, at, 6.5, point.state, true, theme.surface());
    drawTrialMark(painter, at, 5.0, point.state, true, theme.accent());
    painter.setOpacity(1.0);
  }
}

/// The bars across rules, on a halo of the surface so that they stand out from the curves.
void paintRuleMarks(QPainter& painter, const ChartContent& content, const ChartLayout& layout) {
  constexpr double HalfWidth = 9;
  const auto& theme = Theme::instance();
  for (const auto& rule : content.rules)
    for (const double mark : rule.marks) {
      if (layout.isOutside(content, mark))
        continue;
      const QPointF at = layout.at(content, rule.x, mark);
      const QLineF bar(at - QPointF(HalfWidth, 0), at + QPointF(HalfWidth, 0));
      painter.setPen(QPen(theme.surface(), 5));
      painter.drawLine(bar);
      painter.setPen(QPen(theme.text(), 2));
      painter.drawLine(bar);
    }
}

} // namespace

QColor trialColour(TrialState state, double goodness) {
  const auto& theme = Theme::instance();
  if (state == TrialState::Running || state == TrialState::Failed)
    return stateColour(state);
  return std::isnan(goodness) ? theme.quietText() : theme.score(goodness);
}

void paintTrials(QPainter& painter, const ChartContent& content, const ChartLayout& layout, const Selection& selection) {
  painter.setOpacity(selection.empty() ? 1.0 : selection.trials().size() == 1 ? Subdued : Dimmed);
  paintGroup(painter, content, layout, selection, false);
  painter.setOpacity(1.0);
  if (!selection.empty())
    paintGroup(painter, content, layout, selection, true);
}

void paintChosen(QPainter& painter, const ChartContent& content, const ChartLayout& layout, const Selection& selection) {
  painter.setRenderHint(QPainter::Antialiasing);
  paintRuleMarks(painter, content, layout);
  paintStar(painter, content, layout, selection);
  const auto& theme = Theme::instance();
  // Outlines of very many would cover the marks; those are told apart by the dimming.
  constexpr qsizetype Outlined = 300;
  if (!selection.empty() && selection.trials().size() <= Outlined)
    outline(painter, content, layout, QPen(theme.accent(), 2.0), [&](int trial) { return selection.contains(trial); });
  if (selection.hovered() >= 0)
    outline(painter, content, layout, QPen(theme.text(), 1.5), [&](int trial) { return trial == selection.hovered(); });
}

} // namespace sweep::ui
