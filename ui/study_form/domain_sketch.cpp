// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/study_form/domain_sketch.h"

#include "ui/study_form/value_text.h"
#include "ui/text.h"
#include "ui/theme.h"

#include <QCoreApplication>
#include <QPainter>

#include <algorithm>

namespace sweep::ui {

namespace {

constexpr std::size_t MostBars = 24;
constexpr int Draws = 960;

QString words(const char* text) { return QCoreApplication::translate("DomainSketch", text); }

double numberAt(const Domain& domain, double unit) { return valueNumber(fromUnit(domain, unit)).value_or(0.0); }

/// How often values fall on each of `count` equal pieces of the range.
std::vector<double> shares(const Domain& domain, std::size_t count) {
  const double low = numberAt(domain, 0.0);
  const double high = numberAt(domain, 1.0);
  std::vector<double> bars(count, 0.0);
  for (int i = 0; i < Draws; ++i) {
    const double position = high > low ? (numberAt(domain, (i + 0.5) / Draws) - low) / (high - low) : 0.5;
    bars[std::min(count - 1, static_cast<std::size_t>(position * static_cast<double>(count)))] += 1.0;
  }
  return bars;
}

std::vector<double> sharesOfChoices(const CategoricalDomain& domain) {
  if (domain.choices.size() > MostBars)
    return std::vector<double>(MostBars, 1.0);
  return domain.weights.empty() ? std::vector<double>(domain.choices.size(), 1.0) : domain.weights;
}

std::vector<double> heights(const Domain& domain) {
  if (!problemsOf(domain).empty())
    return {};
  if (std::holds_alternative<ConstantDomain>(domain))
    return {1.0};
  if (const auto* list = std::get_if<CategoricalDomain>(&domain))
    return sharesOfChoices(*list);
  const auto size = sizeOf(domain);
  return shares(domain, size && *size < MostBars ? static_cast<std::size_t>(*size) : MostBars);
}

} // namespace

DomainSketch::DomainSketch(QWidget* parent) : QWidget(parent) {
  setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
  connect(&Theme::instance(), &Theme::changed, this, qOverload<>(&QWidget::update));
}

QSize DomainSketch::sizeHint() const { return {10 * space::Unit, 3 * space::Unit}; }

void DomainSketch::setDomain(const Domain& domain) {
  m_bars = heights(domain);
  const double highest = m_bars.empty() ? 0.0 : *std::max_element(m_bars.begin(), m_bars.end());
  for (auto& bar : m_bars)
    bar = highest > 0.0 ? bar / highest : 0.0;
  const auto size = problemsOf(domain).empty() ? sizeOf(domain) : std::nullopt;
  m_apart = size && *size < MostBars;
  const QString sentence = m_bars.empty() ? QString() : drawnHow(domain);
  setToolTip(sentence);
  setAccessibleDescription(sentence);
  update();
}

void DomainSketch::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const double bottom = height() - 1.0;
  painter.setPen(QPen(Theme::instance().grid(), 1.0));
  painter.drawLine(QPointF(0.0, bottom + 0.5), QPointF(width(), bottom + 0.5));
  if (m_bars.empty())
    return;
  QColor colour = Theme::instance().accent();
  colour.setAlphaF(isEnabled() ? 0.75F : 0.4F);
  painter.setPen(Qt::NoPen);
  painter.setBrush(colour);
  const double step = static_cast<double>(width()) / static_cast<double>(m_bars.size());
  const double bar = m_apart ? std::min(step * 0.6, 6.0) : step - 0.75;
  for (std::size_t i = 0; i < m_bars.size(); ++i) {
    const double tall = std::max(m_bars[i] > 0.0 ? 1.0 : 0.0, m_bars[i] * (bottom - 2.0));
    const double left = (static_cast<double>(i) + 0.5) * step - bar / 2.0;
    painter.drawRect(QRectF(left, bottom - tall, bar, tall));
  }
}

QString drawnHow(const Domain& domain) {
  if (const auto* fixed = std::get_if<ConstantDomain>(&domain))
    return words("Always %1: handed to the program, not searched.").arg(valueField(fixed->value));
  if (const auto* list = std::get_if<CategoricalDomain>(&domain))
    return list->weights.empty() ? words("%1 choices, all equally likely.").arg(list->choices.size())
                                 : words("%1 choices with weights from the study file.").arg(list->choices.size());
  const QString half = shortNumber(numberAt(domain, 0.5));
  if (isLog(domain))
    return words("Drawn evenly in the logarithm: half of the values lie below %1.").arg(half);
  if (const auto size = sizeOf(domain))
    return words("%1 values, all equally likely; half of them up to %2.").arg(*size).arg(half);
  return words("Drawn evenly: half of the values lie below %1.").arg(half);
}

} // namespace sweep::ui
