// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/study_form/form_section.h"

#include "ui/study_form/form_field.h"
#include "ui/text.h"
#include "ui/theme.h"
#include "ui/widgets/section_header.h"

#include <QGridLayout>
#include <QLabel>

namespace sweep::ui {

FormSection::FormSection(const QString& title, StudyDocument* document, QWidget* parent)
    : QWidget(parent), m_title(title), m_document(document), m_grid(new QGridLayout(this)) {
  m_grid->setContentsMargins(0, 0, 0, 0);
  m_grid->setHorizontalSpacing(space::Double);
  m_grid->setVerticalSpacing(space::Unit);
  m_grid->setColumnMinimumWidth(0, labelColumn(this));
  m_grid->setColumnStretch(1, 1);
  m_grid->addWidget(new SectionHeader(title), 0, 0, 1, 2);
}

int FormSection::showProblems(const std::vector<StudyProblem>& problems) {
  for (auto* field : std::as_const(m_fields))
    field->clearProblems();
  int errors = 0;
  for (const auto& problem : problems) {
    const auto key = keyOf(problem);
    if (!key)
      continue;
    errors += problem.isWarning ? 0 : 1;
    if (auto* field = m_fields.value(*key, m_firstField))
      field->addProblem(translated(problem.message), problem.isWarning);
  }
  return errors;
}

QWidget* FormSection::controlOf(const StudyProblem& problem) {
  const auto key = keyOf(problem);
  if (!key || !m_firstField)
    return nullptr;
  return m_fields.value(*key, m_firstField)->control();
}

std::vector<StudyProblem> FormSection::drafts() const {
  std::vector<StudyProblem> problems;
  for (const auto* field : findChildren<FieldEdit*>()) {
    if (field->draftProblem().isEmpty() || !field->isVisibleTo(this))
      continue;
    StudyProblem problem = placeOf(field);
    problem.message = Message(fromQt(field->draftProblem()));
    problems.push_back(std::move(problem));
  }
  return problems;
}

void FormSection::setFixed(bool fixed) {
  for (auto* field : std::as_const(m_fields))
    field->setEnabled(!fixed);
}

void FormSection::edit(const QString& what, const std::function<void(StudySpec&)>& change, int visit) {
  m_document->edit(what, change, visit);
}

FormField* FormSection::addField(const QString& key, const QString& label, QWidget* control, const QString& hint,
                                 QWidget* content) {
  auto* field = new FormField(control, content ? content : control, hint, this);
  const int row = m_grid->rowCount();
  auto* name = new QLabel(label, this);
  name->setBuddy(control);
  // Beside the first line of what is tall.
  const int line = name->fontMetrics().height();
  const int height = control->sizeHint().height();
  name->setMinimumHeight(height > 3 * line ? line + space::Half : height);
  m_grid->addWidget(name, row, 0, Qt::AlignTop | Qt::AlignRight);
  m_grid->addWidget(field, row, 1);
  m_fields.insert(key, field);
  m_labels.insert(key, name);
  if (!m_firstField)
    m_firstField = field;
  if (auto* line = qobject_cast<FieldEdit*>(control))
    watch(line);
  if (control->accessibleName().isEmpty())
    control->setAccessibleName(label);
  return field;
}

void FormSection::setFieldVisible(const QString& key, bool visible) {
  m_fields.value(key)->setVisible(visible);
  m_labels.value(key)->setVisible(visible);
}

void FormSection::addWide(QWidget* widget) { m_grid->addWidget(widget, m_grid->rowCount(), 0, 1, 2); }

void FormSection::watch(FieldEdit* field) { connect(field, &FieldEdit::draftChanged, this, &FormSection::draftsChanged); }

int labelColumn(const QWidget* widget) {
  return widget->fontMetrics().averageCharWidth() * 20;
}

QWidget* sideBySide(std::initializer_list<QWidget*> widgets, QWidget* stretched) {
  auto* row = new QWidget;
  auto* layout = new QHBoxLayout(row);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(space::Unit);
  for (auto* widget : widgets)
    layout->addWidget(widget, widget == stretched ? 1 : 0);
  if (!stretched)
    layout->addStretch(1);
  return row;
}

} // namespace sweep::ui
