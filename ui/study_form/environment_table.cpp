// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/study_form/environment_table.h"

#include "core/study/secret_names.h"
#include "ui/study_form/form_section.h"
#include "ui/text.h"
#include "ui/theme.h"
#include "ui/widgets/field_edit.h"
#include "ui/widgets/problem_mark.h"

#include <QLabel>
#include <QPushButton>
#include <QToolButton>
#include <QVBoxLayout>

namespace sweep::ui {

EnvironmentTable::EnvironmentTable(QWidget* parent)
    : QWidget(parent), m_layout(new QVBoxLayout(this)), m_add(new QPushButton(tr("Add a variable"))) {
  m_layout->setContentsMargins(0, 0, 0, 0);
  m_layout->setSpacing(space::Half);
  m_add->setObjectName(QStringLiteral("environment.add"));
  m_add->setAccessibleName(tr("Add an environment variable"));
  m_add->setIcon(Theme::instance().icon(QStringLiteral("add")));
  m_add->setAutoDefault(false);
  m_add->setToolTip(tr("Variables the program gets beside those it inherits, such as OMP_NUM_THREADS = 1"));
  m_layout->addWidget(m_add, 0, Qt::AlignLeft);
  setFocusProxy(m_add);
  connect(m_add, &QPushButton::clicked, this, &EnvironmentTable::append);
}

void EnvironmentTable::display(const Variables& variables) {
  while (m_rows.size() > variables.size())
    removeLastRow();
  while (m_rows.size() < variables.size())
    addRow();
  for (std::size_t i = 0; i < variables.size(); ++i) {
    m_rows[i].name->showText(toQt(variables[i].first));
    m_rows[i].value->showText(toQt(variables[i].second));
    hideSecret(m_rows[i]);
  }
}

/// Seen while it is edited only.
void EnvironmentTable::hideSecret(const Row& row) {
  row.value->setEchoMode(soundsSecret(fromQt(row.name->text())) ? QLineEdit::PasswordEchoOnEdit : QLineEdit::Normal);
}

void EnvironmentTable::addRow() {
  const auto index = m_rows.size();
  Row row{nullptr, new FieldEdit, new FieldEdit};
  row.name->setObjectName(QStringLiteral("environment.%1.name").arg(index));
  row.name->setAccessibleName(tr("Name of environment variable %1").arg(index + 1));
  row.name->setPlaceholderText(tr("NAME"));
  row.value->setObjectName(QStringLiteral("environment.%1.value").arg(index));
  row.value->setAccessibleName(tr("Value of environment variable %1").arg(index + 1));
  row.value->setPlaceholderText(tr("value"));
  auto* remove = new QToolButton;
  remove->setAutoRaise(true);
  remove->setIcon(Theme::instance().icon(QStringLiteral("close")));
  remove->setObjectName(QStringLiteral("environment.%1.remove").arg(index));
  remove->setAccessibleName(tr("Remove environment variable %1").arg(index + 1));
  remove->setToolTip(tr("Remove"));
  row.name->setFixedWidth(labelColumn(this) * 2);
  row.widget = sideBySide({row.name, new QLabel(QStringLiteral("=")), row.value, remove}, row.value);
  m_layout->insertWidget(static_cast<int>(index), row.widget);
  const auto tell = [this](const FieldEdit* line) { Q_EMIT changed(variables(), line->visit()); };
  connect(row.name, &QLineEdit::textEdited, this, [tell, row] {
    hideSecret(row);
    tell(row.name);
  });
  connect(row.value, &QLineEdit::textEdited, this, [tell, line = row.value] { tell(line); });
  connect(remove, &QToolButton::clicked, this, [this, index] { removeAt(index); });
  m_rows.push_back(row);
}

void EnvironmentTable::removeLastRow() {
  m_rows.back().widget->hide();
  m_rows.back().widget->deleteLater();
  m_rows.pop_back();
}

void EnvironmentTable::append() {
  auto all = variables();
  all.emplace_back();
  Q_EMIT changed(all, 0);
  if (auto* name = nameAt(all.size() - 1))
    name->setFocus();
}

void EnvironmentTable::removeAt(std::size_t index) {
  auto all = variables();
  all.erase(all.begin() + static_cast<std::ptrdiff_t>(index));
  Q_EMIT changed(all, 0);
}

EnvironmentTable::Variables EnvironmentTable::variables() const {
  Variables all;
  for (const auto& row : m_rows)
    all.emplace_back(fromQt(row.name->text()), fromQt(row.value->text()));
  return all;
}

void EnvironmentTable::markRows(const std::vector<StudyProblem>& problems) {
  for (const auto& row : m_rows)
    setMark(row.name, Mark::None);
  for (const auto& problem : problems)
    if (problem.section == Section::Environment && problem.key.empty() && problem.index < m_rows.size())
      setMark(m_rows[problem.index].name, problem.isWarning ? Mark::Warning : Mark::Error);
}

FieldEdit* EnvironmentTable::nameAt(std::size_t row) const { return row < m_rows.size() ? m_rows[row].name : nullptr; }

} // namespace sweep::ui
