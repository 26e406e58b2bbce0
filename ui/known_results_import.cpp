// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/known_results_import.h"

#include "ui/study_document.h"
#include "ui/text.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QMessageBox>
#include <QPushButton>
#include <QtConcurrentRun>

namespace sweep::ui {

KnownResultsImport::KnownResultsImport(const StudyDocument* document, QWidget* window)
    : QObject(window), m_document(document), m_window(window) {
  connect(&m_watcher, &QFutureWatcher<Reading>::finished, this, &KnownResultsImport::ask);
}

void KnownResultsImport::choose() {
  const QString path = QFileDialog::getOpenFileName(
      m_window, tr("Use known results"), m_document->studyFolder(),
      tr("Studies and tables (*.sweep *.csv *.tsv);;All files (*)"));
  if (!path.isEmpty())
    read(path);
}

void KnownResultsImport::read(const QString& path) {
  m_watcher.setFuture(QtConcurrent::run([path, spec = m_document->spec()] {
    return Reading{path, loadKnownResults(fromQt(path), spec)};
  }));
}

void KnownResultsImport::ask() {
  const Reading reading = m_watcher.result();
  if (!reading.known) {
    Q_EMIT failed(translated(reading.known.error()));
    return;
  }
  const auto& known = *reading.known;
  QMessageBox box(known.results.empty() ? QMessageBox::Warning : QMessageBox::Question, tr("Use known results"),
                  translated(summaryOf(known, fromQt(reading.path))), QMessageBox::NoButton, m_window);
  box.setObjectName(QStringLiteral("knownResultsQuestion"));
  QStringList reasons;
  for (const auto& reason : reasonsOf(known))
    reasons.append(translated(reason));
  box.setDetailedText(reasons.join(QLatin1Char('\n')));
  if (known.results.empty()) {
    box.setInformativeText(tr("Nothing of it fits this study. The details say why."));
    box.addButton(QMessageBox::Close);
    box.exec();
    return;
  }
  QString what = tr("They become complete trials that no program is run for. The method learns from them before it chooses, and the "
                    "limit of trials does not count them.");
  if (!m_document->hasTrials())
    what += QStringLiteral("\n\n") + tr("The study's program, parameters, objective and method are fixed from then on.");
  box.setInformativeText(what);
  auto* use = box.addButton(tr("Use them"), QMessageBox::AcceptRole);
  use->setObjectName(QStringLiteral("useKnownResults"));
  box.addButton(QMessageBox::Cancel);
  box.setDefaultButton(use);
  box.exec();
  if (box.clickedButton() == use)
    Q_EMIT accepted(known.results);
}

} // namespace sweep::ui
