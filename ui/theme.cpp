// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme.h"

#include <QApplication>
#include <QFile>
#include <QIconEngine>
#include <QLabel>
#include <QPainter>
#include <QProxyStyle>
#include <QStyleOption>
#include <QSettings>
#include <QSvgRenderer>

#include <algorithm>
#include <array>
#include <cmath>

/// Resources of a static library are dropped by the linker unless they are asked for; the macro works outside namespaces only.
static void loadIcons() { Q_INIT_RESOURCE(icons); }

namespace sweep::ui {

namespace {

struct Tones {
  QRgb window, base, alternate, button, text, quiet, grid, accent, onAccent, failed, warning, good, line;
};

constexpr Tones Light = {0xfff6f7f9, 0xffffffff, 0xfff1f3f6, 0xfffdfdfe, 0xff1d2430, 0xff5b6675, 0xffe3e7ec,
                         0xff1f6feb, 0xffffffff, 0xffc22f2f, 0xff8a5a00, 0xff1a7f4b, 0xffc3cad4};
constexpr Tones Dark = {0xff1e2229, 0xff171a20, 0xff1c2027, 0xff2a2f38, 0xffe7eaf0, 0xff9aa5b5, 0xff2e3440,
                        0xff6aa8ff, 0xff0d1420, 0xffff7b72, 0xffe3b341, 0xff56d18f, 0xff4a5362};

/// Okabe & Ito 2008; the yellow and the black are replaced by tones that are readable on either surface.
constexpr std::array<QRgb, 8> CategoriesOnLight = {0xff0072b2, 0xffd55e00, 0xff009e73, 0xffcc79a7,
                                                   0xffe69f00, 0xff3a9bdc, 0xff6b6b6b, 0xff9a7d0a};
constexpr std::array<QRgb, 8> CategoriesOnDark = {0xff56b4e9, 0xffe69f00, 0xff2bbf94, 0xffe08fc0,
                                                  0xfff0e442, 0xffff7f32, 0xffb0b0b0, 0xff4f9de0};

/// Viridis (van der Walt & Smith) at nine even steps.
constexpr std::array<QRgb, 9> Viridis = {0xff440154, 0xff472d7b, 0xff3b528b, 0xff2c728e, 0xff21918c,
                                         0xff28ae80, 0xff5ec962, 0xffaddc30, 0xfffde725};

QColor mixed(QRgb a, QRgb b, double share) {
  const auto part = [share](int x, int y) { return static_cast<int>(std::lround(x + (y - x) * share)); };
  return {part(qRed(a), qRed(b)), part(qGreen(a), qGreen(b)), part(qBlue(a), qBlue(b))};
}

QPalette paletteOf(const Tones& tones) {
  QPalette palette;
  const auto set = [&palette](QPalette::ColorRole role, QRgb colour) { palette.setColor(role, QColor::fromRgb(colour)); };
  set(QPalette::Window, tones.window);
  set(QPalette::WindowText, tones.text);
  set(QPalette::Base, tones.base);
  set(QPalette::AlternateBase, tones.alternate);
  set(QPalette::Text, tones.text);
  set(QPalette::Button, tones.button);
  set(QPalette::ButtonText, tones.text);
  set(QPalette::BrightText, tones.failed);
  set(QPalette::PlaceholderText, tones.quiet);
  set(QPalette::ToolTipBase, tones.button);
  set(QPalette::ToolTipText, tones.text);
  set(QPalette::Highlight, tones.accent);
  set(QPalette::HighlightedText, tones.onAccent);
  set(QPalette::Link, tones.accent);
  set(QPalette::LinkVisited, tones.accent);
  set(QPalette::Light, tones.button);
  set(QPalette::Midlight, tones.grid);
  set(QPalette::Mid, tones.line);
  set(QPalette::Dark, tones.line);
  set(QPalette::Shadow, tones.line);
  const QColor faint = mixed(tones.quiet, tones.window, 0.35);
  for (const auto role : {QPalette::Text, QPalette::ButtonText, QPalette::WindowText, QPalette::HighlightedText, QPalette::PlaceholderText})
    palette.setColor(QPalette::Disabled, role, faint);
  palette.setColor(QPalette::Disabled, QPalette::Highlight, QColor::fromRgb(tones.line));
  return palette;
}

/// An SVG of :/icons drawn in the palette's text colour, whatever the palette is when it is painted.
class ActionIcon : public QIconEngine {
public:
  explicit ActionIcon(QString name) : m_name(std::move(name)) {}

