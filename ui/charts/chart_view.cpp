// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_view.h"

#include "ui/charts/chart_painting.h"
#include "ui/charts/painted_layer.h"
#include "ui/selection.h"
#include "ui/theme.h"

#include <QApplication>
#include <QChart>
#include <QGraphicsLayout>
#include <QKeyEvent>
#include <QLegend>
#include <QLineSeries>
#include <QLogValueAxis>
#include <QMouseEvent>
#include <QToolTip>
#include <QValueAxis>

#include <algorithm>
#include <cmath>

namespace sweep::ui {

namespace {

/// How near the pointer must be to a mark, in pixels.
constexpr double Reach = 10;
/// Between the layers of Qt Charts: its grid is at 2, its series at 4 and above.
constexpr double UnderSeries = 1;
constexpr double OverSeries = 50;

QAbstractAxis* makeAxis(const ChartAxis& wanted) {
  if (wanted.scale == AxisScale::Log && wanted.low > 0) {
    auto* axis = new QLogValueAxis;
    axis->setBase(10);
    axis->setRange(wanted.low, wanted.high);
    return axis;
  }
  auto* axis = new QValueAxis;
  axis->setRange(wanted.low, wanted.high);
  return axis;
}

/// Gives the chart an axis of the wanted kind and range, the same one as long as the kind stays.
void replaceAxis(QChart* chart, QLineSeries* series, QAbstractAxis*& axis, const ChartAxis& wanted, Qt::Alignment side) {
  const bool wantsLog = wanted.scale == AxisScale::Log && wanted.low > 0;
  if (axis && (axis->type() == QAbstractAxis::AxisTypeLogValue) == wantsLog) {
    axis->setRange(wanted.low, wanted.high);
    return;
  }
  if (axis) {
    chart->removeAxis(axis);
    delete axis;
  }
  axis = makeAxis(wanted);
  axis->setVisible(false);
  chart->addAxis(axis, side);
  series->attachAxis(axis);
}

} // namespace

ChartView::ChartView(Selection* selection, QWidget* parent) : QChartView(parent), m_selection(selection), m_steps(new QLineSeries) {
  setObjectName(QStringLiteral("chart.view"));
  setFrameShape(QFrame::NoFrame);
  setFocusPolicy(Qt::StrongFocus);
  setMouseTracking(true);
  setMinimumSize(120, 80);
  setRenderHint(QPainter::Antialiasing);
  chart()->setAnimationOptions(QChart::NoAnimation);
  chart()->legend()->hide();
  chart()->setBackgroundVisible(false);
  chart()->setMargins({});
  chart()->layout()->setContentsMargins(0, 0, 0, 0);
  chart()->addSeries(m_steps);
  makeLayers();
  connect(selection, &Selection::changed, this, &ChartView::redraw);
  connect(selection, &Selection::hoverChanged, this, &ChartView::redrawChosen);
  connect(&Theme::instance(), &Theme::changed, this, &ChartView::applyTheme);
  applyTheme();
}

ChartView::~ChartView() = default;

void ChartView::makeLayers() {
  m_axes = new PaintedLayer(chart(), UnderSeries, [this](QPainter& painter) {
    paintHeat(painter, m_content, m_layout);
    paintAxes(painter, m_content, m_layout);
  });
  m_trials = new PaintedLayer(chart(), OverSeries, [this](QPainter& painter) {
    paintModel(painter, m_content, m_layout);
    if (m_selection)
      paintTrials(painter, m_content, m_layout, *m_selection);
  });
  m_chosen = new PaintedLayer(chart(), OverSeries + 1, [this](QPainter& painter) {
    if (m_selection)
      paintChosen(painter, m_content, m_layout, *m_selection);
    if (!m_brushing)
      return;
    QColor fill = Theme::instance().accent();
    painter.setPen(QPen(fill, 1));
    fill.setAlphaF(0.12F);
    painter.setBrush(fill);
    painter.drawRect(m_brush);
  });
  m_axes->setKept(true);
  m_trials->setKept(true);
}

void ChartView::applyTheme() {
  setBackgroundBrush(Theme::instance().surface());
  QPen pen(Theme::instance().text(), 1.5);
  pen.setJoinStyle(Qt::MiterJoin);
  m_steps->setPen(pen);
  redraw();
}

void ChartView::setContent(ChartContent content) {
  m_content = std::move(content);
  setAccessibleDescription(m_content.isEmpty() ? m_content.emptyText : m_content.description);
  arrange(size(), m_reserved);
}

void ChartView::setNote(const QString& note) {
  m_content.note = note;
  m_axes->update();
}

void ChartView::setReserved(double pixels) {
  m_reserved = pixels;
  arrange(size(), m_reserved);
}

void ChartView::arrange(QSizeF size, double reserved) {
  m_layout = layOut(m_content, size, reserved);
  for (auto* layer : {m_axes, m_trials, m_chosen})
    layer->setSize(size);
  chart()->setPlotArea(m_layout.plot);
  arrangeAxes();
  arrangeSteps();
  indexMarks();
  redraw();
}

void ChartView::arrangeAxes() {
  replaceAxis(chart(), m_steps, m_xAxis, m_content.x, Qt::AlignBottom);
  replaceAxis(chart(), m_steps, m_yAxis, m_content.y, Qt::AlignLeft);
}

void ChartView::arrangeSteps() {
  QList<QPointF> line;
  for (const auto& [x, y] : m_content.steps) {
    if (!line.isEmpty())
      line.append({x, line.back().y()});
    line.append({x, y});
  }
  if (line != m_steps->points())
    m_steps->replace(line);
}

void ChartView::indexMarks() {
  std::vector<QPointF> places;
  places.reserve(m_content.points.size());
  for (const auto& point : m_content.points)
    places.push_back(m_layout.at(m_content, point.x, point.y));
  m_index = PointIndex(std::move(places), m_layout.plot);
}

std::optional<QPointF> ChartView::positionOf(int trial) const {
  for (auto point = m_content.points.rbegin(); point != m_content.points.rend(); ++point)
    if (point->trial == trial)
      return m_layout.at(m_content, point->x, point->y);
  for (auto bar = m_content.bars.rbegin(); bar != m_content.bars.rend(); ++bar)
    if (bar->trial == trial)
      return m_layout.barRect(m_content, *bar).center();
  return {};
}

std::optional<ChartPoint> ChartView::markAt(QPointF place) const {
  if (const auto found = m_index.nearest(place, Reach))
    return m_content.points[*found];
  for (const auto& bar : m_content.bars)
    if (m_layout.barRect(m_content, bar).adjusted(-1, -1, 1, 1).contains(place))
      return ChartPoint{bar.trial, bar.state, bar.end - bar.begin, static_cast<double>(bar.lane), bar.goodness, bar.best, false};
  return {};
}

QString ChartView::ruleAt(QPointF place) const {
  if (!m_layout.plot.contains(place))
    return {};
  for (const auto& rule : m_content.rules)
    if (std::abs(m_layout.at(m_content, rule.x, NoNumber).x() - place.x()) <= Reach / 2)
      return rule.hover;
  return {};
}

int ChartView::trialAt(QPointF place) const {
  const auto mark = markAt(place);
  return mark ? mark->trial : -1;
}

void ChartView::renderTo(QPainter& painter, QSize size) {
  painter.fillRect(QRect(QPoint(), size), Theme::instance().surface());
  // Kept pictures have the screen's resolution, and the pointer is no part of the picture.
  m_axes->setKept(false);
  m_trials->setKept(false);
  const QSizeF shown = chart()->size();
  chart()->resize(size);
  arrange(size, 0);
  scene()->setSceneRect(QRectF(QPointF(), size));
  scene()->render(&painter, QRectF(QPointF(), size), QRectF(QPointF(), size));
  chart()->resize(shown);
  scene()->setSceneRect(QRectF(QPointF(), shown));
  arrange(this->size(), m_reserved);
  m_axes->setKept(true);
  m_trials->setKept(true);
}

void ChartView::resizeEvent(QResizeEvent* event) {
  QChartView::resizeEvent(event);
  arrange(size(), m_reserved);
}

void ChartView::mousePressEvent(QMouseEvent* event) {
  if (event->button() == Qt::LeftButton)
    m_pressed = event->position();
  event->accept();
}

void ChartView::mouseMoveEvent(QMouseEvent* event) {
  if (event->buttons() & Qt::LeftButton) {
    const QPointF moved = event->position() - m_pressed;
    m_brushing = m_brushing || moved.manhattanLength() >= QApplication::startDragDistance();
    m_brush = QRectF(m_pressed, event->position()).normalized() & m_layout.plot.adjusted(-Reach, -Reach, Reach, Reach);
    redrawChosen();
    return;
  }
  const auto mark = markAt(event->position());
  if (m_selection)
    m_selection->hover(mark ? mark->trial : -1);
  const QString text = mark && m_hoverText ? m_hoverText(*mark) : ruleAt(event->position());
  if (text.isEmpty())
    QToolTip::hideText();
  else
    QToolTip::showText(event->globalPosition().toPoint(), text, viewport());
}

void ChartView::mouseReleaseEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton)
    return;
  const bool adds = event->modifiers() & (Qt::ControlModifier | Qt::ShiftModifier);
  if (m_brushing)
    brush(adds);
  else
    select(trialAt(event->position()), adds);
  m_brushing = false;
  redrawChosen();
}

