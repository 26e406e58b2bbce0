// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/study_form/replay_section.h"

#include "core/runner/replay_loading.h"
#include "ui/study_files.h"
#include "ui/study_form/form_field.h"
#include "ui/text.h"
#include "ui/theme.h"
#include "ui/widgets/section_header.h"

#include <QDir>
#include <QFileDialog>
#include <QFontDatabase>
#include <QLocale>
#include <QPushButton>
#include <QtConcurrent/QtConcurrentRun>

#include <algorithm>

namespace sweep::ui {

namespace {

/// How many names a sentence lists.
constexpr int MostNames = 8;

QString listed(const std::vector<std::string>& names) {
  QStringList some;
  for (const auto& name : names)
    some.append(toQt(name));
  if (some.size() > MostNames) {
    some = some.first(MostNames);
    some.append(QStringLiteral("…"));
  }
  return some.join(QStringLiteral(", "));
}

} // namespace

ReplaySection::ReplaySection(StudyDocument* document, QWidget* parent)
    : FormSection(tr("Recorded results"), document, parent), m_table(new FieldEdit), m_formula(new FieldEdit),
      m_seconds(new FieldEdit), m_found(new QuietLabel), m_take(new QPushButton(tr("Take over parameters and metric"))) {
  buildFields();
  connectFields();
}

void ReplaySection::buildFields() {
  m_table->setObjectName(QStringLiteral("replay.table"));
  m_table->setAccessibleName(tr("Recorded table"));
  m_table->setPlaceholderText(tr("a CSV of learning curves, or a study (.sweep)"));
  auto* choose = new QPushButton(tr("Choose…"));
  choose->setIcon(Theme::instance().icon(QStringLiteral("folder")));
  choose->setObjectName(QStringLiteral("replay.choose"));
  choose->setAccessibleName(tr("Choose the recorded table"));
  choose->setAutoDefault(false);
  connect(choose, &QPushButton::clicked, this, &ReplaySection::chooseTable);
  addField(QStringLiteral("table"), tr("Table"), m_table, {}, sideBySide({m_table, choose}, m_table));
  m_found->setObjectName(QStringLiteral("replay.found"));
  m_take->setObjectName(QStringLiteral("replay.take"));
  m_take->setAccessibleName(tr("Take over parameters and metric from the table"));
  m_take->setAutoDefault(false);
  addField(QStringLiteral("found"), tr("In it"), m_found, {}, sideBySide({m_found, m_take}, m_found));
  m_formula->setObjectName(QStringLiteral("replay.formula"));
  m_formula->setAccessibleName(tr("Formula of the metric"));
  m_formula->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
  m_formula->setPlaceholderText(QStringLiteral("(x - 0.3)^2 + 1 / step + 0.01 * normal()"));
  addField(QStringLiteral("formula"), tr("Metric is"), m_formula,
           tr("Calculated from the parameters and the step; normal(), uniform() and binomial(n, p) draw at random."));
  m_seconds->setObjectName(QStringLiteral("replay.seconds"));
  m_seconds->setAccessibleName(tr("Seconds per step"));
  m_seconds->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
  addField(QStringLiteral("seconds_per_step"), tr("Seconds per step"), m_seconds,
           tr("On the virtual clock, where the table does not say: a number, or a calculation with parameters."));
}

void ReplaySection::connectFields() {
  connect(m_table, &QLineEdit::textEdited, this, [this](const QString& text) {
    change(tr("Change the table"), [&](Replay& replay) { replay.table = fromQt(text); }, m_table->visit());
  });
  connect(m_formula, &QLineEdit::textEdited, this, [this](const QString& text) {
    const std::string metric = spec().objective().metric;
    change(tr("Change the formula"),
           [&](Replay& replay) {
             const auto found = std::ranges::find(replay.formulas, metric, &std::pair<std::string, std::string>::first);
             if (found != replay.formulas.end())
               found->second = fromQt(text);
             else
               replay.formulas.emplace_back(metric, fromQt(text));
           },
           m_formula->visit());
  });
  connect(m_seconds, &QLineEdit::textEdited, this, [this](const QString& text) {
    change(tr("Change the seconds per step"), [&](Replay& replay) { replay.secondsPerStep = fromQt(text); },
           m_seconds->visit());
  });
  connect(m_take, &QPushButton::clicked, this, &ReplaySection::takeParameters);
  connect(&m_watcher, &QFutureWatcher<Curves>::finished, this, [this] {
    m_curves = m_watcher.result();
    showFound();
  });
}

void ReplaySection::change(const QString& what, const std::function<void(Replay&)>& change, int visit) {
  edit(what,
       [&](StudySpec& spec) {
         if (spec.replay)
           change(*spec.replay);
       },
       visit);
}

void ReplaySection::chooseTable() {
  const QDir folder(document()->studyFolder());
  const QString path = QFileDialog::getOpenFileName(this, tr("Choose the recorded table"), folder.absoluteFilePath(m_table->text()),
                                                    tr("Learning curves and studies (*.csv *.sweep);;All files (*)"));
  if (!path.isEmpty())
    change(tr("Choose the table"),
           [&](Replay& replay) { replay.table = fromQt(relativeToFolder(path, document()->studyFolder())); });
}

void ReplaySection::load() {
  setVisible(spec().replay.has_value());
  if (!spec().replay)
    return;
  const auto& replay = *spec().replay;
  const bool isFormula = !replay.formulas.empty();
  for (const auto* key : {"table", "found"})
    setFieldVisible(QString::fromLatin1(key), !isFormula);
  setFieldVisible(QStringLiteral("formula"), isFormula);
  m_table->showText(toQt(replay.table));
  m_seconds->showText(toQt(replay.secondsPerStep));
  const auto formula =
      std::ranges::find(replay.formulas, spec().objective().metric, &std::pair<std::string, std::string>::first);
  m_formula->showText(formula == replay.formulas.end() ? QString() : toQt(formula->second));
  look();
}

/// Beside the UI thread: a table may be large.
void ReplaySection::look() {
  const auto& table = spec().replay->table;
  const QString path = table.empty() ? QString() : QDir(document()->studyFolder()).absoluteFilePath(toQt(table));
  if (path == m_looked)
    return showFound();
  m_looked = path;
  m_curves.reset();
  showFound();
  if (!path.isEmpty())
    m_watcher.setFuture(QtConcurrent::run([path = fromQt(path)]() -> Curves {
      auto curves = loadCurves(path);
      return curves ? *curves : nullptr;
    }));
}

void ReplaySection::showFound() {
  m_take->setVisible(m_curves != nullptr);
  if (!m_curves) {
    m_found->setText(m_looked.isEmpty() ? tr("Nothing yet: choose a table.") : QString());
    return;
  }
  const auto steps = stepsOf(*m_curves);
  const auto number = [](std::int64_t n) { return QLocale().toString(static_cast<qlonglong>(n)); };
  QString text = tr("%1 runs, steps %2 to %3. Parameters: %4. Metrics: %5.")
                     .arg(number(static_cast<std::int64_t>(m_curves->runs.size())), number(steps ? steps->first : 0),
                          number(steps ? steps->last : 0), listed(m_curves->parameters), listed(m_curves->metrics));
  if (!m_curves->unused.empty())
    text += QLatin1Char(' ') + tr("Not used: %1.").arg(listed(m_curves->unused));
  m_found->setText(text);
}

void ReplaySection::takeParameters() {
  if (!m_curves)
    return;
  edit(tr("Take over parameters and metric"), [&](StudySpec& spec) {
    spec.space = spaceOf(*m_curves);
    auto& metric = spec.objectives.front().metric;
    if (std::ranges::find(m_curves->metrics, metric) == m_curves->metrics.end() && !m_curves->metrics.empty())
      metric = m_curves->metrics.front();
  });
}

std::optional<QString> ReplaySection::keyOf(const StudyProblem& problem) const {
  if (problem.section != Section::Program || !spec().replay)
    return std::nullopt;
  return toQt(problem.key);
}

StudyProblem ReplaySection::placeOf(const FieldEdit* field) const {
  StudyProblem place;
  place.section = Section::Program;
  place.key = field == m_formula ? "formula" : field == m_seconds ? "seconds_per_step" : "table";
  return place;
}

} // namespace sweep::ui
