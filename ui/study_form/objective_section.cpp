// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/study_form/objective_section.h"

#include "ui/study_form/form_field.h"
#include "ui/text.h"
#include "ui/theme.h"
#include "ui/widgets/field_combo.h"
#include "ui/widgets/number_edit.h"
#include "ui/widgets/section_header.h"

#include <QCompleter>
#include <QFontDatabase>
#include <QLabel>
#include <QStringListModel>

#include <cmath>

namespace sweep::ui {

ObjectiveSection::ObjectiveSection(StudyDocument* document, QWidget* parent)
    : FormSection(tr("Objective"), document, parent), m_metric(new FieldEdit), m_direction(new FieldCombo),
      m_reduction(new FieldCombo), m_lastCount(new NumberEdit(NumberEdit::Kind::Whole)), m_target(new NumberEdit),
      m_known(new QStringListModel(this)) {
  buildFields();
  connectFields();
}

void ObjectiveSection::buildFields() {
  m_metric->setObjectName(QStringLiteral("objective.metric"));
  m_metric->setAccessibleName(tr("Metric"));
  m_metric->setPlaceholderText(tr("as the program prints it: val_accuracy"));
  auto* completer = new QCompleter(m_known, this);
  completer->setCaseSensitivity(Qt::CaseInsensitive);
  completer->setFilterMode(Qt::MatchContains);
  m_metric->setCompleter(completer);
  m_direction->setNames(QStringLiteral("objective.direction"), tr("Direction"));
  m_direction->addItems({tr("minimise"), tr("maximise")});
  addField(QStringLiteral("metric"), tr("Metric"), m_metric, {}, sideBySide({m_metric, m_direction}, m_metric));
  m_reduction->setNames(QStringLiteral("objective.reduction"), tr("Which reports make the score"));
  m_reduction->addItems({tr("the last report"), tr("the best report"), tr("the mean of the last reports")});
  m_lastCount->setObjectName(QStringLiteral("objective.lastCount"));
  m_lastCount->setAccessibleName(tr("How many reports the mean is of"));
  m_lastCount->setFixedWidth(8 * space::Unit);
  addField(QStringLiteral("last_count"), tr("Score is"), m_reduction, {}, sideBySide({m_reduction, m_lastCount}));
  m_target->setObjectName(QStringLiteral("objective.target"));
  m_target->setAccessibleName(tr("Target"));
  m_target->setOptional(true);
  m_target->setPlaceholderText(tr("none"));
  m_target->setToolTip(tr("The study ends when a trial reaches this score"));
  m_target->setMaximumWidth(20 * space::Unit);
  addField(QStringLiteral("target"), tr("Stop when at"), m_target, {}, sideBySide({m_target}));
}

void ObjectiveSection::connectFields() {
  watch(m_lastCount);
  connect(m_metric, &QLineEdit::textEdited, this, [this](const QString& text) {
    change(tr("Change the metric"), [&](Objective& objective) { objective.metric = fromQt(text); }, m_metric->visit());
  });
  connect(m_metric->completer(), qOverload<const QString&>(&QCompleter::activated), this, &ObjectiveSection::setMetric);
  connect(m_direction, &QComboBox::activated, this, [this](int index) {
    change(tr("Change the direction"), [&](Objective& objective) { objective.direction = static_cast<Direction>(index); });
  });
  connect(m_reduction, &QComboBox::activated, this, [this](int index) {
    change(tr("Change how reports become the score"), [&](Objective& objective) {
      objective.reduction = static_cast<Reduction>(index);
      objective.lastCount = std::max(objective.lastCount, objective.reduction == Reduction::MeanOfLast ? 5 : 1);
    });
  });
  connect(m_lastCount, &ReadingEdit::valueEdited, this, [this] {
    const auto count = std::clamp<std::int64_t>(std::get<std::int64_t>(*m_lastCount->value()), 0, 1'000'000);
    change(tr("Change how reports become the score"),
           [&](Objective& objective) { objective.lastCount = static_cast<int>(count); }, m_lastCount->visit());
  });
  connect(m_target, &ReadingEdit::valueEdited, this, [this] {
    const auto target = m_target->value();
    change(tr("Change the target"),
           [&](Objective& objective) { objective.target = target ? valueNumber(*target) : std::nullopt; }, m_target->visit());
  });
}

void ObjectiveSection::change(const QString& what, const std::function<void(Objective&)>& change, int visit) {
  edit(what, [&](StudySpec& spec) { change(spec.objectives.front()); }, visit);
}

void ObjectiveSection::load() {
  const Objective& objective = spec().objective();
  m_metric->showText(toQt(objective.metric));
  m_direction->setCurrentIndex(static_cast<int>(objective.direction));
  m_reduction->setCurrentIndex(static_cast<int>(objective.reduction));
  m_lastCount->setVisible(objective.reduction == Reduction::MeanOfLast);
  m_lastCount->setValue(Value(std::int64_t{objective.lastCount}));
  m_target->setValue(objective.target ? std::optional<Value>(*objective.target) : std::nullopt);
}

void ObjectiveSection::setKnownMetrics(const QStringList& names) { m_known->setStringList(names); }

void ObjectiveSection::setMetric(const QString& name) {
  change(tr("Choose the metric"), [&](Objective& objective) { objective.metric = fromQt(name); });
}

std::optional<QString> ObjectiveSection::keyOf(const StudyProblem& problem) const {
  if (problem.section != Section::Objective || problem.key.starts_with("metric_"))
    return std::nullopt;
  return toQt(problem.key);
}

StudyProblem ObjectiveSection::placeOf(const FieldEdit* field) const {
  StudyProblem place;
  place.section = Section::Objective;
  place.key = field == m_target ? "target" : field == m_lastCount ? "last_count" : "metric";
  return place;
}

} // namespace sweep::ui