void ChartView::leaveEvent(QEvent* event) {
  QChartView::leaveEvent(event);
  if (m_selection)
    m_selection->hover(-1);
}

void ChartView::select(int trial, bool adds) {
  if (!m_selection)
    return;
  if (trial >= 0 && adds)
    m_selection->toggle(trial);
  else if (trial >= 0)
    m_selection->choose(trial);
  else if (!adds)
    m_selection->clear();
}

void ChartView::brush(bool adds) {
  if (!m_selection)
    return;
  QSet<int> seen;
  QList<int> trials;
  const auto add = [&](int trial) {
    if (!seen.contains(trial))
      trials.append(trial);
    seen.insert(trial);
  };
  if (adds)
    for (const int trial : m_selection->trials())
      add(trial);
  for (const auto index : m_index.inside(m_brush))
    add(m_content.points[index].trial);
  for (const auto& bar : m_content.bars)
    if (m_layout.barRect(m_content, bar).intersects(m_brush))
      add(bar.trial);
  m_selection->set(trials);
}

void ChartView::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Escape && m_selection && !m_selection->empty())
    m_selection->clear();
  else if (event->key() == Qt::Key_Right || event->key() == Qt::Key_Down)
    stepThrough(1);
  else if (event->key() == Qt::Key_Left || event->key() == Qt::Key_Up)
    stepThrough(-1);
  else
    event->ignore();
}

void ChartView::stepThrough(int direction) {
  std::vector<int> trials;
  for (const auto& point : m_content.points)
    trials.push_back(point.trial);
  for (const auto& bar : m_content.bars)
    trials.push_back(bar.trial);
  if (trials.empty() || !m_selection)
    return;
  std::sort(trials.begin(), trials.end());
  const int current = m_selection->current();
  const auto above = std::upper_bound(trials.begin(), trials.end(), current);
  const auto notBelow = std::lower_bound(trials.begin(), trials.end(), current);
  if (direction > 0)
    m_selection->choose(above == trials.end() ? trials.back() : *above);
  else
    m_selection->choose(notBelow == trials.begin() ? trials.front() : *std::prev(notBelow));
}

void ChartView::redraw() {
  for (auto* layer : {m_axes, m_trials, m_chosen})
    layer->update();
}

void ChartView::redrawChosen() { m_chosen->update(); }

} // namespace sweep::ui
