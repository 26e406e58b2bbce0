// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/study_form/try_once_view.h"

#include "core/base/terminal_text.h"
#include "core/runner/metric_preview.h"
#include "ui/run_consent.h"
#include "ui/study_document.h"
#include "ui/study_form/metric_sample.h"
#include "ui/text.h"
#include "ui/theme.h"
#include "ui/widgets/problem_label.h"
#include "ui/widgets/section_header.h"

#include <QFontDatabase>
#include <QPushButton>
#include <QScrollBar>
#include <QTextBrowser>
#include <QTextCursor>
#include <QUrl>
#include <QVBoxLayout>

namespace sweep::ui {

namespace {

/// What is kept of a long output.
constexpr int MostLines = 2000;
constexpr int LongestLine = 2000;
const QString MetricScheme = QStringLiteral("metric");

/// A number that was recognised: a link that names its metric.
QTextCharFormat metricFormat(const std::string& name) {
  QUrl target;
  target.setScheme(MetricScheme);
  target.setPath(toQt(name));
  QColor tint = Theme::instance().accent();
  tint.setAlpha(48);
  QTextCharFormat format;
  format.setBackground(tint);
  format.setForeground(Theme::instance().text());
  format.setFontUnderline(true);
  format.setAnchor(true);
  format.setAnchorHref(target.toString());
  format.setToolTip(QObject::tr("%1: press to make it the objective").arg(toQt(name)));
  return format;
}

QTextCharFormat plainFormat(bool isError) {
  QTextCharFormat format;
  format.setForeground(isError ? Theme::instance().quietText() : Theme::instance().text());
  return format;
}

} // namespace

TryOnceView::TryOnceView(StudyDocument* document, RunConsent* consent, const QStringList& programFolders, QWidget* parent)
    : QWidget(parent), m_document(document), m_consent(consent), m_run(new TryOnce(programFolders, this)), m_button(new QPushButton),
      m_status(new QuietLabel), m_finding(new QuietLabel), m_doubt(new ProblemLabel), m_text(new QTextBrowser) {
  build();
  setBusy(false);
  m_status->setText(tr("Runs the program once with every parameter at its default, to see that it works and what it prints."));
  connect(m_button, &QPushButton::clicked, this, &TryOnceView::startOrStop);
  connect(m_run, &TryOnce::started, this, &TryOnceView::begin);
  connect(m_run, &TryOnce::resumed, this, &TryOnceView::beginAgain);
  connect(m_run, &TryOnce::output, this, &TryOnceView::take);
  connect(m_run, &TryOnce::fileRead, this, &TryOnceView::showFile);
  connect(m_run, &TryOnce::judged, this, &TryOnceView::showFinding);
  connect(m_run, &TryOnce::finished, this, &TryOnceView::conclude);
  connect(m_text, &QTextBrowser::anchorClicked, this, [this](const QUrl& target) {
    if (target.scheme() == MetricScheme)
      Q_EMIT metricChosen(target.path());
  });
}

void TryOnceView::build() {
  m_button->setObjectName(QStringLiteral("tryOnce.run"));
  m_button->setAutoDefault(false);
  m_status->setObjectName(QStringLiteral("tryOnce.status"));
  m_finding->setObjectName(QStringLiteral("tryOnce.finding"));
  m_finding->hide();
  m_doubt->setObjectName(QStringLiteral("tryOnce.doubt"));
  m_text->setObjectName(QStringLiteral("tryOnce.output"));
  m_text->setAccessibleName(tr("Output of the run"));
  m_text->setOpenLinks(false);
  m_text->setFrameShape(QFrame::NoFrame);
  m_text->setLineWrapMode(QTextEdit::NoWrap);
  m_text->setMinimumHeight(22 * space::Unit);
  QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
  font.setPointSizeF(smallFont().pointSizeF());
  m_text->setFont(font);
  m_text->document()->setMaximumBlockCount(MostLines);
  m_text->setUndoRedoEnabled(false);
  m_text->hide();
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(space::Unit);
  layout->addWidget(m_status);
  layout->addWidget(m_finding);
  layout->addWidget(m_doubt);
  layout->addWidget(m_button, 0, Qt::AlignLeft);
  layout->addWidget(m_text, 1);
  layout->addStretch();
}

void TryOnceView::setBusy(bool busy) {
  m_button->setText(busy ? tr("Stop") : tr("Try once"));
  m_button->setIcon(Theme::instance().icon(busy ? QStringLiteral("stop") : QStringLiteral("step")));
  m_button->setAccessibleName(busy ? tr("Stop the try") : tr("Try once with the defaults"));
}

void TryOnceView::startOrStop() {
  if (m_run->isRunning()) {
    m_run->stop();
    return;
  }
  if (!m_consent->obtain(window()))
    return;
  auto reader = MetricReader::create(m_document->spec().metricSource);
  m_reader = reader ? std::move(reader).value() : nullptr;
  if (const auto started = m_run->start(m_document->spec(), m_document->studyFolder()); !started)
    m_status->setText(translated(started.error()));
}

void TryOnceView::begin(const QString& commandLine) {
  m_metrics.clear();
  m_output.clear();
  m_file.clear();
  m_fileProblem.clear();
  m_open[0].clear();
  m_open[1].clear();
  m_text->clear();
  m_text->show();
  m_finding->hide();
  m_doubt->clearProblems();
  setBusy(true);
  m_status->setText(tr("Running…"));
  m_status->setToolTip(commandLine);
}

void TryOnceView::beginAgain(const QString& commandLine, const QString& what) {
  flushLines();
  appendText(fromQt(what), {}, true);
  m_status->setText(tr("Running on from its checkpoint…"));
  m_status->setToolTip(commandLine);
}

void TryOnceView::showFinding(bool good, const QString& sentence) {
  m_finding->setText(good ? sentence : QString());
  m_finding->setVisible(good);
  if (!good)
    m_doubt->addProblem(sentence, true);
}

void TryOnceView::take(const QByteArray& bytes, bool isError) {
  auto& open = m_open[isError ? 1 : 0];
  open += bytes;
  open.replace('\r', '\n');
  for (qsizetype end = open.indexOf('\n'); end >= 0; end = open.indexOf('\n')) {
    appendLine(open.left(end), isError);
    open.remove(0, end + 1);
  }
  if (open.size() > LongestLine) {
    appendLine(open, isError);
    open.clear();
  }
}

void TryOnceView::appendLine(QByteArray line, bool isError) {
  const std::string plain = withoutEscapes(std::string_view(line.constData(), static_cast<std::size_t>(line.size())));
  if (m_output.size() < MetricSample::MostCharacters)
    m_output += toQt(plain) + QLatin1Char('\n');
  appendText(plain, m_reader ? m_reader->find(plain) : std::vector<FoundMetric>(), isError);
}

void TryOnceView::appendText(std::string_view text, const std::vector<FoundMetric>& found, bool isError) {
  auto* bar = m_text->verticalScrollBar();
  const bool follows = bar->value() >= bar->maximum() - 2;
  QTextCursor cursor(m_text->document());
  cursor.movePosition(QTextCursor::End);
  if (!m_text->document()->isEmpty())
    cursor.insertBlock();
  std::size_t written = 0;
  for (const auto& metric : found) {
    if (metric.begin < written || metric.end > text.size())
      continue;
    cursor.insertText(toQt(text.substr(written, metric.begin - written)), plainFormat(isError));
    cursor.insertText(toQt(text.substr(metric.begin, metric.end - metric.begin)), metricFormat(metric.name));
    written = metric.end;
    m_metrics[metric.name] = metric.value;
  }
  cursor.insertText(toQt(text.substr(written)), plainFormat(isError));
  if (follows)
    bar->setValue(bar->maximum());
}

void TryOnceView::flushLines() {
  for (const bool isError : {false, true})
    if (auto& open = m_open[isError ? 1 : 0]; !open.isEmpty()) {
      appendLine(open, isError);
      open.clear();
    }
}

void TryOnceView::showFile(const QByteArray& content, const QString& problem) {
  flushLines();
  m_file = QString::fromUtf8(content);
  m_fileProblem = problem;
  const auto& source = m_document->spec().metricSource;
  const std::string text = fromQt(m_file);
  std::vector<FoundMetric> found;
  for (const auto& metric : previewMetrics(source, text).found)
    found.push_back({metric.name, metric.value, metric.begin, metric.end});
  appendText(fromQt(problem.isEmpty() ? tr("%1 has:").arg(toQt(source.file)) : problem), {}, true);
  if (problem.isEmpty())
    appendText(text, found, false);
}

QString TryOnceView::nextStep(const QString& metric, const QStringList& names) const {
  if (!m_fileProblem.isEmpty())
    return m_fileProblem;
  if (const auto found = m_metrics.find(fromQt(metric)); found != m_metrics.end())
    return tr("%1 = %2. Press another number to make it the objective.").arg(metric, shortNumber(found->second));
  if (!names.isEmpty() && !m_file.isEmpty())
    return tr("It writes no “%1”, but %2: press a number to make it the objective.").arg(metric, names.join(QStringLiteral(", ")));
  if (!names.isEmpty())
    return tr("It prints no “%1”, but %2: press a number to make it the objective.").arg(metric, names.join(QStringLiteral(", ")));
  return m_file.isEmpty()
             ? tr("No metric was recognised in its output: print one like “%1: 0.5”, or choose another way of reading.").arg(metric)
             : tr("No metric was recognised in its file.");
}

void TryOnceView::conclude(bool failed, const QString& sentence, double seconds) {
  flushLines();
  setBusy(false);
  QStringList names;
  for (const auto& [name, value] : m_metrics)
    names += toQt(name);
  const QString next = failed ? QString() : nextStep(toQt(m_document->spec().objective().metric), names);
  m_status->setText(next.isEmpty() ? sentence : QStringLiteral("%1 %2").arg(sentence, next));
  Q_EMIT metricsKnown(names);
  Q_EMIT sampled(m_output, m_file);
  if (!failed)
    Q_EMIT timed(seconds, m_run->budget());
}

} // namespace sweep::ui
