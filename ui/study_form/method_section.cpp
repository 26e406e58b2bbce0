// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/study_form/method_section.h"

#include "core/base/text.h"
#include "core/runner/methods.h"
#include "core/sampler/registry.h"
#include "core/scheduler/registry.h"
#include "ui/study_form/form_field.h"
#include "ui/study_form/method_part.h"
#include "ui/study_form/options_form.h"
#include "ui/text.h"
#include "ui/theme.h"
#include "ui/widgets/field_combo.h"
#include "ui/widgets/section_header.h"

#include <QGridLayout>
#include <QRandomGenerator>
#include <QToolButton>

#include <charconv>
#include <utility>

namespace sweep::ui {

namespace {

/// Seeds rolled here are short enough to be read out and typed.
constexpr int LargestRolledSeed = 1'000'000;

/// The scheduler that runs every trial to its end.
constexpr std::string_view NoBudgets = "full";

/// Stands among the ids of methods for a pair without one.
constexpr QLatin1String ByHand("by-hand");

std::optional<std::uint64_t> readSeed(const QString& text) {
  const std::string plain(trimmed(fromQt(text)));
  std::uint64_t seed = 0;
  const auto [end, error] = std::from_chars(plain.data(), plain.data() + plain.size(), seed);
  return error == std::errc() && end == plain.data() + plain.size() && !plain.empty() ? std::optional(seed) : std::nullopt;
}

} // namespace

MethodSection::MethodSection(StudyDocument* document, QWidget* parent)
    : FormSection(tr("Method"), document, parent), m_method(new FieldCombo),
      m_sampler(new MethodPart(QStringLiteral("method.sampler"), tr("Sampler"), this)),
      m_scheduler(new MethodPart(QStringLiteral("method.scheduler"), tr("Scheduler"), this)), m_seed(new FieldEdit) {
  addMethod();
  addSampler();
  addScheduler();
  addSeed();
  // Another study, or a file of its own for this one.
  connect(document, &StudyDocument::pathChanged, this, [this] {
    m_byHand = false;
    m_broughtBudget.reset();
    m_sampler->forget();
    m_scheduler->forget();
    load();
  });
}

void MethodSection::addMethod() {
  m_method->setNames(QStringLiteral("method.name"), tr("Method"));
  std::string_view scheduler = methods().front().scheduler;
  for (const auto& entry : methods()) {
    if (scheduler == NoBudgets && entry.scheduler != NoBudgets)
      m_method->insertSeparator(m_method->count());
    m_method->addItem(translated(Message(entry.name)), toQt(entry.id));
    scheduler = entry.scheduler;
  }
  m_method->insertSeparator(m_method->count());
  m_method->addItem(tr("Compose by hand"), ByHand);
  m_method->setMaxVisibleItems(m_method->count());
  addField(QStringLiteral("method"), tr("Method"), m_method, QStringLiteral(" "), sideBySide({m_method}));
  connect(m_method, &QComboBox::activated, this, [this] { chooseMethod(m_method->currentData().toString()); });
}

void MethodSection::addSampler() {
  for (const auto& entry : samplers())
    m_sampler->combo()->addItem(translated(Message(entry.name)), toQt(entry.id));
  addField(QStringLiteral("sampler"), tr("Sampler"), m_sampler->combo(), QStringLiteral(" "),
           sideBySide({m_sampler->combo()}));
  addSettings(m_sampler, &MethodChoice::samplerOptions);
  connect(m_sampler->combo(), &QComboBox::activated, this, [this] {
    const auto id = fromQt(m_sampler->combo()->currentData().toString());
    edit(tr("Choose the sampler"), [&](StudySpec& spec) { choosePair(spec, id, spec.method.scheduler); });
  });
}

void MethodSection::addScheduler() {
  for (const auto& entry : schedulers())
    m_scheduler->combo()->addItem(translated(Message(entry.name)), toQt(entry.id));
  addField(QStringLiteral("scheduler"), tr("Scheduler"), m_scheduler->combo(), QStringLiteral(" "),
           sideBySide({m_scheduler->combo()}));
  addSettings(m_scheduler, &MethodChoice::schedulerOptions);
  connect(m_scheduler->combo(), &QComboBox::activated, this, [this] {
    const auto id = fromQt(m_scheduler->combo()->currentData().toString());
    edit(tr("Choose the scheduler"), [&](StudySpec& spec) { choosePair(spec, spec.method.sampler, id); });
  });
}

void MethodSection::addSettings(MethodPart* part, Configuration MethodChoice::*settings) {
  part->title()->setContentsMargins(0, space::Unit, 0, 0);
  grid()->addWidget(part->title(), grid()->rowCount(), 1);
  addWide(part->options());
  connect(part->options(), &OptionsForm::changed, this, [this, settings](const Configuration& chosen, int visit) {
    edit(tr("Change the method's settings"), [&](StudySpec& spec) { spec.method.*settings = chosen; }, visit);
  });
  connect(part->options(), &OptionsForm::draftChanged, this, &FormSection::draftsChanged);
}

const MethodEntry* MethodSection::shownMethod() const { return m_byHand ? nullptr : methodOf(spec().method); }

void MethodSection::chooseMethod(const QString& id) {
  const auto* entry = findMethod(fromQt(id));
  m_byHand = !entry;
  if (entry)
    edit(tr("Choose the method"), [&](StudySpec& spec) { choosePair(spec, entry->sampler, entry->scheduler); });
  load();
}

void MethodSection::choosePair(StudySpec& spec, std::string_view sampler, std::string_view scheduler) {
  m_sampler->exchange(spec.method.sampler, spec.method.samplerOptions, sampler);
  m_scheduler->exchange(spec.method.scheduler, spec.method.schedulerOptions, scheduler);
  fitBudget(spec);
}

/// A scheduler that spends budgets gets one to begin with; what an earlier one got and nobody has changed goes with it.
void MethodSection::fitBudget(StudySpec& spec) {
  const auto* scheduler = findScheduler(spec.method.scheduler);
  if (!scheduler)
    return;
  if (m_broughtBudget && spec.budget == std::exchange(m_broughtBudget, {}))
    spec.budget.reset();
  if (scheduler->needs == BudgetNeed::None || spec.budget)
    return;
  spec.budget = Budget{};
  if (scheduler->needs == BudgetNeed::Checkpoints)
    spec.budget->way = BudgetWay::Continue;
  m_broughtBudget = spec.budget;
}

void MethodSection::addSeed() {
  m_seed->setObjectName(QStringLiteral("method.seed"));
  m_seed->setAccessibleName(tr("Seed"));
  m_seed->setToolTip(tr("The same seed gives the same configurations again"));
  m_seed->setFixedWidth(20 * space::Unit);
  auto* dice = new QToolButton;
  dice->setText(tr("Roll"));
  dice->setObjectName(QStringLiteral("method.dice"));
  dice->setAccessibleName(tr("Another seed"));
  dice->setToolTip(tr("Another seed, at random"));
  addField(QStringLiteral("seed"), tr("Seed"), m_seed, {}, sideBySide({m_seed, dice}));
  connect(dice, &QToolButton::clicked, this, &MethodSection::rollDice);
  connect(m_seed, &QLineEdit::textEdited, this, [this](const QString& text) {
    const auto seed = readSeed(text);
    m_seed->setDraftProblem(seed ? QString() : tr("The seed is a whole number from 0 on."));
    if (seed)
      edit(tr("Change the seed"), [&](StudySpec& spec) { spec.seed = *seed; }, m_seed->visit());
  });
}

void MethodSection::rollDice() {
  const int seed = QRandomGenerator::global()->bounded(1, LargestRolledSeed);
  m_seed->setDraftProblem({});
  edit(tr("Roll another seed"), [&](StudySpec& spec) { spec.seed = static_cast<std::uint64_t>(seed); });
}

void MethodSection::load() {
  const auto& method = spec().method;
  const auto* named = shownMethod();
  const auto* sampler = findSampler(method.sampler);
  const auto* scheduler = findScheduler(method.scheduler);
  m_method->showData(named ? toQt(named->id) : QString(ByHand));
  field(QStringLiteral("method"))
      ->setHint(named ? translated(Message(named->summary)) : tr("Any sampler with any scheduler."));
  for (const auto& key : {QStringLiteral("sampler"), QStringLiteral("scheduler")})
    setFieldVisible(key, !named);
  field(QStringLiteral("sampler"))->setHint(sampler ? translated(Message(sampler->summary)) : QString());
  field(QStringLiteral("scheduler"))->setHint(scheduler ? translated(Message(scheduler->summary)) : QString());
  const bool titled = named && named->scheduler != NoBudgets;
  m_sampler->show(method.sampler, sampler ? sampler->options() : std::vector<Option>(), method.samplerOptions, titled);
  m_scheduler->show(method.scheduler, scheduler ? scheduler->options() : std::vector<Option>(),
                    method.schedulerOptions, titled);
  if (m_seed->draftProblem().isEmpty() && readSeed(m_seed->text()) != spec().seed)
    m_seed->showText(QString::number(spec().seed));
}

FormField* MethodSection::placeFor(const StudyProblem& problem) const {
  const QString key = toQt(problem.key);
  for (const auto* part : {m_sampler, m_scheduler})
    if (auto* place = part->options()->fieldOf(key))
      return place;
  auto* place = field(key);
  return place && place->isVisibleTo(this) ? place : field(QStringLiteral("method"));
}

int MethodSection::showProblems(const std::vector<StudyProblem>& problems) {
  m_sampler->options()->clearProblems();
  m_scheduler->options()->clearProblems();
  int errors = FormSection::showProblems({});
  for (const auto& problem : problems) {
    if (problem.section != Section::Method)
      continue;
    errors += problem.isWarning ? 0 : 1;
    placeFor(problem)->addProblem(translated(problem.message), problem.isWarning);
  }
  return errors;
}

QWidget* MethodSection::controlOf(const StudyProblem& problem) {
  return problem.section == Section::Method ? placeFor(problem)->control() : nullptr;
}

std::optional<QString> MethodSection::keyOf(const StudyProblem& problem) const {
  return problem.section == Section::Method ? std::optional(toQt(problem.key)) : std::nullopt;
}

StudyProblem MethodSection::placeOf(const FieldEdit* line) const {
  StudyProblem place;
  place.section = Section::Method;
  QString key = m_sampler->options()->optionOf(line);
  if (key.isEmpty())
    key = m_scheduler->options()->optionOf(line);
  place.key = key.isEmpty() ? "seed" : fromQt(key);
  return place;
}

void MethodSection::setFixed(bool fixed) {
  FormSection::setFixed(fixed);
  m_sampler->options()->setEnabled(!fixed);
  m_scheduler->options()->setEnabled(!fixed);
}

} // namespace sweep::ui
