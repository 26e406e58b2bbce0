// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/study_form/metric_sample.h"

#include "ui/text.h"
#include "ui/theme.h"

#include <QFontDatabase>
#include <QHelpEvent>
#include <QMimeData>
#include <QSyntaxHighlighter>
#include <QTextBlock>
#include <QToolTip>
#include <QtConcurrent/QtConcurrentRun>
#include <algorithm>
#include <utility>

namespace sweep::ui {

namespace {

/// Long enough not to read at every key, short enough to seem at once.
constexpr int DelayMs = 40;
constexpr int LineTint = 22;
constexpr int NumberTint = 80;

QColor tint(int alpha) {
  QColor colour = Theme::instance().accent();
  colour.setAlpha(alpha);
  return colour;
}

} // namespace

class MetricSample::Highlighter : public QSyntaxHighlighter {
public:
  explicit Highlighter(QTextDocument* document) : QSyntaxHighlighter(document) {}

  void display(const MarksOfLines& marks) {
    m_marks = marks;
    rehighlight();
  }

protected:
  void highlightBlock(const QString& text) override {
    const auto marks = m_marks.constFind(currentBlock().blockNumber());
    if (marks == m_marks.constEnd())
      return;
    QTextCharFormat line;
    line.setBackground(tint(LineTint));
    setFormat(0, static_cast<int>(text.size()), line);
    QTextCharFormat number;
    number.setBackground(tint(NumberTint));
    number.setFontWeight(QFont::DemiBold);
    for (const auto& mark : *marks)
      setFormat(mark.begin, mark.length, number);
  }

private:
  MarksOfLines m_marks;
};

MetricSample::MetricSample(QWidget* parent)
    : QPlainTextEdit(parent), m_highlighter(new Highlighter(document())) {
  setLineWrapMode(QPlainTextEdit::NoWrap);
  setTabChangesFocus(true);
  setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
  m_delay.setSingleShot(true);
  m_delay.setInterval(DelayMs);
  connect(&m_delay, &QTimer::timeout, this, &MetricSample::start);
  connect(this, &QPlainTextEdit::textChanged, this, [this] {
    // Highlighting is told as a change, too.
    QString text = toPlainText();
    if (text == m_text)
      return;
    m_text = std::move(text);
    m_isOwn = !m_isFilling;
    changed();
    Q_EMIT sampleChanged();
  });
  connect(&Theme::instance(), &Theme::changed, this, [this] { m_highlighter->rehighlight(); });
  connect(&m_reader, &QFutureWatcher<Reading>::finished, this, [this] {
    if (std::exchange(m_isStale, false))
      start();
    else
      show(m_reader.result());
  });
  // The placeholder.
  changed();
}

MetricSample::~MetricSample() {
  m_reader.waitForFinished();
}

void MetricSample::setSource(const MetricSource& source) {
  if (source == m_source)
    return;
  m_source = source;
  changed();
}

void MetricSample::fill(const QString& text) {
  m_isFilling = true;
  setPlainText(text.left(MostCharacters));
  m_isFilling = false;
  m_isOwn = false;
}

void MetricSample::insertFromMimeData(const QMimeData* source) {
  const auto room = std::max<qsizetype>(MostCharacters - document()->characterCount(), 0);
  textCursor().insertText(source->text().left(room));
}

void MetricSample::changed() {
  m_isStale = m_reader.isRunning();
  if (!m_isStale)
    m_delay.start();
}

void MetricSample::start() {
  const QString text = toPlainText().isEmpty() ? placeholderText() : toPlainText();
  m_reader.setFuture(QtConcurrent::run(
      [source = m_source, text = text.left(MostCharacters)] { return read(source, text); }));
}

MetricSample::Reading MetricSample::read(const MetricSource& source, const QString& text) {
  const std::string sample = fromQt(text);
  Reading reading{previewMetrics(source, sample), {}};
  reading.marks = marksOf(reading.preview, sample);
  return reading;
}

MetricSample::MarksOfLines MetricSample::marksOf(const MetricPreview& preview, const std::string& sample) {
  MarksOfLines marks;
  int line = 0;
  std::size_t lineBegin = 0;
  for (const auto& metric : preview.found) {
    for (auto end = sample.find('\n', lineBegin); end < metric.begin; end = sample.find('\n', lineBegin)) {
      lineBegin = end + 1;
      ++line;
    }
    const std::string_view view(sample);
    Mark mark;
    mark.begin = static_cast<int>(toQt(view.substr(lineBegin, metric.begin - lineBegin)).size());
    mark.length = static_cast<int>(toQt(view.substr(metric.begin, metric.end - metric.begin)).size());
    mark.tip = tr("%1 = %2 at step %3").arg(toQt(metric.name), exactNumber(metric.value)).arg(metric.step);
    marks[line].append(mark);
  }
  return marks;
}

void MetricSample::show(Reading reading) {
  m_shown = std::move(reading);
  m_highlighter->display(toPlainText().isEmpty() ? MarksOfLines() : m_shown.marks);
  Q_EMIT previewed();
}

QString MetricSample::tipAt(const QPoint& position) const {
  const auto cursor = cursorForPosition(position);
  const int column = cursor.positionInBlock();
  for (const auto& mark : m_shown.marks.value(cursor.blockNumber()))
    if (column >= mark.begin && column <= mark.begin + mark.length)
      return mark.tip;
  return {};
}

bool MetricSample::viewportEvent(QEvent* event) {
  if (event->type() != QEvent::ToolTip)
    return QPlainTextEdit::viewportEvent(event);
  const auto* help = static_cast<QHelpEvent*>(event);
  QToolTip::showText(help->globalPos(), tipAt(help->pos()).toHtmlEscaped(), this);
  return true;
}

} // namespace sweep::ui
