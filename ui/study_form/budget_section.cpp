// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/study_form/budget_section.h"

#include "core/base/text.h"
#include "core/runner/budget_words.h"
#include "core/scheduler/registry.h"
#include "ui/study_form/budget_telling.h"
#include "ui/study_form/budget_way_choice.h"
#include "ui/study_form/checkpoint_rule_choice.h"
#include "ui/study_form/form_field.h"
#include "ui/text.h"
#include "ui/theme.h"
#include "ui/widgets/number_edit.h"

#include <QCheckBox>
#include <QLocale>
#include <QMessageBox>
#include <QPushButton>

namespace sweep::ui {

namespace {

constexpr int Width = 20 * space::Unit;

QString placeholderOf(const QString& key) { return QStringLiteral("${%1}").arg(key); }

bool isTold(const Budget& budget, const QString& key) {
  return key == QLatin1String("budget") ? budget.way != BudgetWay::StopInFlight : budget.way == BudgetWay::Continue;
}

/// Whether it deletes what the other one lets be.
bool keepsLess(const CheckpointRule& rule, const CheckpointRule& other) {
  using Keep = CheckpointRule::Keep;
  return rule.keep != Keep::All && (rule.keep != other.keep ? other.keep != Keep::Best : rule.best < other.best);
}

} // namespace

BudgetSection::BudgetSection(StudyDocument* document, QWidget* parent)
    : FormSection(tr("Budget"), document, parent), m_use(new QCheckBox(tr("Trials have a budget"))),
      m_unit(new FieldEdit), m_min(new NumberEdit), m_max(new NumberEdit), m_way(new BudgetWayChoice),
      m_keep(new CheckpointRuleChoice) {
  addUse();
  addRange();
  addWay();
  addTelling(QStringLiteral("budget"), tr("How far"));
  addTelling(QStringLiteral("checkpoint"), tr("Save to"));
  addTelling(QStringLiteral("resume"), tr("Go on from"));
  addKeeping();
}

void BudgetSection::addUse() {
  m_use->setObjectName(QStringLiteral("budget.use"));
  m_use->setAccessibleName(tr("Trials have a budget"));
  addField(QStringLiteral("use"), {}, m_use, QStringLiteral(" "), sideBySide({m_use}));
  connect(m_use, &QCheckBox::clicked, this, [this](bool on) {
    if (const auto& budget = spec().budget)
      m_last = *budget;
    edit(on ? tr("Give trials a budget") : tr("Let trials go without a budget"),
         [&](StudySpec& spec) { spec.budget = on ? std::optional(m_last) : std::nullopt; });
  });
}

void BudgetSection::addRange() {
  m_unit->setObjectName(QStringLiteral("budget.unit"));
  m_unit->setFixedWidth(Width);
  m_unit->setPlaceholderText(tr("epoch"));
  addField(QStringLiteral("unit"), tr("Unit"), m_unit, tr("What is counted, in the singular: epoch, step, sample."),
           sideBySide({m_unit}));
  connect(m_unit, &QLineEdit::textEdited, this, [this](const QString& text) {
    change(tr("Change the unit of the budget"), [&](Budget& budget) { budget.unit = fromQt(text); }, m_unit->visit());
  });
  const auto add = [this](const QString& key, const QString& label, NumberEdit* line, double Budget::*amount) {
    line->setObjectName(QStringLiteral("budget.%1").arg(key));
    line->setAccessibleName(tr("%1 budget").arg(label));
    line->setFixedWidth(Width);
    addField(key, label, line, {}, sideBySide({line}));
    connect(line, &ReadingEdit::valueEdited, this, [this, line, amount] {
      if (const auto number = line->value() ? valueNumber(*line->value()) : std::nullopt)
        change(tr("Change the range of the budget"), [&](Budget& budget) { budget.*amount = *number; }, line->visit());
    });
  };
  add(QStringLiteral("min"), tr("Smallest"), m_min, &Budget::min);
  add(QStringLiteral("max"), tr("Largest"), m_max, &Budget::max);
}

void BudgetSection::addWay() {
  m_way->setObjectName(QStringLiteral("budget.way"));
  m_way->setAccessibleName(tr("How a program is given a part of its training"));
  addField(QStringLiteral("way"), tr("How"), m_way, QStringLiteral(" "));
  connect(m_way, &BudgetWayChoice::chosen, this, [this](BudgetWay way) {
    change(tr("Choose how budgets are spent"), [&](Budget& budget) { budget.way = way; });
  });
}

void BudgetSection::addTelling(const QString& key, const QString& label) {
  auto* telling = new BudgetTelling(key, label);
  m_telling[key] = telling;
  addField(key, label, telling->button(), {}, telling);
  connect(telling, &BudgetTelling::wanted, this, [this, key] {
    edit(tr("Tell the program of its budget"), [&](StudySpec& spec) {
      if (spec.budget)
        spec.program.command.push_back(likelyWord(spec.program, spec.budget->unit, fromQt(placeholderOf(key))));
    });
  });
}

void BudgetSection::addKeeping() {
  addField(QStringLiteral("keep"), tr("Keep checkpoints"), m_keep->control(), QStringLiteral(" "), m_keep);
  watch(m_keep->number());
  connect(m_keep, &CheckpointRuleChoice::decided, this, &BudgetSection::keep);
  connect(m_keep, &CheckpointRuleChoice::sentenceChanged, this,
          [this] { field(QStringLiteral("keep"))->setHint(m_keep->sentence()); });
  connect(document(), &StudyDocument::checkpointsChanged, this, [this] { setVisible(isWanted()); });
}

void BudgetSection::keep(const CheckpointRule& rule, int visit) {
  if (mayDelete(rule))
    edit(tr("Choose which checkpoints stay"), [&](StudySpec& spec) { spec.limits.checkpoints = rule; }, visit);
  else
    m_keep->reset();
}

/// Asks before what cannot be undone.
bool BudgetSection::mayDelete(const CheckpointRule& rule) {
  const auto use = document()->checkpoints();
  if (!document()->hasTrials() || document()->readOnly() || use.count == 0 || !keepsLess(rule, spec().limits.checkpoints))
    return true;
  QMessageBox box(QMessageBox::Question, tr("Delete checkpoints?"),
                  tr("Checkpoints that this rule does not keep are deleted now, and from now on."), QMessageBox::NoButton, this);
  box.setObjectName(QStringLiteral("keepQuestion"));
  box.setInformativeText(
      tr("Checkpoints on disk now: %1, %2 in all. What is deleted cannot be brought back; what trials may still go on from stays.")
          .arg(QLocale().toString(qint64{use.count}), QLocale().formattedDataSize(use.bytes)));
  auto* yes = box.addButton(tr("Delete them"), QMessageBox::DestructiveRole);
  yes->setObjectName(QStringLiteral("keepQuestion.delete"));
  auto* no = box.addButton(tr("Leave the rule as it is"), QMessageBox::RejectRole);
  no->setObjectName(QStringLiteral("keepQuestion.leave"));
  box.setDefaultButton(no);
  box.setEscapeButton(no);
  box.exec();
  return box.clickedButton() == yes;
}

void BudgetSection::setFixed(bool fixed) {
  FormSection::setFixed(fixed);
  field(QStringLiteral("keep"))->setEnabled(true);
  m_keep->setCareful(fixed);
}

void BudgetSection::change(const QString& what, const std::function<void(Budget&)>& change, int visit) {
  edit(what,
       [&](StudySpec& spec) {
         if (spec.budget)
           change(*spec.budget);
       },
       visit);
}

bool BudgetSection::isWanted() const {
  return spec().budget || spec().method.scheduler != MethodChoice{}.scheduler ||
         wordNaming(spec().program, "${budget}").has_value() || wordNaming(spec().program, "${checkpoint}").has_value() ||
         spec().limits.checkpoints != CheckpointRule() || document()->checkpoints().count > 0;
}

void BudgetSection::load() {
  setVisible(isWanted());
  loadMethod();
  const bool has = spec().budget.has_value();
  m_use->setChecked(has);
  for (const auto* key : {"unit", "min", "max", "way"})
    setFieldVisible(QString::fromLatin1(key), has);
  loadTelling(has ? &*spec().budget : nullptr);
  setFieldVisible(QStringLiteral("keep"), !spec().replay);
  m_keep->show(spec().limits.checkpoints);
  field(QStringLiteral("keep"))->setHint(m_keep->sentence());
  if (has)
    loadBudget(*spec().budget);
}

/// What the method makes of a budget, and what it asks of it.
void BudgetSection::loadMethod() {
  const auto* scheduler = findScheduler(spec().method.scheduler);
  const auto needs = scheduler ? scheduler->needs : BudgetNeed::None;
  const QString name = scheduler ? translated(Message(scheduler->name)) : QString();
  m_use->setEnabled(needs == BudgetNeed::None || !spec().budget);
  m_way->allowAll();
  switch (needs) {
  case BudgetNeed::None:
    field(QStringLiteral("use"))
        ->setHint(tr("Not needed by “%1”: with a budget, every trial goes as far as the largest.").arg(name));
    break;
  case BudgetNeed::Range:
    field(QStringLiteral("use"))->setHint(tr("“%1” needs one: trials begin with little, and the better ones get more.").arg(name));
    break;
  case BudgetNeed::Checkpoints:
    field(QStringLiteral("use"))
        ->setHint(tr("“%1” needs one: trained models are compared, and copied from trial to trial, each time they have come a step further.")
                      .arg(name));
    m_way->allowOnly(BudgetWay::Continue, tr("Not with “%1”: it hands checkpoints from trial to trial.").arg(name));
    break;
  }
  const bool waits = scheduler && scheduler->brackets && spec().budget && spec().budget->way == BudgetWay::StopInFlight;
  field(QStringLiteral("way"))
      ->setHint(waits ? tr("“%1” lets trials wait for each other at every rung: one that goes on after a rung begins anew.").arg(name)
                      : QString());
}

void BudgetSection::loadBudget(const Budget& budget) {
  m_unit->showText(toQt(budget.unit));
  m_min->setValue(Value(budget.min));
  m_max->setValue(Value(budget.max));
  m_way->show(budget.way);
}

void BudgetSection::loadTelling(const Budget* budget) {
  for (const auto& [key, telling] : m_telling) {
    const bool told = budget && isTold(*budget, key) && !spec().replay;
    setFieldVisible(key, told);
    if (!told)
      continue;
    const auto placeholder = fromQt(placeholderOf(key));
    telling->display(toQt(wordNaming(spec().program, placeholder).value_or("")),
                     toQt(likelyWord(spec().program, budget->unit, placeholder)));
  }
}

std::optional<QString> BudgetSection::keyOf(const StudyProblem& problem) const {
  return problem.section == Section::Budget ? std::optional(toQt(problem.key)) : std::nullopt;
}

StudyProblem BudgetSection::placeOf(const FieldEdit* line) const {
  StudyProblem place;
  place.section = Section::Budget;
  place.key = line == m_min ? "min" : line == m_max ? "max" : line == m_keep->number() ? "keep" : "unit";
  return place;
}

} // namespace sweep::ui
