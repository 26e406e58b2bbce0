// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/run_view/log_view.h"

#include <QFile>
#include <QFontDatabase>
#include <QRegularExpression>
#include <QScrollBar>
#include <QtConcurrent/QtConcurrentRun>

#include <algorithm>

namespace sweep::ui {

namespace {
constexpr int PollMs = 250;
constexpr qint64 MostAtOnce = 256 * 1024;
constexpr int MostLines = 5000;
} // namespace

QString readableText(const QByteArray& bytes) {
  static const QRegularExpression escapes(QStringLiteral("\x1b(\\[[0-?]*[ -/]*[@-~]|\\][^\x07]*\x07|[@-_])"));
  static const QRegularExpression overwritten(QStringLiteral("[^\n]*\r(?=[^\r\n])"));
  static const QRegularExpression controls(QStringLiteral("[\\x00-\\x08\\x0b-\\x1f\\x7f\u202a-\u202e\u2066-\u2069]"));
  QString text = QString::fromUtf8(bytes);
  text.remove(escapes);
  text.replace(QStringLiteral("\r\n"), QStringLiteral("\n"));
  text.remove(overwritten);
  return text.remove(controls);
}

LogView::LogView(QWidget* parent) : QPlainTextEdit(parent) {
  setReadOnly(true);
  setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
  setLineWrapMode(QPlainTextEdit::NoWrap);
  setMaximumBlockCount(MostLines);
  setFrameShape(QFrame::NoFrame);
  m_timer.setInterval(PollMs);
  connect(&m_timer, &QTimer::timeout, this, &LogView::poll);
  connect(&m_watcher, &QFutureWatcher<Piece>::finished, this, [this] { show(m_watcher.result()); });
}

void LogView::follow(const QString& path, bool growing) {
  if (path != m_path) {
    m_path = path;
    m_position = 0;
    clear();
  }
  growing && !path.isEmpty() ? m_timer.start() : m_timer.stop();
  poll();
}

LogView::Piece LogView::readPiece(const QString& path, qint64 from) {
  QFile file(path);
  if (!file.open(QIODevice::ReadOnly))
    return {path, from, false, {}};
  const qint64 start = std::max({from, file.size() - MostAtOnce, qint64{0}});
  file.seek(start);
  const QByteArray bytes = file.read(MostAtOnce);
  return {path, start + bytes.size(), start > from, bytes};
}

void LogView::poll() {
  if (!m_path.isEmpty() && !m_watcher.isRunning())
    m_watcher.setFuture(QtConcurrent::run(&LogView::readPiece, m_path, m_position));
}

void LogView::show(const Piece& piece) {
  if (piece.path != m_path) {
    poll();
    return;
  }
  m_position = piece.end;
  if (piece.bytes.isEmpty())
    return;
  const auto* bar = verticalScrollBar();
  const bool atEnd = bar->value() >= bar->maximum() - 2;
  QTextCursor cursor(document());
  cursor.movePosition(QTextCursor::End);
  if (piece.skipped)
    cursor.insertText(tr("… earlier output is in the log file …") + QLatin1Char('\n'));
  cursor.insertText(readableText(piece.bytes));
  if (atEnd)
    verticalScrollBar()->setValue(verticalScrollBar()->maximum());
}

} // namespace sweep::ui