  void paint(QPainter* painter, const QRect& rect, QIcon::Mode mode, QIcon::State) override {
    painter->drawPixmap(rect, drawn(rect.size() * painter->device()->devicePixelRatioF(), mode));
  }
  QPixmap pixmap(const QSize& size, QIcon::Mode mode, QIcon::State) override { return drawn(size, mode); }
  QIconEngine* clone() const override { return new ActionIcon(*this); }

private:
  QPixmap drawn(const QSize& size, QIcon::Mode mode) const {
    QFile file(QStringLiteral(":/icons/%1.svg").arg(m_name));
    if (!file.open(QIODevice::ReadOnly))
      return {};
    const auto group = mode == QIcon::Disabled ? QPalette::Disabled : QPalette::Active;
    const QColor colour = QApplication::palette().color(group, QPalette::ButtonText);
    QByteArray svg = file.readAll();
    svg.replace("#000000", colour.name().toLatin1());
    QSvgRenderer renderer(svg);
    QPixmap pixmap(size);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    renderer.render(&painter);
    return pixmap;
  }

  QString m_name;
};

/// A tool button with words that opens a menu wherever it is pressed; null for anything else.
const QStyleOptionToolButton* wordsWithMenu(const QStyleOption* option) {
  const auto* button = qstyleoption_cast<const QStyleOptionToolButton*>(option);
  if (!button || button->text.isEmpty() || !button->features.testFlag(QStyleOptionToolButton::HasMenu) ||
      button->features.testFlag(QStyleOptionToolButton::MenuButtonPopup))
    return nullptr;
  return button->toolButtonStyle != Qt::ToolButtonIconOnly || button->icon.isNull() ? button : nullptr;
}

/// Fusion, in which no label and no tool tip takes a text for HTML: names and sentences may come from anybody's files. The arrow of a
/// menu stands beside a tool button's words, where Fusion draws it over them.
class PlainFusion : public QProxyStyle {
public:
  PlainFusion() : QProxyStyle(QStringLiteral("Fusion")) {}

  using QProxyStyle::polish;
  void polish(QWidget* widget) override {
    QProxyStyle::polish(widget);
    if (auto* label = qobject_cast<QLabel*>(widget); label && label->textFormat() == Qt::AutoText)
      label->setTextFormat(Qt::PlainText);
  }

  QSize sizeFromContents(ContentsType type, const QStyleOption* option, const QSize& contents, const QWidget* widget) const override {
    QSize size = QProxyStyle::sizeFromContents(type, option, contents, widget);
    if (type == CT_ToolButton && wordsWithMenu(option))
      size.rwidth() += arrowRoom(option, widget);
    return size;
  }

  void drawControl(ControlElement element, const QStyleOption* option, QPainter* painter, const QWidget* widget) const override {
    const auto* button = element == CE_ToolButtonLabel ? wordsWithMenu(option) : nullptr;
    if (!button) {
      QProxyStyle::drawControl(element, option, painter, widget);
      return;
    }
    QStyleOptionToolButton words = *button;
    words.rect = visualRect(option->direction, option->rect, option->rect.adjusted(0, 0, -arrowRoom(option, widget), 0));
    QProxyStyle::drawControl(element, &words, painter, widget);
  }

  void drawPrimitive(PrimitiveElement element, const QStyleOption* option, QPainter* painter, const QWidget* widget) const override {
    const auto* button = element == PE_IndicatorArrowDown ? wordsWithMenu(option) : nullptr;
    if (button && widget) {
      QStyleOptionToolButton arrow = *button;
      const int inwards = option->direction == Qt::LeftToRight ? -space::Half : space::Half;
      arrow.rect.moveCenter({option->rect.center().x() + inwards, widget->rect().center().y() + 1});
      QProxyStyle::drawPrimitive(element, &arrow, painter, widget);
      return;
    }
    QProxyStyle::drawPrimitive(element, option, painter, widget);
    if (element == PE_IndicatorRadioButton || element == PE_IndicatorCheckBox)
      outline(element == PE_IndicatorRadioButton, *option, *painter);
  }

private:
  int arrowRoom(const QStyleOption* option, const QWidget* widget) const { return pixelMetric(PM_MenuButtonIndicator, option, widget); }

