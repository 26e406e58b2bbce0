// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/result_view/result_view.h"

#include "core/exchange/configuration_export.h"
#include "core/exchange/schedule_export.h"
#include "core/exchange/trials_export.h"
#include "core/runner/schedule_script.h"
#include "ui/result_view/repeat_bar.h"
#include "ui/result_view/result_facts.h"
#include "ui/selection.h"
#include "ui/study_document.h"
#include "ui/replace_file.h"
#include "ui/text.h"
#include "ui/theme.h"
#include "ui/trial_text.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QFileDialog>
#include <QFontDatabase>
#include <QHeaderView>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QSignalBlocker>
#include <QStackedWidget>
#include <QTabBar>
#include <QTableWidget>
#include <QVBoxLayout>

#include <algorithm>

namespace sweep::ui {

namespace {

QPushButton* textButton(const QString& name, const QString& icon, const QString& text, const QString& tip) {
  auto* button = new QPushButton(Theme::instance().icon(icon), text);
  button->setObjectName(name);
  button->setToolTip(tip);
  button->setAccessibleName(QString(text).remove(QLatin1Char('&')));
  return button;
}

/// Ways of being the best, as the choice's data beside the numbers of trials.
enum Best { ByScore = -1, ByMean = -2, ByModel = -3 };

/// Null where nothing is best in this way.
const Trial* bestBy(int way, const StudyDocument& document, const ResultEstimates& estimates) {
  if (way == ByMean)
    return estimates.repeated.size() > 1 ? document.trial(estimates.tried[estimates.repeated.front()].trials.front()) : nullptr;
  if (way == ByModel)
    return estimates.believed ? document.trial(estimates.believed->beliefs[estimates.believed->best].trial) : nullptr;
  return document.snapshot()->best();
}

} // namespace

ResultView::ResultView(StudyDocument* document, Selection* selection, QWidget* parent)
    : QWidget(parent), m_document(document), m_selection(selection), m_estimates(new EstimatesWatch(this)), m_pages(new QStackedWidget),
      m_which(new QComboBox), m_score(new QLabel), m_facts(new QLabel), m_parameters(new QTableWidget),
      m_formats(new QTabBar), m_text(new QPlainTextEdit),
      m_schedule(textButton(QStringLiteral("saveSchedule"), QStringLiteral("table"), tr("Sche&dule…"),
                            tr("Write how this trial was trained, from budget to budget, as a table, JSON or a shell script that trains so in one run"))),
      m_repeat(new RepeatBar(m_estimates->now())), m_done(new QLabel) {
  auto* empty = new QLabel(tr("The best configuration will appear here once a trial is complete.\nPress Run (Ctrl+R) to begin."));
  empty->setAlignment(Qt::AlignCenter);
  empty->setForegroundRole(QPalette::PlaceholderText);
  empty->setObjectName(QStringLiteral("resultEmpty"));
  m_pages->addWidget(empty);
  auto* page = new QWidget;
  auto* columns = new QHBoxLayout(page);
  columns->setContentsMargins(space::Section, space::Double, space::Section, space::Double);
  columns->setSpacing(space::Section);
  columns->addWidget(buildCard(), 1);
  columns->addWidget(buildExport(), 1);
  m_pages->addWidget(page);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->addWidget(m_pages);

  connect(document, &StudyDocument::snapshotChanged, this, &ResultView::refresh);
  connect(document, &StudyDocument::specChanged, this, &ResultView::refresh);
  connect(selection, &Selection::changed, this, &ResultView::refresh);
  connect(m_estimates, &EstimatesWatch::changed, this, &ResultView::refresh);
  connect(m_repeat, &RepeatBar::repeatRequested, this, &ResultView::repeatRequested);
  refresh();
}

QWidget* ResultView::buildCard() {
  m_which->setObjectName(QStringLiteral("resultTrial"));
  m_which->setSizeAdjustPolicy(QComboBox::AdjustToContents);
  m_which->setAccessibleName(tr("Which trial to export"));
  m_which->setAccessibleDescription(tr("Which trial to export"));
  m_score->setObjectName(QStringLiteral("resultScore"));
  QFont large = titleFont();
  large.setPointSizeF(large.pointSizeF() * 1.8);
  m_score->setFont(large);
  m_score->setTextInteractionFlags(Qt::TextSelectableByMouse);
  m_facts->setObjectName(QStringLiteral("resultFacts"));
  m_facts->setWordWrap(true);

  m_parameters->setObjectName(QStringLiteral("resultParameters"));
  m_parameters->setAccessibleName(tr("Parameters of the result beside their defaults"));
  m_parameters->setColumnCount(3);
  m_parameters->setHorizontalHeaderLabels({tr("Parameter"), tr("Value"), tr("Default")});
  m_parameters->setEditTriggers(QAbstractItemView::NoEditTriggers);
  m_parameters->setFrameShape(QFrame::NoFrame);
  m_parameters->setShowGrid(false);
  m_parameters->setAlternatingRowColors(true);
  m_parameters->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  m_parameters->verticalHeader()->hide();
  m_parameters->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
  m_parameters->verticalHeader()->setDefaultSectionSize(m_parameters->fontMetrics().height() + space::Unit);
  m_parameters->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
  m_parameters->horizontalHeader()->setHighlightSections(false);
  m_parameters->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
  auto* again = textButton(QStringLiteral("runAgain"), QStringLiteral("redo"), tr("Run this &again"),
                           tr("Tries the same configuration once more, with another seed"));
  connect(again, &QPushButton::clicked, this, [this] {
    if (const Trial* trial = chosen())
      Q_EMIT repeatRequested({trial->number});
  });
  connect(m_which, &QComboBox::activated, this, [this] { m_isPicked = true; });
  connect(m_which, &QComboBox::currentIndexChanged, this, [this] {
    if (const Trial* trial = chosen())
      showTrial(*trial);
  });

  auto* card = new QWidget;
  auto* layout = new QVBoxLayout(card);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(space::Unit);
  layout->addWidget(m_which, 0, Qt::AlignLeft);
  layout->addWidget(m_score);
  layout->addWidget(buildKnown(), 1);
  layout->addWidget(again, 0, Qt::AlignLeft);
  layout->addWidget(m_repeat);
  return card;
}

/// In a low window it scrolls as a whole, rather than each part of it for itself.
QWidget* ResultView::buildKnown() {
  auto* known = new QWidget;
  auto* layout = new QVBoxLayout(known);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(space::Unit);
  layout->addWidget(m_facts);
  layout->addWidget(m_parameters);
  layout->addStretch(1);
  auto* scroll = new QScrollArea;
  scroll->setObjectName(QStringLiteral("resultKnown"));
  scroll->setAccessibleName(tr("What is known of the result"));
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setWidgetResizable(true);
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  scroll->setWidget(known);
  connect(m_parameters, &QTableWidget::currentItemChanged, scroll, [this, scroll, known](QTableWidgetItem* item) {
    if (!item)
      return;
    const QRect row = m_parameters->visualItemRect(item);
    const QPoint place = m_parameters->viewport()->mapTo(known, row.center());
    scroll->ensureVisible(0, place.y(), 0, row.height());
  });
  return scroll;
}

QWidget* ResultView::buildExport() {
  auto* title = new QLabel(tr("Take it with you"));
  title->setFont(titleFont());
  m_formats->setObjectName(QStringLiteral("exportFormats"));
  m_formats->setAccessibleName(tr("Export format"));
  m_formats->setDrawBase(false);
  m_formats->setExpanding(false);
  for (const auto& format : configurationFormats())
    m_formats->setTabData(m_formats->addTab(translated(Message(format.name))), toQt(format.id));
  m_text->setObjectName(QStringLiteral("exportText"));
  m_text->setAccessibleName(tr("Exported configuration"));
  m_text->setReadOnly(true);
  m_text->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
  m_done->setObjectName(QStringLiteral("exportDone"));
  m_done->setFont(smallFont());
  m_done->setWordWrap(true);
  auto* copyButton = textButton(QStringLiteral("copyExport"), QStringLiteral("copy"), tr("&Copy"), tr("Copy this text"));
  auto* saveButton = textButton(QStringLiteral("saveExport"), QStringLiteral("save"), tr("&Save…"), tr("Write this text to a file"));
  auto* allButton = textButton(QStringLiteral("saveTrials"), QStringLiteral("table"), tr("All &trials…"),
                               tr("Write every trial to a CSV or JSON file"));
  connect(copyButton, &QPushButton::clicked, this, &ResultView::copy);
  connect(saveButton, &QPushButton::clicked, this, &ResultView::saveAs);
  connect(allButton, &QPushButton::clicked, this, &ResultView::saveTrials);
  connect(m_schedule, &QPushButton::clicked, this, &ResultView::saveSchedule);
  connect(m_formats, &QTabBar::currentChanged, this, &ResultView::showText);

  auto* buttons = new QHBoxLayout;
  buttons->setSpacing(space::Unit);
  buttons->addWidget(copyButton);
  buttons->addWidget(saveButton);
  buttons->addStretch(1);
  buttons->addWidget(m_schedule);
  buttons->addWidget(allButton);
  auto* panel = new QWidget;
  auto* layout = new QVBoxLayout(panel);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(space::Unit);
  layout->addWidget(title);
  layout->addWidget(m_formats);
  layout->addWidget(m_text, 1);
  layout->addLayout(buttons);
  layout->addWidget(m_done);
  return panel;
}

const Trial* ResultView::chosen() const {
  const int number = m_which->currentData().toInt();
  return number >= 0 ? m_document->trial(number) : bestBy(number, *m_document, m_estimates->now());
}

void ResultView::offerBest(int way, const QString& words) {
  if (const Trial* best = bestBy(way, *m_document, m_estimates->now()))
    m_which->addItem(words.arg(best->number), way);
}

void ResultView::refreshChoices() {
  const QSignalBlocker silent(m_which);
  // The mean of several runs says more than the luckiest of all trials.
  const int before = m_isPicked ? m_which->currentData().toInt() : ByMean;
  m_which->clear();
  offerBest(ByScore, tr("Best trial: %1"));
  offerBest(ByMean, tr("Best mean of several runs: trial %1"));
  offerBest(ByModel, tr("Best by a model of all results: trial %1"));
  QList<int> selected(m_selection->trials().begin(), m_selection->trials().end());
  std::sort(selected.begin(), selected.end());
  for (const int number : selected)
    if (const Trial* trial = m_document->trial(number))
      m_which->addItem(trial->value() ? tr("Selected trial %1: %2").arg(number).arg(shortNumber(*trial->value()))
                                      : tr("Selected trial %1: %2").arg(number).arg(stateText(*trial)),
                       number);
  const int found = m_which->findData(before);
  m_isPicked = m_isPicked && found >= 0;
  m_which->setCurrentIndex(std::max(0, found));
}

void ResultView::refresh() {
  m_isOld = !isVisible();
  if (isVisible())
    showChosen();
}

void ResultView::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  if (m_isOld)
    refresh();
}

