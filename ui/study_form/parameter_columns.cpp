// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/study_form/parameter_columns.h"

#include "ui/theme.h"

#include <QHBoxLayout>
#include <QWidget>

namespace sweep::ui {

namespace {
constexpr int NameWidth = 12 * space::Unit;
constexpr int KindWidth = 13 * space::Unit;
constexpr int ScaleWidth = 9 * space::Unit;
constexpr int DefaultWidth = 10 * space::Unit;
constexpr int SketchWidth = 9 * space::Unit;
constexpr int ButtonWidth = 3 * space::Unit;
constexpr int NumberWidth = 7 * space::Unit;
} // namespace

void shareRoom(QWidget* widget) {
  widget->setSizePolicy(QSizePolicy::Ignored, widget->sizePolicy().verticalPolicy());
  widget->setMinimumWidth(NumberWidth);
}

void layOutParameterCells(QHBoxLayout* layout, QWidget* name, QWidget* kind, QWidget* domain, QWidget* defaultValue,
                          QWidget* sketch, QWidget* button) {
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(space::Unit);
  shareRoom(name);
  shareRoom(domain);
  name->setMinimumWidth(NameWidth);
  domain->setMinimumWidth(3 * NumberWidth + ScaleWidth + 3 * space::Half);
  kind->setFixedWidth(KindWidth);
  defaultValue->setFixedWidth(DefaultWidth);
  sketch->setFixedWidth(SketchWidth);
  button->setFixedWidth(ButtonWidth);
  layout->addWidget(name, 2);
  layout->addWidget(kind);
  layout->addWidget(domain, 5);
  layout->addWidget(defaultValue);
  layout->addWidget(sketch);
  layout->addWidget(button);
}

void layOutRangeCells(QHBoxLayout* layout, QWidget* low, QWidget* high, QWidget* scale, QWidget* step) {
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(space::Half);
  for (auto* number : {low, high, step})
    shareRoom(number);
  scale->setFixedWidth(ScaleWidth);
  layout->addWidget(low, 3);
  layout->addWidget(high, 3);
  layout->addWidget(scale);
  layout->addWidget(step, 2);
}

} // namespace sweep::ui
