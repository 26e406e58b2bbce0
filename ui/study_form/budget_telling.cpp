// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/study_form/budget_telling.h"

#include "ui/theme.h"

#include <QFontDatabase>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace sweep::ui {

BudgetTelling::BudgetTelling(const QString& key, const QString& meaning, QWidget* parent)
    : QWidget(parent), m_word(new QLabel), m_add(new QPushButton) {
  m_word->setObjectName(QStringLiteral("budget.told.%1").arg(key));
  m_word->setAccessibleName(meaning);
  m_word->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
  m_word->setTextInteractionFlags(Qt::TextSelectableByMouse);
  m_add->setObjectName(QStringLiteral("budget.tell.%1").arg(key));
  m_add->setIcon(Theme::instance().icon(QStringLiteral("add")));
  m_add->setAutoDefault(false);
  m_add->setToolTip(tr("Adds this word to the command; change its name there to what your program reads"));
  auto* layout = new QHBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(m_word);
  layout->addWidget(m_add);
  layout->addStretch(1);
  connect(m_add, &QPushButton::clicked, this, &BudgetTelling::wanted);
}

void BudgetTelling::display(const QString& word, const QString& offered) {
  m_word->setText(word);
  m_word->setVisible(!word.isEmpty());
  m_add->setText(tr("Add %1").arg(offered));
  m_add->setAccessibleName(tr("Add %1 to the command").arg(offered));
  m_add->setVisible(word.isEmpty());
}

} // namespace sweep::ui