void ResultView::showChosen() {
  m_estimates->look(m_document->snapshot());
  refreshChoices();
  m_repeat->refresh(m_document->spec().objective(), m_document->readOnly());
  const Trial* trial = m_which->count() > 0 ? chosen() : nullptr;
  m_pages->setCurrentIndex(trial ? 1 : 0);
  if (trial)
    showTrial(*trial);
}

void ResultView::showTrial(const Trial& trial) {
  showScore(trial);
  m_facts->setText(resultFacts(*m_document->snapshot(), trial, m_estimates->now()).join(QLatin1Char('\n')));
  m_facts->setVisible(!m_facts->text().isEmpty());
  m_schedule->setVisible(hasSchedule(trial));
  showParameters(trial);
  showText();
}

/// As that for which the trial was chosen.
void ResultView::showScore(const Trial& trial) {
  const QString metric = shownText(m_document->spec().objective().metric);
  const auto& estimates = m_estimates->now();
  const int way = m_which->currentData().toInt();
  if (way == ByMean) {
    const auto& tried = estimates.tried[estimates.repeated.front()];
    m_score->setText(tr("%1 = %2 ± %3").arg(metric, shortNumber(tried.mean(), 5), shortNumber(tried.deviation(), 2)));
    m_score->setToolTip(tr("Mean and standard deviation of %1 runs: %2 ± %3").arg(tried.values.size()).arg(exactNumber(tried.mean()), exactNumber(tried.deviation())));
  } else if (way == ByModel) {
    const auto& belief = estimates.believed->beliefs[estimates.believed->best];
    m_score->setText(tr("%1 ≈ %2 ± %3").arg(metric, shortNumber(belief.mean, 5), shortNumber(belief.deviation, 2)));
    m_score->setToolTip(tr("What a model that has learned from all results expects, and how sure it is (a standard deviation): %1 ± %2").arg(exactNumber(belief.mean), exactNumber(belief.deviation)));
  } else {
    m_score->setText(trial.value() ? tr("%1 = %2").arg(metric, shortNumber(*trial.value(), 5)) : stateText(trial));
    m_score->setToolTip(trial.value() ? exactNumber(*trial.value()) : QString());
  }
}

