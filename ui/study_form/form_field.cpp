// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/study_form/form_field.h"

#include "ui/theme.h"
#include "ui/widgets/problem_label.h"
#include "ui/widgets/problem_mark.h"
#include "ui/widgets/section_header.h"

#include <QVBoxLayout>

namespace sweep::ui {

FormField::FormField(QWidget* control, QWidget* content, const QString& hint, QWidget* parent)
    : QWidget(parent), m_control(control), m_problems(new ProblemLabel(this)), m_hint(new QuietLabel(hint, this)) {
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(space::Half);
  layout->addWidget(content);
  layout->addWidget(m_problems);
  layout->addWidget(m_hint);
  m_hint->setVisible(!hint.isEmpty());
}

void FormField::clearProblems() {
  m_problems->clearProblems();
  setMark(m_control, Mark::None);
}

void FormField::addProblem(const QString& sentence, bool isWarning) {
  m_problems->addProblem(sentence, isWarning);
  if (!isWarning || markOf(m_control) == Mark::None)
    setMark(m_control, isWarning ? Mark::Warning : Mark::Error);
}

void FormField::setHint(const QString& hint) {
  m_hint->setText(hint);
  m_hint->setVisible(!hint.isEmpty());
}

} // namespace sweep::ui
