// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/study_form/constraints_section.h"

#include "core/base/text.h"
#include "ui/study_form/form_field.h"
#include "ui/text.h"
#include "ui/theme.h"
#include "ui/widgets/problem_label.h"
#include "ui/widgets/section_header.h"

#include <QFontDatabase>
#include <QGridLayout>
#include <QPushButton>
#include <QToolButton>

namespace sweep::ui {

ConstraintsSection::ConstraintsSection(StudyDocument* document, QWidget* parent)
    : FormSection(tr("Constraints"), document, parent), m_box(new QWidget), m_add(new QPushButton(tr("Add a constraint"))),
      m_share(new QuietLabel), m_problems(new ProblemLabel) {
  m_list = new QVBoxLayout(m_box);
  m_list->setContentsMargins(0, 0, 0, 0);
  m_list->setSpacing(space::Half);
  m_add->setObjectName(QStringLiteral("constraints.add"));
  m_add->setAccessibleName(tr("Add a constraint"));
  m_add->setIcon(Theme::instance().icon(QStringLiteral("add")));
  m_add->setAutoDefault(false);
  m_share->setObjectName(QStringLiteral("constraints.share"));
  addWide(m_box);
  addWide(m_problems);
  addWide(m_share);
  grid()->addWidget(m_add, grid()->rowCount(), 0, 1, 2, Qt::AlignLeft);
  connect(m_add, &QPushButton::clicked, this, &ConstraintsSection::addConstraint);
}

void ConstraintsSection::load() {
  const auto& constraints = spec().space.constraints;
  while (m_rows.size() > constraints.size())
    removeLastRow();
  while (m_rows.size() < constraints.size())
    appendRow();
  for (std::size_t i = 0; i < constraints.size(); ++i)
    m_rows[i].line->showText(toQt(constraints[i]));
  if (constraints.empty())
    m_share->setText(tr("None. A constraint is a condition on several parameters that every configuration must satisfy, such as "
                        "units * layers <= 1024."));
}

void ConstraintsSection::appendRow() {
  const std::size_t index = m_rows.size();
  auto* line = new FieldEdit;
  line->setObjectName(QStringLiteral("constraint.%1").arg(index));
  line->setAccessibleName(tr("Constraint %1").arg(index + 1));
  line->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
  line->setPlaceholderText(QStringLiteral("units * layers <= 1024"));
  line->setToolTip(tr("Arithmetic, comparisons, && || !, and functions such as min, max, abs, log, sqrt"));
  auto* remove = new QToolButton;
  remove->setAutoRaise(true);
  remove->setIcon(Theme::instance().icon(QStringLiteral("close")));
  remove->setObjectName(QStringLiteral("constraint.%1.remove").arg(index));
  remove->setAccessibleName(tr("Remove constraint %1").arg(index + 1));
  remove->setToolTip(tr("Remove the constraint"));
  auto* field = new FormField(line, sideBySide({line, remove}, line));
  m_list->addWidget(field);
  connect(line, &QLineEdit::textEdited, this, [this, index, line](const QString& text) {
    edit(tr("Change a constraint"), [&](StudySpec& spec) { spec.space.constraints.at(index) = fromQt(text); }, line->visit());
  });
  connect(remove, &QToolButton::clicked, this, [this, index] { removeConstraint(index); });
  m_rows.push_back({line, field});
}

void ConstraintsSection::removeLastRow() {
  m_rows.back().field->hide();
  m_rows.back().field->deleteLater();
  m_rows.pop_back();
}

void ConstraintsSection::addConstraint() {
  edit(tr("Add a constraint"), [](StudySpec& spec) { spec.space.constraints.emplace_back(); });
  m_rows.back().line->setFocus();
}

void ConstraintsSection::removeConstraint(std::size_t index) {
  edit(tr("Remove a constraint"), [&](StudySpec& spec) {
    spec.space.constraints.erase(spec.space.constraints.begin() + static_cast<std::ptrdiff_t>(index));
  });
}

int ConstraintsSection::showProblems(const std::vector<StudyProblem>& problems) {
  m_problems->clearProblems();
  for (const auto& row : m_rows)
    row.field->clearProblems();
  int errors = 0;
  for (const auto& problem : problems) {
    if (problem.section != Section::Constraint)
      continue;
    errors += problem.isWarning ? 0 : 1;
    if (m_rows.size() > 1 && problem.isWarning)
      m_problems->addProblem(translated(problem.message), true);
    else if (problem.index < m_rows.size())
      m_rows[problem.index].field->addProblem(translated(problem.message), problem.isWarning);
  }
  const double share = document()->check().feasibleShare;
  if (!m_rows.empty())
    m_share->setText(errors > 0 ? QString()
                                : tr("The constraints leave %1 % of the space.").arg(toQt(roundedText(100.0 * share, 3))));
  return errors;
}

QWidget* ConstraintsSection::controlOf(const StudyProblem& problem) {
  if (problem.section != Section::Constraint)
    return nullptr;
  return problem.index < m_rows.size() ? static_cast<QWidget*>(m_rows[problem.index].line) : m_add;
}

std::optional<QString> ConstraintsSection::keyOf(const StudyProblem&) const { return std::nullopt; }

StudyProblem ConstraintsSection::placeOf(const FieldEdit*) const {
  StudyProblem place;
  place.section = Section::Constraint;
  return place;
}

void ConstraintsSection::setFixed(bool fixed) {
  m_box->setEnabled(!fixed);
  m_add->setEnabled(!fixed);
}

} // namespace sweep::ui
