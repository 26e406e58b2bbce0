// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/study_form/method_section.h"

#include "core/base/text.h"
#include "core/sampler/registry.h"
#include "core/scheduler/registry.h"
#include "ui/study_form/form_field.h"
#include "ui/study_form/options_form.h"
#include "ui/text.h"
#include "ui/theme.h"
#include "ui/widgets/field_combo.h"
#include "ui/widgets/number_edit.h"

#include <QGridLayout>
#include <QRandomGenerator>
#include <QToolButton>

#include <charconv>

namespace sweep::ui {

namespace {

/// Seeds rolled here are short enough to be read out and typed.
constexpr int LargestRolledSeed = 1'000'000;

std::optional<std::uint64_t> readSeed(const QString& text) {
  const std::string plain(trimmed(fromQt(text)));
  std::uint64_t seed = 0;
  const auto [end, error] = std::from_chars(plain.data(), plain.data() + plain.size(), seed);
  return error == std::errc() && end == plain.data() + plain.size() && !plain.empty() ? std::optional(seed) : std::nullopt;
}

} // namespace

MethodSection::MethodSection(StudyDocument* document, QWidget* parent)
    : FormSection(tr("Method"), document, parent), m_sampler(new FieldCombo),
      m_samplerOptions(new OptionsForm(QStringLiteral("method.sampler"))), m_scheduler(new FieldCombo),
      m_schedulerOptions(new OptionsForm(QStringLiteral("method.scheduler"))), m_seed(new FieldEdit) {
  addSampler();
  addScheduler();
  addSeed();
}

void MethodSection::addSampler() {
  m_sampler->setNames(QStringLiteral("method.sampler"), tr("Search method"));
  for (const auto& entry : samplers())
    m_sampler->addItem(translated(Message(entry.name)), toQt(entry.id));
  addField(QStringLiteral("sampler"), tr("Search"), m_sampler, QStringLiteral(" "), sideBySide({m_sampler}));
  addWide(m_samplerOptions);
  connect(m_sampler, &QComboBox::activated, this, [this] {
    edit(tr("Choose the method"), [&](StudySpec& spec) {
      spec.method.sampler = fromQt(m_sampler->currentData().toString());
      spec.method.samplerOptions = {};
    });
  });
  connect(m_samplerOptions, &OptionsForm::changed, this, [this](const Configuration& chosen, int visit) {
    edit(tr("Change the method's settings"), [&](StudySpec& spec) { spec.method.samplerOptions = chosen; }, visit);
  });
  connect(m_samplerOptions, &OptionsForm::draftChanged, this, &FormSection::draftsChanged);
}

void MethodSection::addScheduler() {
  m_scheduler->setNames(QStringLiteral("method.scheduler"), tr("How trials spend their budget"));
  for (const auto& entry : schedulers())
    m_scheduler->addItem(translated(Message(entry.name)), toQt(entry.id));
  addField(QStringLiteral("scheduler"), tr("Budget"), m_scheduler, QStringLiteral(" "), sideBySide({m_scheduler}));
  addWide(m_schedulerOptions);
  connect(m_scheduler, &QComboBox::activated, this, [this] {
    edit(tr("Choose how trials spend their budget"), [&](StudySpec& spec) {
      spec.method.scheduler = fromQt(m_scheduler->currentData().toString());
      spec.method.schedulerOptions = {};
    });
  });
  connect(m_schedulerOptions, &OptionsForm::changed, this, [this](const Configuration& chosen, int visit) {
    edit(tr("Change how trials spend their budget"), [&](StudySpec& spec) { spec.method.schedulerOptions = chosen; }, visit);
  });
  connect(m_schedulerOptions, &OptionsForm::draftChanged, this, &FormSection::draftsChanged);
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
  m_sampler->showData(toQt(method.sampler));
  m_scheduler->showData(toQt(method.scheduler));
  if (const auto* entry = findSampler(method.sampler); entry && m_shownSampler != method.sampler)
    m_samplerOptions->setOptions(entry->options());
  if (const auto* entry = findScheduler(method.scheduler); entry && m_shownScheduler != method.scheduler)
    m_schedulerOptions->setOptions(entry->options());
  m_shownSampler = method.sampler;
  m_shownScheduler = method.scheduler;
  m_samplerOptions->setValues(method.samplerOptions);
  m_schedulerOptions->setValues(method.schedulerOptions);
  if (m_seed->draftProblem().isEmpty() && readSeed(m_seed->text()) != spec().seed)
    m_seed->showText(QString::number(spec().seed));
  showSummary();
}

void MethodSection::showSummary() {
  const auto* sampler = findSampler(spec().method.sampler);
  field(QStringLiteral("sampler"))->setHint(sampler ? translated(Message(sampler->summary)) : QString());
  const auto* scheduler = findScheduler(spec().method.scheduler);
  field(QStringLiteral("scheduler"))->setHint(scheduler ? translated(Message(scheduler->summary)) : QString());
}

int MethodSection::showProblems(const std::vector<StudyProblem>& problems) {
  m_samplerOptions->clearProblems();
  m_schedulerOptions->clearProblems();
  const int errors = FormSection::showProblems({});
  int count = errors;
  for (const auto& problem : problems) {
    if (problem.section != Section::Method)
      continue;
    count += problem.isWarning ? 0 : 1;
    const QString key = toQt(problem.key);
    auto* place = m_samplerOptions->fieldOf(key);
    place = place ? place : m_schedulerOptions->fieldOf(key);
    place = place ? place : field(key);
    (place ? place : field(QStringLiteral("sampler")))->addProblem(translated(problem.message), problem.isWarning);
  }
  return count;
}

QWidget* MethodSection::controlOf(const StudyProblem& problem) {
  if (problem.section != Section::Method)
    return nullptr;
  const QString key = toQt(problem.key);
  for (auto* form : {m_samplerOptions, m_schedulerOptions})
    if (auto* place = form->fieldOf(key))
      return place->control();
  return field(key) ? field(key)->control() : m_sampler;
}

std::optional<QString> MethodSection::keyOf(const StudyProblem& problem) const {
  return problem.section == Section::Method ? std::optional(toQt(problem.key)) : std::nullopt;
}

StudyProblem MethodSection::placeOf(const FieldEdit* line) const {
  StudyProblem place;
  place.section = Section::Method;
  QString key = m_samplerOptions->optionOf(line);
  if (key.isEmpty())
    key = m_schedulerOptions->optionOf(line);
  place.key = key.isEmpty() ? "seed" : fromQt(key);
  return place;
}

void MethodSection::setFixed(bool fixed) {
  FormSection::setFixed(fixed);
  m_samplerOptions->setEnabled(!fixed);
  m_schedulerOptions->setEnabled(!fixed);
}

} // namespace sweep::ui
