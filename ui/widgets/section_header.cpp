// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/section_header.h"

#include "ui/theme.h"

namespace sweep::ui {

SectionHeader::SectionHeader(const QString& title, Size size, QWidget* parent) : QLabel(title, parent) {
  QFont font = titleFont();
  if (size == Size::Small) {
    font = this->font();
    font.setWeight(QFont::DemiBold);
  }
  setFont(font);
}

QuietLabel::QuietLabel(const QString& text, QWidget* parent) : QLabel(text, parent) {
  setFont(smallFont());
  setWordWrap(true);
  colour();
  connect(&Theme::instance(), &Theme::changed, this, &QuietLabel::colour);
}

void QuietLabel::colour() {
  QPalette colours = palette();
  colours.setColor(QPalette::WindowText, Theme::instance().quietText());
  setPalette(colours);
}

} // namespace sweep::ui
