// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/study_form/budget_way_choice.h"

#include "ui/text.h"
#include "ui/theme.h"
#include "ui/widgets/section_header.h"

#include <QRadioButton>
#include <QStyle>
#include <QVBoxLayout>

namespace sweep::ui {

BudgetWayChoice::BudgetWayChoice(QWidget* parent) : QWidget(parent) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(space::Half);
  add(BudgetWay::StopInFlight, tr("Stop in flight"),
      tr("Nothing is needed from the program: it is ended once the step of its reports has come as far as its budget."));
  add(BudgetWay::Continue, tr("Continue from checkpoint"),
      tr("The program is told how far to go, saves its training, and goes on from there when it is given more."));
  add(BudgetWay::StartOver, tr("Start over at each budget"),
      tr("The program is told how far to go and begins anew when it is given more: needs no checkpoints, costs the most."));
  setFocusProxy(m_ways.front().button);
}

void BudgetWayChoice::add(BudgetWay way, const QString& name, const QString& sentence) {
  auto* button = new QRadioButton(name, this);
  button->setObjectName(QStringLiteral("budget.way.%1").arg(toQt(budgetWayName(way))));
  button->setAccessibleName(name);
  button->setAccessibleDescription(sentence);
  auto* label = new QuietLabel(sentence, this);
  const int indent = style()->pixelMetric(QStyle::PM_ExclusiveIndicatorWidth, nullptr, button) +
                     style()->pixelMetric(QStyle::PM_RadioButtonLabelSpacing, nullptr, button);
  label->setContentsMargins(indent, 0, 0, space::Half);
  auto* list = static_cast<QVBoxLayout*>(layout());
  list->addWidget(button, 0, Qt::AlignLeft);
  list->addWidget(label);
  connect(button, &QRadioButton::clicked, this, [this, way] { Q_EMIT chosen(way); });
  m_ways.push_back({way, button, label, sentence});
}

void BudgetWayChoice::show(BudgetWay way) {
  for (const auto& one : m_ways)
    if (one.way == way) {
      one.button->setChecked(true);
      setFocusProxy(one.button);
    }
}

void BudgetWayChoice::allowOnly(BudgetWay way, const QString& why) {
  for (const auto& one : m_ways) {
    one.button->setEnabled(one.way == way);
    one.label->setText(one.way == way ? one.sentence : why);
    one.button->setAccessibleDescription(one.label->text());
  }
}

void BudgetWayChoice::allowAll() {
  for (const auto& one : m_ways) {
    one.button->setEnabled(true);
    one.label->setText(one.sentence);
    one.button->setAccessibleDescription(one.sentence);
  }
}

} // namespace sweep::ui
