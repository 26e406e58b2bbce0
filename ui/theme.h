// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QFont>
#include <QIcon>
#include <QObject>
#include <QPalette>

namespace sweep::ui {

/// The looks of the whole program: Fusion with a light and a dark palette, and the colours that mean something.
/// One object, made by the application before any window; UI thread only.
class Theme : public QObject {
  Q_OBJECT
public:
  enum class Mode { System, Light, Dark };
  Q_ENUM(Mode)

  static Theme& instance();

  void setMode(Mode mode);
  Mode mode() const { return m_mode; }
  bool dark() const { return m_dark; }

  /// For what is active or chosen: the only strong colour.
  QColor accent() const;
  QColor text() const;
  /// Secondary text, axes' labels.
  QColor quietText() const;
  QColor grid() const;
  QColor surface() const;
  /// Red: only for what failed.
  QColor failed() const;
  QColor warning() const;
  QColor good() const;
  /// Okabe-Ito, readable on the surface; repeats after eight.
  QColor category(int index) const;
  /// Viridis at a goodness of 0 (worst) to 1 (best): better is lighter on dark and darker on light.
  QColor score(double goodness) const;

  /// An icon of :/icons in the text's colour (and greyed when disabled).
  QIcon icon(const QString& name) const;

Q_SIGNALS:
  /// Palette and colours have changed: repaint what is painted by hand.
  void changed();

private:
  Theme();
  void apply();

  Mode m_mode = Mode::System;
  bool m_dark = false;
  QPalette m_systemPalette;
};

/// Distances in pixels: everything is a multiple of them.
namespace space {
inline constexpr int Half = 4;
inline constexpr int Unit = 8;
inline constexpr int Double = 16;
inline constexpr int Section = 24;
} // namespace space

/// The three sizes of text.
QFont titleFont();
QFont smallFont();
/// Digits of equal width, for numbers in columns.
QFont numberFont();

} // namespace sweep::ui