void ResultView::showParameters(const Trial& trial) {
  const auto& parameters = m_document->spec().space.parameters;
  m_parameters->setRowCount(static_cast<int>(trial.configuration.size()));
  int row = 0;
  for (const auto& [name, value] : trial.configuration) {
    QString fallback;
    for (const auto& parameter : parameters)
      if (parameter.name == name && parameter.defaultValue)
        fallback = toQt(valueText(*parameter.defaultValue));
    auto* valueItem = new QTableWidgetItem(shortValue(value));
    valueItem->setToolTip(shownText(valueText(value)));
    QFont font = valueItem->font();
    font.setBold(!fallback.isEmpty() && fallback != toQt(valueText(value)));
    valueItem->setFont(font);
    m_parameters->setItem(row, 0, new QTableWidgetItem(shownText(name)));
    m_parameters->setItem(row, 1, valueItem);
    m_parameters->setItem(row, 2, new QTableWidgetItem(fallback));
    ++row;
  }
  m_parameters->setFixedHeight(m_parameters->horizontalHeader()->sizeHint().height() + m_parameters->verticalHeader()->length());
}

void ResultView::showText() {
  const Trial* trial = m_which->count() > 0 ? chosen() : nullptr;
  if (!trial)
    return;
  const auto command = exportedCommand(m_document->spec(), *trial, fromQt(m_document->studyFolder()));
  const auto format = fromQt(m_formats->tabData(m_formats->currentIndex()).toString());
  const auto text = exportConfiguration(trial->configuration, format, command);
  const QString shown = text ? toQt(*text) : translated(text.error());
  if (shown != m_text->toPlainText()) {
    m_text->setPlainText(shown);
    m_done->clear();
  }
}

