// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runner/metric_preview.h"

#include <QFutureWatcher>
#include <QPlainTextEdit>
#include <QTimer>
#include <vector>

namespace sweep::ui {

/// A sample of what a program prints or writes, typed, pasted or filled in, with what is read from it highlighted. Reading happens
/// beside the UI thread, shortly after each change of the text or of the way of reading.
class MetricSample : public QPlainTextEdit {
  Q_OBJECT
public:
  /// Of a text that is shown, in characters; what goes beyond is left out.
  static constexpr int MostCharacters = 256 * 1024;

  explicit MetricSample(QWidget* parent = nullptr);
  ~MetricSample() override;

  void setSource(const MetricSource& source);
  /// Shows a text that is not the person's own.
  void fill(const QString& text);
  /// There is a text that the person has typed or pasted.
  bool isOwn() const { return m_isOwn && !toPlainText().isEmpty(); }
  /// Of the sample, or of the placeholder while there is none.
  const MetricPreview& preview() const { return m_shown.preview; }

Q_SIGNALS:
  /// The text is another one; textChanged() is told of highlighting as well.
  void sampleChanged();
  /// preview() is that of the text as it is now.
  void previewed();

protected:
  void insertFromMimeData(const QMimeData* source) override;
  bool viewportEvent(QEvent* event) override;

private:
  class Highlighter;
  /// A number in the sample, in characters within its line.
  struct Mark {
    int begin = 0;
    int length = 0;
    QString tip;
  };
  using MarksOfLines = QHash<int, QList<Mark>>;
  struct Reading {
    MetricPreview preview;
    MarksOfLines marks;
  };
  static Reading read(const MetricSource& source, const QString& text);
  static MarksOfLines marksOf(const MetricPreview& preview, const std::string& sample);
  void changed();
  void start();
  void show(Reading reading);
  QString tipAt(const QPoint& position) const;

  MetricSource m_source;
  /// As it was last seen.
  QString m_text;
  bool m_isOwn = false;
  bool m_isFilling = false;
  /// Text or source have changed since the reading that goes on was begun.
  bool m_isStale = false;
  Reading m_shown;
  Highlighter* m_highlighter;
  QTimer m_delay;
  QFutureWatcher<Reading> m_reader;
};

} // namespace sweep::ui
