// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLabel>

namespace sweep::ui {

/// The title of a group: groups are told apart by a title and space, not by frames.
class SectionHeader : public QLabel {
  Q_OBJECT
public:
  enum class Size { Title, Small };
  explicit SectionHeader(const QString& title, Size size = Size::Title, QWidget* parent = nullptr);
};

/// A line of secondary text that wraps.
class QuietLabel : public QLabel {
  Q_OBJECT
public:
  explicit QuietLabel(const QString& text = {}, QWidget* parent = nullptr);

private:
  void colour();
};

} // namespace sweep::ui
