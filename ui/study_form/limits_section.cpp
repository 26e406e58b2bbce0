// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/study_form/limits_section.h"

#include "core/base/text.h"
#include "ui/study_form/failure_kinds_button.h"
#include "ui/study_form/form_field.h"
#include "ui/text.h"
#include "ui/theme.h"
#include "ui/widgets/field_combo.h"
#include "ui/widgets/names_edit.h"
#include "ui/widgets/number_edit.h"
#include "ui/widgets/quantity_edit.h"

#include <QHBoxLayout>
#include <QThread>
#include <algorithm>
#include <limits>

namespace sweep::ui {

namespace {

constexpr int Width = 20 * space::Unit;

int smallInt(const std::optional<Value>& value, int otherwise) {
  if (!value)
    return otherwise;
  return static_cast<int>(std::clamp<std::int64_t>(std::get<std::int64_t>(*value), std::numeric_limits<int>::min(),
                                                   std::numeric_limits<int>::max()));
}

template <class Number> std::optional<Value> optionalValue(const std::optional<Number>& number) {
  return number ? std::optional<Value>(*number) : std::nullopt;
}

std::optional<double> seconds(const std::optional<Value>& value) { return value ? valueNumber(*value) : std::nullopt; }

} // namespace

LimitsSection::LimitsSection(StudyDocument* document, QWidget* parent)
    : FormSection(tr("Limits"), document, parent), m_retryKinds(new FailureKindsButton), m_retrySeed(new FieldCombo),
      m_interrupted(new FieldCombo) {
  addTrialLimits();
  addTimeLimits();
  addRetries();
  addFailureRules();
  addInterrupted();
  addResources();
}

void LimitsSection::add(const char* key, const QString& label, ReadingEdit* line, const QString& placeholder,
                        const QString& hint, const QList<QWidget*>& beside) {
  line->setObjectName(QStringLiteral("limits.%1").arg(QLatin1String(key)));
  line->setAccessibleName(label);
  line->setFixedWidth(Width);
  line->setOptional(!placeholder.isEmpty());
  line->setPlaceholderText(placeholder);
  line->setToolTip(hint);
  auto* row = sideBySide({line});
  for (auto* widget : beside)
    static_cast<QHBoxLayout*>(row->layout())->insertWidget(row->layout()->count() - 1, widget);
  addField(QLatin1String(key), label, line, {}, row);
  m_lines.push_back({key, line, {}, {}});
  const std::size_t index = m_lines.size() - 1;
  connect(line, &ReadingEdit::valueEdited, this, [this, index, line, label] {
    edit(tr("Change “%1”").arg(label), [&](StudySpec& spec) { m_lines[index].write(spec, line->value()); }, line->visit());
  });
}

void LimitsSection::addTrialLimits() {
  add("trials", tr("Trials"), new NumberEdit(NumberEdit::Kind::Whole), tr("until the method has no more"),
      tr("How many configurations are tried at most"));
  m_lines.back().read = [](const StudySpec& spec) -> std::optional<Value> {
    return spec.limits.trials ? std::optional<Value>(std::int64_t{*spec.limits.trials}) : std::nullopt;
  };
  m_lines.back().write = [](StudySpec& spec, const auto& value) {
    spec.limits.trials = value ? std::optional(smallInt(value, 0)) : std::nullopt;
  };
  add("parallel", tr("At a time"), new NumberEdit(NumberEdit::Kind::Whole), {},
      tr("How many trials run side by side; this machine has %1 processors").arg(QThread::idealThreadCount()));
  m_lines.back().read = [](const StudySpec& spec) -> std::optional<Value> { return Value(std::int64_t{spec.limits.parallel}); };
  m_lines.back().write = [](StudySpec& spec, const auto& value) { spec.limits.parallel = smallInt(value, 0); };
}

void LimitsSection::addTimeLimits() {
  add("trial_time", tr("Time per trial"), new QuantityEdit(QuantityEdit::Kind::Time), tr("no limit"),
      tr("A trial that takes longer is ended and counts as failed. Write it like 90 s, 10 min or 1 h 30 min"));
  m_lines.back().read = [](const StudySpec& spec) { return optionalValue(spec.limits.trialTime); };
  m_lines.back().write = [](StudySpec& spec, const auto& value) { spec.limits.trialTime = seconds(value); };
  add("study_time", tr("Time for the study"), new QuantityEdit(QuantityEdit::Kind::Time), tr("no limit"),
      tr("No new trials are started after this time"));
  m_lines.back().read = [](const StudySpec& spec) { return optionalValue(spec.limits.studyTime); };
  m_lines.back().write = [](StudySpec& spec, const auto& value) { spec.limits.studyTime = seconds(value); };
  add("silence", tr("Silence"), new QuantityEdit(QuantityEdit::Kind::Time), tr("no limit"),
      tr("A trial that prints nothing for this long hangs, and is ended"));
  m_lines.back().read = [](const StudySpec& spec) { return optionalValue(spec.limits.silence); };
  m_lines.back().write = [](StudySpec& spec, const auto& value) { spec.limits.silence = seconds(value); };
  add("trial_memory", tr("Memory per trial"), new QuantityEdit(QuantityEdit::Kind::Memory), tr("no limit"),
      tr("A trial that uses more, with all processes it starts, is ended. Write it like 512 MiB or 4 GiB"));
  m_lines.back().read = [](const StudySpec& spec) { return optionalValue(spec.limits.trialMemory); };
  m_lines.back().write = [](StudySpec& spec, const auto& value) {
    spec.limits.trialMemory = value ? std::optional(std::get<std::int64_t>(*value)) : std::nullopt;
  };
}

void LimitsSection::addRetries() {
  m_retryKinds->setObjectName(QStringLiteral("limits.retries.after"));
  m_retrySeed->setNames(QStringLiteral("limits.retries.seed"), tr("Seed of a new try"));
  m_retrySeed->setToolTip(tr("What a new try is given as ${seed}: the same number again, or one of its own"));
  m_retrySeed->addItem(tr("same seed"), false);
  m_retrySeed->addItem(tr("new seed"), true);
  add("retries", tr("Retries"), new NumberEdit(NumberEdit::Kind::Whole), {}, tr("How often a failed trial is tried again"),
      {m_retryKinds, m_retrySeed});
  m_lines.back().read = [](const StudySpec& spec) -> std::optional<Value> {
    return Value(std::int64_t{spec.failures.retry.times});
  };
  m_lines.back().write = [](StudySpec& spec, const auto& value) { spec.failures.retry.times = smallInt(value, 0); };
  connect(m_retryKinds, &FailureKindsButton::kindsEdited, this, [this](const std::set<FailureClass>& kinds) {
    edit(tr("Change “%1”").arg(tr("Retries")), [&](StudySpec& spec) { spec.failures.retry.classes = kinds; });
  });
  connect(m_retrySeed, &QComboBox::activated, this, [this] {
    edit(tr("Change “%1”").arg(tr("Retries")),
         [this](StudySpec& spec) { spec.failures.retry.newSeed = m_retrySeed->currentData().toBool(); });
  });
}

void LimitsSection::addFailureRules() {
  add("stop_after", tr("Give up after"), new NumberEdit(NumberEdit::Kind::Whole), {},
      tr("The study stops itself when this many trials in a row, from the first on, have failed; 0 for never"));
  m_lines.back().read = [](const StudySpec& spec) -> std::optional<Value> {
    return Value(std::int64_t{spec.failures.stopAfterInitialFailures});
  };
  m_lines.back().write = [](StudySpec& spec, const auto& value) {
    spec.failures.stopAfterInitialFailures = std::max(0, smallInt(value, 0));
  };
}

void LimitsSection::addInterrupted() {
  m_interrupted->setNames(QStringLiteral("limits.interrupted"), tr("Interrupted trials"));
  m_interrupted->addItem(tr("Ask me"), static_cast<int>(InterruptedRule::Ask));
  m_interrupted->addItem(tr("Run again"), static_cast<int>(InterruptedRule::RunAgain));
  m_interrupted->addItem(tr("Continue from checkpoint"), static_cast<int>(InterruptedRule::Continue));
  m_interrupted->addItem(tr("Drop"), static_cast<int>(InterruptedRule::Drop));
  m_interrupted->setToolTip(
      tr("What becomes of trials that were running when the program was killed or the machine went down. Where nobody can be "
         "asked they continue from their checkpoints, or run again without one"));
  addField(QStringLiteral("interrupted"), tr("Interrupted"), m_interrupted, {}, sideBySide({m_interrupted}));
  connect(m_interrupted, &QComboBox::activated, this, [this] {
    edit(tr("Change “%1”").arg(tr("Interrupted trials")), [this](StudySpec& spec) {
      spec.failures.interrupted = static_cast<InterruptedRule>(m_interrupted->currentData().toInt());
    });
  });
}

void LimitsSection::addResources() {
  add("devices", tr("Devices"), new NamesEdit, tr("none handed out"),
      tr("Ids of GPUs or other devices, such as 0, 1. Each trial gets one, in CUDA_VISIBLE_DEVICES and "
         "SWEEP_DEVICE; no more run "
         "at a time than there are"));
  m_lines.back().read = [](const StudySpec& spec) -> std::optional<Value> {
    const auto& devices = spec.limits.resources.devices;
    return devices.empty() ? std::nullopt : std::optional<Value>(joined(devices, ", "));
  };
  m_lines.back().write = [](StudySpec& spec, const auto& value) {
    spec.limits.resources.devices = value ? namesIn(valueText(*value)) : std::vector<std::string>();
  };
  add("trials_per_device", tr("Trials per device"), new NumberEdit(NumberEdit::Kind::Whole), {},
      tr("How many trials share a device"));
  m_lines.back().read = [](const StudySpec& spec) -> std::optional<Value> {
    return Value(std::int64_t{spec.limits.resources.trialsPerDevice});
  };
  m_lines.back().write = [](StudySpec& spec, const auto& value) {
    spec.limits.resources.trialsPerDevice = smallInt(value, 1);
  };
  add("processors", tr("Processors per trial"), new NumberEdit(NumberEdit::Kind::Whole), tr("all, shared"),
      tr("A trial is bound to so many processors that no other trial has; this machine has %1")
          .arg(QThread::idealThreadCount()));
  m_lines.back().read = [](const StudySpec& spec) -> std::optional<Value> {
    const auto& processors = spec.limits.resources.processors;
    return processors ? std::optional<Value>(std::int64_t{*processors}) : std::nullopt;
  };
  m_lines.back().write = [](StudySpec& spec, const auto& value) {
    spec.limits.resources.processors = value ? std::optional(smallInt(value, 1)) : std::nullopt;
  };
  add("niceness", tr("Niceness"), new NumberEdit(NumberEdit::Kind::Whole), {},
      tr("0 to 19: how far trials stand back when other programs want the processors"));
  m_lines.back().read = [](const StudySpec& spec) -> std::optional<Value> {
    return Value(std::int64_t{spec.limits.resources.niceness});
  };
  m_lines.back().write = [](StudySpec& spec, const auto& value) {
    spec.limits.resources.niceness = smallInt(value, 0);
  };
}

void LimitsSection::load() {
  for (const auto& line : m_lines)
    line.edit->setValue(line.read(spec()));
  m_retryKinds->show(spec().failures.retry.classes);
  m_retrySeed->showData(spec().failures.retry.newSeed);
  m_interrupted->showData(static_cast<int>(spec().failures.interrupted));
}

std::optional<QString> LimitsSection::keyOf(const StudyProblem& problem) const {
  return problem.section == Section::Limits ? std::optional(toQt(problem.key)) : std::nullopt;
}

StudyProblem LimitsSection::placeOf(const FieldEdit* field) const {
  StudyProblem place;
  place.section = Section::Limits;
  for (const auto& line : m_lines)
    if (line.edit == field)
      place.key = line.key;
  return place;
}

} // namespace sweep::ui
