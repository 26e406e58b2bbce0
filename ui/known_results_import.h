// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/runner/known_results.h"

#include <QFutureWatcher>
#include <QObject>
#include <QString>

#include <vector>

namespace sweep::ui {

class StudyDocument;

/// Brings results of earlier studies or tables into the study in the window: reads the file beside the UI thread, shows what of it
/// can be used, and asks.
class KnownResultsImport : public QObject {
  Q_OBJECT
public:
  KnownResultsImport(const StudyDocument* document, QWidget* window);

  /// Asks for a file.
  void choose();
  void read(const QString& path);

Q_SIGNALS:
  /// A person wants them used.
  void accepted(const std::vector<sweep::KnownResult>& results);
  void failed(const QString& sentence);

private:
  struct Reading {
    QString path;
    Result<KnownResults> known = KnownResults();
  };
  void ask();

  const StudyDocument* m_document;
  QWidget* m_window;
  QFutureWatcher<Reading> m_watcher;
};

} // namespace sweep::ui
