// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/study_form/parameters_section.h"

#include "core/sampler/registry.h"
#include "ui/study_form/parameter_columns.h"
#include "ui/study_form/parameter_edits.h"
#include "ui/study_form/parameter_row.h"
#include "ui/text.h"
#include "ui/theme.h"
#include "ui/widgets/problem_label.h"
#include "ui/widgets/section_header.h"

#include <QApplication>
#include <QGridLayout>
#include <QMenu>
#include <QShortcut>
#include <QToolButton>

#include <algorithm>
#include <span>

namespace sweep::ui {

namespace {

/// Rows of the form: more could neither be overseen nor drawn in time.
constexpr std::size_t MostRows = 200;

/// Whether a method lays a grid, whose levels can be given by hand.
bool takesLevels(const std::string& sampler) {
  const auto* entry = findSampler(sampler);
  if (!entry)
    return false;
  const auto options = entry->options();
  return std::any_of(options.begin(), options.end(), [](const Option& option) { return option.parameter.name == "levels"; });
}

} // namespace

ParametersSection::ParametersSection(StudyDocument* document, QWidget* parent)
    : FormSection(tr("Parameters"), document, parent), m_table(new QWidget), m_more(new QuietLabel), m_problems(new ProblemLabel) {
  m_list = new QVBoxLayout(m_table);
  m_list->setContentsMargins(0, 0, 0, 0);
  m_list->setSpacing(0);
  m_titles = columnTitles();
  m_list->addWidget(m_titles);
  m_empty = emptyState();
  grid()->addWidget(buttons(), 0, 1, Qt::AlignRight);
  addWide(m_table);
  addWide(m_empty);
  m_more->setObjectName(QStringLiteral("parameters.more"));
  addWide(m_more);
  addWide(m_problems);
  addShortcuts();
  connect(qApp, &QApplication::focusChanged, this, [this](QWidget*, QWidget* now) { followFocus(now); });
}

QToolButton* ParametersSection::button(const QString& icon, const QString& objectName, const QString& text, const QString& tip) {
  auto* button = new QToolButton;
  button->setIcon(Theme::instance().icon(icon));
  button->setObjectName(objectName);
  button->setAccessibleName(text);
  button->setToolTip(tip);
  button->setAutoRaise(true);
  return button;
}

QWidget* ParametersSection::buttons() {
  m_add = button(QStringLiteral("add"), QStringLiteral("parameters.add"), tr("Add a parameter"),
                 tr("Add a parameter after the current one"));
  m_add->setText(tr("Add"));
  m_add->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  m_add->setPopupMode(QToolButton::MenuButtonPopup);
  m_add->setMenu(kindsMenu(m_add));
  m_duplicate = button(QStringLiteral("duplicate"), QStringLiteral("parameters.duplicate"), tr("Duplicate the parameter"),
                       tr("Duplicate the parameter (Ctrl+D)"));
  m_remove = button(QStringLiteral("remove"), QStringLiteral("parameters.remove"), tr("Remove the parameter"),
                    tr("Remove the parameter (Esc, then Delete)"));
  m_up = button(QStringLiteral("up"), QStringLiteral("parameters.up"), tr("Move the parameter up"),
                tr("Move the parameter up (Alt+Up)"));
  m_down = button(QStringLiteral("down"), QStringLiteral("parameters.down"), tr("Move the parameter down"),
                  tr("Move the parameter down (Alt+Down)"));
  connect(m_add, &QToolButton::clicked, this, [this] { add(static_cast<int>(DomainKind::Float)); });
  connect(m_duplicate, &QToolButton::clicked, this, &ParametersSection::duplicate);
  connect(m_remove, &QToolButton::clicked, this, &ParametersSection::remove);
  connect(m_up, &QToolButton::clicked, this, [this] { move(-1); });
  connect(m_down, &QToolButton::clicked, this, [this] { move(1); });
  return sideBySide({m_add, m_duplicate, m_remove, m_up, m_down});
}

QMenu* ParametersSection::kindsMenu(QWidget* parent) {
  auto* menu = new QMenu(parent);
  const std::array<QString, 4> kinds = {tr("Float: a real number"), tr("Int: a whole number"),
                                        tr("Categorical: one of several choices"), tr("Fixed: always the same value")};
  for (int kind = 0; kind < 4; ++kind)
    connect(menu->addAction(kinds[static_cast<std::size_t>(kind)]), &QAction::triggered, this, [this, kind] { add(kind); });
  return menu;
}

QWidget* ParametersSection::columnTitles() {
  const auto title = [](const QString& text) {
    auto* label = new QuietLabel(text);
    label->setWordWrap(false);
    return label;
  };
  auto* range = new QWidget;
  layOutRangeCells(new QHBoxLayout(range), title(tr("from")), title(tr("to")), title(tr("scale")), title(tr("step")));
  auto* titles = new QWidget;
  auto* layout = new QHBoxLayout(titles);
  layOutParameterCells(layout, title(tr("name")), title(tr("kind")), range, title(tr("default")), title(tr("drawn like")),
                       title(tr("if")));
  layout->setContentsMargins(space::Unit, 0, space::Half, 0);
  return titles;
}

QWidget* ParametersSection::emptyState() {
  auto* text = new QuietLabel(tr("No parameters yet. Add one for each setting of the program that should vary: "
                                 "a learning rate, a number of layers, a choice between two algorithms."));
  auto* addFirst = new QToolButton;
  addFirst->setText(tr("Add a parameter"));
  addFirst->setIcon(Theme::instance().icon(QStringLiteral("add")));
  addFirst->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  addFirst->setPopupMode(QToolButton::InstantPopup);
  addFirst->setObjectName(QStringLiteral("parameters.addFirst"));
  addFirst->setAccessibleName(tr("Add the first parameter"));
  addFirst->setMenu(kindsMenu(addFirst));
  auto* box = new QWidget;
  auto* layout = new QVBoxLayout(box);
  layout->setContentsMargins(0, space::Unit, 0, space::Unit);
  layout->setSpacing(space::Unit);
  layout->addWidget(text);
  layout->addWidget(addFirst, 0, Qt::AlignLeft);
  return box;
}

void ParametersSection::addShortcuts() {
  const auto on = [this](const QKeySequence& keys, auto action) {
    auto* shortcut = new QShortcut(keys, this);
    shortcut->setContext(Qt::WidgetWithChildrenShortcut);
    connect(shortcut, &QShortcut::activated, this, action);
  };
  on(Qt::ALT | Qt::Key_Up, [this] { move(-1); });
  on(Qt::ALT | Qt::Key_Down, [this] { move(1); });
  on(Qt::CTRL | Qt::Key_D, [this] { duplicate(); });
}

void ParametersSection::load() {
  const auto& parameters = spec().space.parameters;
  const std::span<const Parameter> shown(parameters.data(), std::min(parameters.size(), MostRows));
  showRowCount(shown.size());
  m_more->setText(tr("The first %L1 of %L2 parameters are shown. Change the others in a study file (.yaml).")
                      .arg(shown.size()).arg(parameters.size()));
  m_more->setVisible(shown.size() < parameters.size());
  const bool hasLevels = takesLevels(spec().method.sampler);
  for (std::size_t i = 0; i < shown.size(); ++i) {
    std::vector<const Parameter*> others;
    for (const auto& other : shown)
      if (&other != &parameters[i] && !std::holds_alternative<ConstantDomain>(other.domain))
        others.push_back(&other);
    m_rows[i]->display(parameters[i], others, hasLevels);
  }
  m_titles->setVisible(!parameters.empty());
  m_empty->setVisible(parameters.empty());
  setCurrent(std::min(m_current, static_cast<int>(shown.size()) - 1));
}

bool ParametersSection::mayAdd() const { return !m_fixed && spec().space.parameters.size() < MostRows; }

void ParametersSection::showRowCount(std::size_t count) {
  while (m_rows.size() > count) {
    m_rows.back()->hide();
    m_rows.back()->deleteLater();
    m_rows.pop_back();
  }
  while (m_rows.size() < count)
    appendRow();
}

void ParametersSection::appendRow() {
  auto* row = new ParameterRow(m_rows.size());
  m_rows.push_back(row);
  m_list->addWidget(row);
  row->setEnabled(!m_fixed);
  const std::size_t index = row->index();
  connect(row, &ParameterRow::edited, this, [this, index](const QString& what, const Parameter& parameter, int visit) {
    edit(what, [&](StudySpec& spec) { spec.space.parameters.at(index) = parameter; }, visit);
  });
  connect(row, &ParameterRow::renamed, this, [this](const QString& before, const QString& after, int visit) {
    followName(fromQt(before), fromQt(after), visit);
  });
  connect(row, &ParameterRow::leaveRequested, this, [this, row](int direction) {
    if (auto* next = this->row(static_cast<int>(row->index()) + direction))
      next->takeFocusLike(*row);
  });
  connect(row, &ParameterRow::removeRequested, this, &ParametersSection::remove);
  connect(row, &ParameterRow::draftChanged, this, &ParametersSection::draftsChanged);
}

ParameterRow* ParametersSection::row(int index) const {
  return index >= 0 && static_cast<std::size_t>(index) < m_rows.size() ? m_rows[static_cast<std::size_t>(index)] : nullptr;
}

void ParametersSection::followName(const std::string& before, const std::string& after, int visit) {
  edit(tr("Rename a parameter"), [&](StudySpec& spec) { followRename(spec, before, after); }, visit);
}

void ParametersSection::followFocus(QWidget* now) {
  for (std::size_t i = 0; i < m_rows.size(); ++i)
    if (now && (now == m_rows[i] || m_rows[i]->isAncestorOf(now)))
      setCurrent(static_cast<int>(i));
}

void ParametersSection::setCurrent(int row) {
  m_current = row;
  for (std::size_t i = 0; i < m_rows.size(); ++i)
    m_rows[i]->setCurrent(static_cast<int>(i) == row && !m_fixed);
  updateButtons();
}

void ParametersSection::updateButtons() {
  const bool has = m_current >= 0 && !m_fixed;
  m_add->setEnabled(mayAdd());
  m_duplicate->setEnabled(has && mayAdd());
  m_remove->setEnabled(has);
  m_up->setEnabled(has && m_current > 0);
  m_down->setEnabled(has && m_current + 1 < static_cast<int>(m_rows.size()));
}

void ParametersSection::add(int kind) {
  if (!mayAdd())
    return;
  insert(newParameter(spec().space, static_cast<DomainKind>(kind)), m_current >= 0 ? m_current + 1 : static_cast<int>(m_rows.size()),
         tr("Add a parameter"));
}

void ParametersSection::duplicate() {
  if (m_current < 0 || !mayAdd())
    return;
  Parameter copy = spec().space.parameters.at(static_cast<std::size_t>(m_current));
  copy.name = freeName(spec().space, copy.name);
  insert(copy, m_current + 1, tr("Duplicate a parameter"));
}

void ParametersSection::insert(const Parameter& parameter, int at, const QString& what) {
  edit(what, [&](StudySpec& spec) { spec.space.parameters.insert(spec.space.parameters.begin() + at, parameter); });
  setCurrent(at);
  m_rows.at(static_cast<std::size_t>(at))->editName();
}

void ParametersSection::remove() {
  if (m_current < 0 || m_fixed)
    return;
  const int at = m_current;
  edit(tr("Remove a parameter"), [&](StudySpec& spec) { spec.space.parameters.erase(spec.space.parameters.begin() + at); });
  setCurrent(std::min(at, static_cast<int>(m_rows.size()) - 1));
  if (auto* next = row(m_current))
    next->setFocus();
}

void ParametersSection::move(int direction) {
  const int to = m_current + direction;
  if (m_fixed || m_current < 0 || !row(to))
    return;
  auto* from = row(m_current);
  edit(tr("Move a parameter"), [&](StudySpec& spec) {
    auto& parameters = spec.space.parameters;
    std::swap(parameters.at(static_cast<std::size_t>(m_current)), parameters.at(static_cast<std::size_t>(to)));
  });
  if (from->hasFocus() || from->isAncestorOf(QApplication::focusWidget()))
    row(to)->takeFocusLike(*from);
  setCurrent(to);
}

int ParametersSection::showProblems(const std::vector<StudyProblem>& problems) {
  m_problems->clearProblems();
  for (auto* row : m_rows)
    row->clearProblems();
  int errors = 0;
  for (const auto& problem : problems) {
    if (problem.section != Section::Parameter)
      continue;
    errors += problem.isWarning ? 0 : 1;
    const QString sentence = translated(problem.message);
    if (auto* place = row(static_cast<int>(problem.index)))
      place->addProblem(problem.field, sentence, problem.isWarning);
    else if (!m_rows.empty())
      m_problems->addProblem(sentence, problem.isWarning);
  }
  return errors;
}

QWidget* ParametersSection::controlOf(const StudyProblem& problem) {
  if (problem.section != Section::Parameter)
    return nullptr;
  if (auto* place = row(static_cast<int>(problem.index)))
    return place->controlOf(problem.field);
  return m_empty->findChild<QToolButton*>();
}

std::optional<QString> ParametersSection::keyOf(const StudyProblem&) const { return std::nullopt; }

StudyProblem ParametersSection::placeOf(const FieldEdit* field) const {
  StudyProblem place;
  place.section = Section::Parameter;
  for (const auto* row : m_rows)
    if (row->isAncestorOf(field)) {
      place.index = row->index();
      place.field = row->fieldOf(field);
    }
  return place;
}

void ParametersSection::setFixed(bool fixed) {
  m_fixed = fixed;
  for (auto* row : m_rows)
    row->setEnabled(!fixed);
  m_empty->setEnabled(!fixed);
  setCurrent(m_current);
}

} // namespace sweep::ui
