// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/study_form/metric_section.h"

#include "core/executor/job.h"
#include "core/runner/command_template.h"
#include "core/runner/metric_file.h"
#include "core/runner/metric_reader.h"
#include "core/runner/trial_naming.h"
#include "ui/study_form/form_field.h"
#include "ui/study_form/found_metrics.h"
#include "ui/study_form/metric_sample.h"
#include "ui/text.h"
#include "ui/theme.h"
#include "ui/widgets/field_combo.h"
#include "ui/widgets/problem_label.h"
#include "ui/widgets/section_header.h"

#include <QDir>
#include <QFileDialog>
#include <QFontDatabase>
#include <QMenu>
#include <QToolButton>
#include <QVBoxLayout>
#include <QtConcurrent/QtConcurrentRun>
#include <algorithm>
#include <filesystem>

namespace sweep::ui {

namespace {

constexpr std::string_view RegexPreset = "regex";
/// Of a log, as many bytes of its end.
constexpr std::size_t MostOfLog = 64 * 1024;
constexpr int SampleLines = 8;

std::string_view exampleOf(const std::string& preset) {
  if (preset == MetricFilePreset)
    return {};
  const auto presets = metricPresets();
  const auto found = std::ranges::find(presets, preset, &MetricPreset::id);
  return found == presets.end() ? std::string_view() : found->example;
}

/// Where the trial's last attempt printed to, or wrote its metrics into.
QString sampleFileOf(const StudySpec& spec, const Trial& trial, const std::string& trialsFolder) {
  CommandContext context;
  context.trial = trial.number;
  context.seed = trial.seed;
  context.folder = trialsFolder + "/" + trialFolderName(trial.number);
  context.studyFolder = std::filesystem::path(trialsFolder).parent_path().string();
  const std::filesystem::path folder = context.folder;
  if (spec.metricSource.preset != MetricFilePreset)
    return toQt((folder / stdoutLog(trial.attempts.back().number)).string());
  const auto path = expandText(spec.metricSource.file, spec.program, trial.configuration, context);
  return path ? toQt((folder / *path).string()) : QString();
}

/// The end of a text, from the beginning of a line.
std::string endOf(const std::string& text, std::size_t most) {
  if (text.size() <= most)
    return text;
  const auto line = text.find('\n', text.size() - most);
  return text.substr(line == text.npos ? text.size() - most : line + 1);
}

} // namespace

MetricSection::MetricSection(StudyDocument* document, QWidget* parent)
    : FormSection(tr("Where metrics are read"), document, parent), m_source(new FieldCombo),
      m_expression(new FieldEdit), m_file(new FieldEdit), m_format(new FieldCombo),
      m_sample(new MetricSample), m_summary(new QuietLabel), m_problem(new ProblemLabel),
      m_found(new FoundMetrics) {
  buildSource();
  buildSample();
  connectFields();
}

MetricSection::~MetricSection() {
  m_loader.waitForFinished();
}

void MetricSection::buildSource() {
  m_source->setNames(QStringLiteral("metrics.source"), tr("Where metrics are read from"));
  for (const auto& preset : metricPresets()) {
    m_source->addItem(translated(Message(preset.name)), toQt(preset.id));
    m_source->setItemData(m_source->count() - 1, tr("Such as %1").arg(toQt(preset.example)), Qt::ToolTipRole);
  }
  m_source->addItem(tr("A file that the program writes"), toQt(MetricFilePreset));
  addField(QStringLiteral("metric_source"), tr("Read from"), m_source, {}, sideBySide({m_source}));
  const QFont fixed = QFontDatabase::systemFont(QFontDatabase::FixedFont);
  m_expression->setObjectName(QStringLiteral("metrics.expression"));
  m_expression->setAccessibleName(tr("Regular expression"));
  m_expression->setPlaceholderText(QStringLiteral("(?<name>\\w+) is (?<value>\\S+)"));
  m_expression->setFont(fixed);
  addField(QStringLiteral("expression"), tr("Expression"), m_expression,
           tr("Its groups are (?<name>…), (?<value>…) and (?<step>…). Without names the first two are name "
              "and value; one alone is the "
              "value of a metric named “value”."));
  m_file->setObjectName(QStringLiteral("metrics.file"));
  m_file->setAccessibleName(tr("File of metrics"));
  m_file->setPlaceholderText(QStringLiteral("metrics.csv"));
  m_file->setFont(fixed);
  m_format->setNames(QStringLiteral("metrics.format"), tr("Format of the file"));
  m_format->addItem(tr("as its name ends"), QString());
  m_format->addItem(tr("JSON"), QStringLiteral("json"));
  m_format->addItem(tr("CSV"), QStringLiteral("csv"));
  addField(QStringLiteral("metric_file"), tr("File"), m_file,
           tr("Begins in the trial's own folder, which the program knows as ${dir} or SWEEP_DIR. Elsewhere: "
              "${study_dir}/run-${trial}.csv. "
              "CSV: names in the first row; JSON: one object, a list of them, or one a line."),
           sideBySide({m_file, m_format}, m_file));
}

void MetricSection::buildSample() {
  m_sample->setObjectName(QStringLiteral("metrics.sample"));
  m_sample->setAccessibleName(tr("A sample to try the reading on"));
  QFont font = m_sample->font();
  font.setPointSizeF(smallFont().pointSizeF());
  m_sample->setFont(font);
  m_sample->setFixedHeight(SampleLines * m_sample->fontMetrics().lineSpacing() + 2 * space::Unit);
  m_summary->setObjectName(QStringLiteral("metrics.summary"));
  m_problem->setObjectName(QStringLiteral("metrics.problem"));
  m_found->setObjectName(QStringLiteral("metrics.found"));
  m_found->setAccessibleName(tr("Metrics in the sample"));
  auto* box = new QWidget;
  auto* layout = new QVBoxLayout(box);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(space::Half);
  layout->addWidget(m_sample);
  layout->addWidget(sideBySide({m_summary, fillButton()}, m_summary));
  layout->addWidget(m_problem);
  layout->addWidget(m_found);
  addField(QStringLiteral("sample"), tr("Sample"), m_sample, {}, box);
}

QToolButton* MetricSection::fillButton() {
  m_fill = new QToolButton;
  m_fill->setText(tr("Fill in"));
  m_fill->setObjectName(QStringLiteral("metrics.fill"));
  m_fill->setAccessibleName(tr("Fill in a sample"));
  m_fill->setToolTip(tr("Take the output of the last try, of a trial, or a file"));
  m_fill->setPopupMode(QToolButton::InstantPopup);
  m_fill->setToolButtonStyle(Qt::ToolButtonTextOnly);
  auto* menu = new QMenu(m_fill);
  menu->setObjectName(QStringLiteral("metrics.fillMenu"));
  connect(menu, &QMenu::aboutToShow, this, [this, menu] { fillMenu(menu); });
  m_fill->setMenu(menu);
  return m_fill;
}

void MetricSection::connectFields() {
  connect(m_source, &QComboBox::activated, this, [this] {
    change([this](MetricSource& source) { source.preset = fromQt(m_source->currentData().toString()); });
  });
  connect(m_expression, &QLineEdit::textEdited, this, [this](const QString& text) {
    change([&](MetricSource& source) { source.expression = fromQt(text); }, m_expression->visit());
  });
  connect(m_file, &QLineEdit::textEdited, this, [this](const QString& text) {
    change([&](MetricSource& source) { source.file = fromQt(text); }, m_file->visit());
  });
  connect(m_format, &QComboBox::activated, this, [this] {
    change([this](MetricSource& source) { source.format = fromQt(m_format->currentData().toString()); });
  });
  connect(m_sample, &MetricSample::previewed, this, &MetricSection::showFound);
  connect(m_sample, &MetricSample::sampleChanged, this, [this] { m_sampleProgram = spec().program; });
  connect(m_found, &FoundMetrics::chosen, this, &MetricSection::metricChosen);
  connect(document(), &StudyDocument::pathChanged, this, &MetricSection::forgetForeignSample);
  connect(&m_loader, &QFutureWatcher<Loaded>::finished, this, [this] {
    const Loaded loaded = m_loader.result();
    if (loaded.problem.isEmpty())
      m_sample->fill(loaded.text);
    else
      m_summary->setText(loaded.problem);
  });
}

void MetricSection::change(const std::function<void(MetricSource&)>& change, int visit) {
  edit(
      tr("Change how metrics are read"), [&](StudySpec& spec) { change(spec.metricSource); }, visit);
}

bool MetricSection::isFile() const {
  return spec().metricSource.preset == MetricFilePreset;
}

void MetricSection::load() {
  const auto& source = spec().metricSource;
  m_source->showData(toQt(source.preset));
  m_expression->showText(toQt(source.expression));
  m_file->showText(toQt(source.file));
  m_format->showData(toQt(source.format));
  setFieldVisible(QStringLiteral("expression"), source.preset == RegexPreset);
  setFieldVisible(QStringLiteral("metric_file"), isFile());
  showSource();
}

void MetricSection::showSource() {
  const QString example = toQt(exampleOf(spec().metricSource.preset));
  m_sample->setPlaceholderText(isFile() ? QStringLiteral("epoch,loss\n1,0.5\n2,0.25") : example);
  m_sample->setToolTip(isFile() ? tr("Paste what stands in such a file to see what is read of it")
                                : tr("Paste what the program prints to see what is read of it"));
  m_sample->setSource(spec().metricSource);
}

void MetricSection::showFound() {
  const auto& preview = m_sample->preview();
  const bool isPlaceholder = m_sample->toPlainText().isEmpty();
  m_problem->clearProblems();
  m_found->setVisible(!isPlaceholder && !preview.found.empty());
  m_found->display(preview, toQt(spec().objective().metric));
  if (!preview.problem.empty() && !isPlaceholder && !preview.isUnusable)
    m_problem->addProblem(translated(preview.problem), true);
  if (preview.isUnusable)
    m_summary->setText(tr("Nothing is read before that is mended."));
  else if (isPlaceholder)
    m_summary->setText(tr("Paste a sample, or fill one in, to see what is read of it."));
  else if (preview.found.empty())
    m_summary->setText(tr("Nothing is read of this sample."));
  else
    m_summary->setText(
        preview.isCut ? tr("The first %n numbers are highlighted. Press a name to make it the objective.",
                           nullptr, static_cast<int>(preview.found.size()))
                      : tr("Press a name to make it the objective."));
}

/// When another study is opened. A sample stays while its program does, so that a duplicate of a study still has it.
void MetricSection::forgetForeignSample() {
  if (!document()->path().isEmpty() || m_sampleProgram == spec().program)
    return;
  m_tryOutput.clear();
  m_tryFile.clear();
  m_sample->fill({});
}

void MetricSection::setFixed(bool fixed) {
  FormSection::setFixed(fixed);
  field(QStringLiteral("sample"))->setEnabled(true);
}

// Filling in

void MetricSection::setTry(const QString& output, const QString& file) {
  m_tryOutput = output;
  m_tryFile = file;
  if (!m_sample->isOwn())
    fillFromTry();
}

void MetricSection::fillFromTry() {
  m_sample->fill(isFile() ? m_tryFile : m_tryOutput);
}

void MetricSection::fillMenu(QMenu* menu) {
  menu->clear();
  auto* lastTry =
      menu->addAction(isFile() ? tr("The file of the last try") : tr("The output of the last try"));
  lastTry->setObjectName(QStringLiteral("metrics.fill.try"));
  lastTry->setEnabled(!(isFile() ? m_tryFile : m_tryOutput).isEmpty());
  connect(lastTry, &QAction::triggered, this, &MetricSection::fillFromTry);
  const auto& trials = document()->snapshot()->trials;
  if (const Trial* best = document()->snapshot()->best())
    addTrial(menu, tr("Trial %1, the best"), *best);
  const auto failed = std::find_if(trials.rbegin(), trials.rend(), [](const auto& trial) {
    return trial->state == TrialState::Failed && !trial->attempts.empty();
  });
  if (failed != trials.rend())
    addTrial(menu, tr("Trial %1, the last that failed"), **failed);
  auto* open = menu->addAction(tr("A file…"));
  open->setObjectName(QStringLiteral("metrics.fill.file"));
  connect(open, &QAction::triggered, this, &MetricSection::chooseFile);
}

void MetricSection::addTrial(QMenu* menu, const QString& text, const Trial& trial) {
  if (trial.attempts.empty() || document()->path().isEmpty())
    return;
  const QString path = sampleFileOf(spec(), trial, trialsFolderOf(fromQt(document()->path())));
  auto* action = menu->addAction(text.arg(trial.number));
  action->setEnabled(!path.isEmpty());
  connect(action, &QAction::triggered, this, [this, path] { fillFrom(path); });
}

void MetricSection::chooseFile() {
  const QString path = QFileDialog::getOpenFileName(
      this, isFile() ? tr("A file of metrics") : tr("A file with output of the program"),
      document()->studyFolder());
  if (!path.isEmpty())
    fillFrom(path);
}

void MetricSection::fillFrom(const QString& path) {
  m_loader.setFuture(QtConcurrent::run(&MetricSection::loadSample,
                                       QDir(document()->studyFolder()).absoluteFilePath(path), isFile()));
}

/// whole: the end alone would not be what a file of metrics says.
MetricSection::Loaded MetricSection::loadSample(const QString& path, bool whole) {
  const auto content = MetricFile({}, fromQt(path)).read();
  if (!content.problem.empty())
    return {path, {}, translated(content.problem)};
  if (!content.stamp)
    return {path, {}, tr("There is no file %1.").arg(path)};
  if (whole && content.text.size() > MetricSample::MostCharacters)
    return {path, {}, tr("%1 is too large for a sample.").arg(path)};
  return {path, toQt(whole ? content.text : endOf(content.text, MostOfLog)), {}};
}

// Problems

std::optional<QString> MetricSection::keyOf(const StudyProblem& problem) const {
  if (problem.section != Section::Objective ||
      !(problem.key == "metric_source" || problem.key == "metric_file"))
    return std::nullopt;
  const bool isExpression = problem.key == "metric_source" && spec().metricSource.preset == RegexPreset;
  return isExpression ? QStringLiteral("expression") : toQt(problem.key);
}

StudyProblem MetricSection::placeOf(const FieldEdit* field) const {
  StudyProblem place;
  place.section = Section::Objective;
  place.key = field == m_file ? "metric_file" : "metric_source";
  return place;
}

} // namespace sweep::ui
