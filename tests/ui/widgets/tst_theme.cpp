// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/theme.h"

#include <QMenu>
#include <QToolButton>
#include <gtest/gtest.h>

namespace sweep::ui {
namespace {

constexpr int Frame = 4;

/// A tool button at the size that it wants.
struct Button : QToolButton {
  explicit Button(bool opensMenu, Qt::ToolButtonStyle style = Qt::ToolButtonTextOnly) {
    setText(QStringLiteral("All states"));
    setIcon(Theme::instance().icon(QStringLiteral("filter")));
    setToolButtonStyle(style);
    setPopupMode(InstantPopup);
    if (opensMenu)
      setMenu(&m_menu);
    resize(sizeHint());
  }
  QImage shown() { return grab().toImage(); }

private:
  QMenu m_menu;
};

TEST(Theme, StandsTheArrowOfAMenuBesideTheWords) {
  for (const auto style : {Qt::ToolButtonTextOnly, Qt::ToolButtonTextBesideIcon}) {
    Button plain(false, style), menu(true, style);
    ASSERT_GT(menu.width(), plain.width());
    const QRect words = plain.rect().adjusted(Frame, Frame, -Frame, -Frame);
    EXPECT_EQ(menu.shown().copy(words), plain.shown().copy(words));
    const QRect arrow(plain.width() - Frame, Frame, menu.width() - plain.width(), plain.height() - 2 * Frame);
    Button wide(false, style);
    wide.resize(menu.size());
    EXPECT_NE(menu.shown().copy(arrow), wide.shown().copy(arrow)) << "something is drawn there";
  }
}

TEST(Theme, LeavesButtonsWithoutWordsAsTheyAre) {
  Button plain(false, Qt::ToolButtonIconOnly), menu(true, Qt::ToolButtonIconOnly);
  EXPECT_EQ(menu.size(), plain.size());
}

} // namespace
} // namespace sweep::ui