void ResultView::copy() {
  QApplication::clipboard()->setText(m_text->toPlainText());
  m_done->setText(tr("Copied."));
}

void ResultView::saveAs() {
  const auto* format = findConfigurationFormat(fromQt(m_formats->tabData(m_formats->currentIndex()).toString()));
  const QString path = QFileDialog::getSaveFileName(this, tr("Save the configuration"),
                                                    QStringLiteral("best.%1").arg(toQt(format->suffix)));
  if (!path.isEmpty())
    writeFile(path, m_text->toPlainText().toUtf8());
}

void ResultView::saveTrials() {
  const QString path = QFileDialog::getSaveFileName(this, tr("Save all trials"), QStringLiteral("trials.csv"),
                                                    tr("Table (*.csv);;JSON (*.json)"));
  if (path.isEmpty())
    return;
  const auto& snapshot = *m_document->snapshot();
  const bool json = path.endsWith(QStringLiteral(".json"), Qt::CaseInsensitive);
  writeFile(path, QByteArray::fromStdString(json ? trialsJson(snapshot) : trialsCsv(snapshot)));
}

bool ResultView::hasSchedule(const Trial& trial) const {
  const auto steps = lineageOf(*m_document->snapshot(), trial);
  return std::ranges::any_of(steps, [&](const LineageStep& step) { return step.configuration != steps.front().configuration; });
}

void ResultView::saveSchedule() {
  const Trial* trial = chosen();
  const QString path = trial ? QFileDialog::getSaveFileName(this, tr("Save the schedule"), QStringLiteral("schedule.csv"),
                                                            tr("Table (*.csv);;JSON (*.json);;Shell script (*.sh)"))
                             : QString();
  if (path.isEmpty())
    return;
  const auto& snapshot = *m_document->snapshot();
  const auto steps = lineageOf(snapshot, *trial);
  Result<std::string> text = path.endsWith(QStringLiteral(".sh"), Qt::CaseInsensitive)
                                 ? scheduleScript(snapshot, steps, fromQt(m_document->studyFolder()))
                             : path.endsWith(QStringLiteral(".json"), Qt::CaseInsensitive)
                                 ? Result<std::string>(scheduleJson(snapshot.spec, steps))
                                 : Result<std::string>(scheduleCsv(snapshot.spec, steps));
  if (text)
    writeFile(path, QByteArray::fromStdString(*text));
  else
    m_done->setText(translated(text.error()));
}

void ResultView::writeFile(const QString& path, const QByteArray& bytes) {
  const auto written = replaceFile(path, bytes);
  m_done->setText(written ? tr("Saved as %1.").arg(path) : translated(written.error()));
}

} // namespace sweep::ui