  /// Fusion's own outlines of what can be ticked are hardly seen on a dark surface.
  static void outline(bool isRound, const QStyleOption& option, QPainter& painter) {
    const auto& theme = Theme::instance();
    const QRect box = option.rect;
    painter.save();
    painter.setBrush(Qt::NoBrush);
    painter.setPen(option.state.testFlag(State_Enabled) ? theme.quietText() : theme.grid());
    if (isRound) {
      // Where Fusion draws it.
      const double radius = (box.width() + (box.width() + 1) % 2) / 2.0 - 1.0;
      painter.setRenderHint(QPainter::Antialiasing);
      painter.drawEllipse(QPointF(box.center() + QPoint(1, 1)), radius, radius);
    } else {
      painter.drawRect(box.adjusted(0, 0, -1, -1));
    }
    painter.restore();
  }
};

} // namespace

Theme& Theme::instance() {
  static Theme theme;
  return theme;
}

Theme::Theme() : m_systemPalette(QApplication::palette()) {
  ::loadIcons();
  const auto stored = QSettings().value(QStringLiteral("theme"), 0).toInt();
  m_mode = stored >= 0 && stored <= 2 ? static_cast<Mode>(stored) : Mode::System;
  QApplication::setStyle(new PlainFusion);
  apply();
}

void Theme::setMode(Mode mode) {
  if (mode == m_mode)
    return;
  m_mode = mode;
  QSettings().setValue(QStringLiteral("theme"), static_cast<int>(mode));
  apply();
}

void Theme::apply() {
  const bool systemIsDark = m_systemPalette.color(QPalette::Window).lightness() < 128;
  m_dark = m_mode == Mode::Dark || (m_mode == Mode::System && systemIsDark);
  QApplication::setPalette(paletteOf(m_dark ? Dark : Light));
  Q_EMIT changed();
}

QColor Theme::accent() const { return QColor::fromRgb((m_dark ? Dark : Light).accent); }
QColor Theme::text() const { return QColor::fromRgb((m_dark ? Dark : Light).text); }
QColor Theme::quietText() const { return QColor::fromRgb((m_dark ? Dark : Light).quiet); }
QColor Theme::grid() const { return QColor::fromRgb((m_dark ? Dark : Light).grid); }
QColor Theme::surface() const { return QColor::fromRgb((m_dark ? Dark : Light).base); }
QColor Theme::failed() const { return QColor::fromRgb((m_dark ? Dark : Light).failed); }
QColor Theme::warning() const { return QColor::fromRgb((m_dark ? Dark : Light).warning); }
QColor Theme::good() const { return QColor::fromRgb((m_dark ? Dark : Light).good); }

QColor Theme::category(int index) const {
  const auto& colours = m_dark ? CategoriesOnDark : CategoriesOnLight;
  return QColor::fromRgb(colours[static_cast<std::size_t>(index) % colours.size()]);
}

QColor Theme::score(double goodness) const {
  const double good = std::isnan(goodness) ? 0.0 : std::clamp(goodness, 0.0, 1.0);
  // The ends that would vanish in the surface are left out.
  const double position = (m_dark ? 0.12 + 0.88 * good : 0.9 * (1.0 - good)) * (Viridis.size() - 1);
  const auto left = std::min(static_cast<std::size_t>(position), Viridis.size() - 2);
  return mixed(Viridis[left], Viridis[left + 1], position - static_cast<double>(left));
}

QIcon Theme::icon(const QString& name) const { return QIcon(new ActionIcon(name)); }

QFont titleFont() {
  QFont font = QApplication::font();
  font.setPointSizeF(font.pointSizeF() * 1.25);
  font.setWeight(QFont::DemiBold);
  return font;
}

QFont smallFont() {
  QFont font = QApplication::font();
  font.setPointSizeF(font.pointSizeF() * 0.88);
  return font;
}

QFont numberFont() {
  QFont font = QApplication::font();
  font.setStyleHint(QFont::SansSerif);
  font.setKerning(false);
  return font;
}

} // namespace sweep::ui
