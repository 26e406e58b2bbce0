// SPDX-License-Identifier: GPL-3.0-or-later
// Takes pictures of what a person sees of methods that spend budgets, light and dark:
//   budget_screenshots FOLDER [WIDTH HEIGHT]
#include "core/runner/run_digest.h"
#include "places.h"
#include "tests/ui/screenshots/picture.h"
#include "ui/main_window.h"
#include "ui/mode_bar.h"
#include "ui/study_document.h"
#include "ui/study_form/study_form.h"
#include "ui/text.h"
#include "ui/theme.h"
#include "ui/trusted_studies.h"

#include <QAbstractButton>
#include <QAction>
#include <QApplication>
#include <QComboBox>
#include <QFile>
#include <QLabel>
#include <QScrollArea>
#include <QScrollBar>
#include <QTableView>

#include <cstdio>

using namespace sweep;
using namespace sweep::ui;
using namespace sweep::ui::test;

namespace {

constexpr char StudyText[] = R"(name: Digits by Hyperband
program: %1
command: ["${program}", "${args}", "--layers=1", "--seed=1", "--epochs=${budget}", "--checkpoint=${checkpoint}", "--resume=${resume}"]
method: random
scheduler: hyperband
budget: {unit: epoch, min: 1, max: 27, way: continue}
metric: {name: val_accuracy, goal: maximize}
parameters:
  lr: {distribution: log_uniform_values, min: 0.001, max: 1.0, default: 0.05}
  momentum: {min: 0.0, max: 0.95, default: 0.9}
  units: {min: 16, max: 128, default: 32}
run_cap: 60
parallel: 2
)";

void choose(MainWindow& window, const QString& name, const QString& entry) {
  auto* combo = window.findChild<QComboBox*>(name);
  combo->setCurrentText(entry);
  Q_EMIT combo->activated(combo->currentIndex());
}

void scrollTo(MainWindow& window, const QString& name) {
  auto* control = window.findChild<QWidget*>(name);
  auto* scroll = window.findChild<QScrollArea*>(QStringLiteral("form.scroll"));
  QTest::qWait(200);
  scroll->ensureWidgetVisible(control, 0, scroll->viewport()->height() / 2);
}

/// Of the preview.
void showEnd(MainWindow& window) {
  auto* bar = window.findChild<QWidget*>(QStringLiteral("form.preview"))->findChild<QScrollArea*>()->verticalScrollBar();
  QTest::qWait(200);
  bar->setValue(bar->maximum());
}

void form(MainWindow& window, const QString& folder, const QString& suffix) {
  window.findChild<ModeBar*>()->choose(0);
  scrollTo(window, QStringLiteral("method.name"));
  picture(window, folder, QStringLiteral("method") + suffix);
  choose(window, QStringLiteral("method.name"), QStringLiteral("Compose by hand"));
  scrollTo(window, QStringLiteral("method.scheduler"));
  picture(window, folder, QStringLiteral("method-by-hand") + suffix);
  choose(window, QStringLiteral("method.name"), QStringLiteral("TPE × ASHA"));
  scrollTo(window, QStringLiteral("method.name"));
  picture(window, folder, QStringLiteral("method-tpe-asha") + suffix);
  choose(window, QStringLiteral("method.name"), QStringLiteral("Hyperband"));
  scrollTo(window, QStringLiteral("budget.use"));
  picture(window, folder, QStringLiteral("budget") + suffix);
  scrollTo(window, QStringLiteral("budget.told.budget"));
  const auto* document = window.findChild<StudyDocument*>();
  TrustedStudies().add(runDigest(document->spec(), fromQt(document->studyFolder())));
  window.findChild<QAbstractButton*>(QStringLiteral("tryOnce.run"))->click();
  const auto* status = window.findChild<QLabel*>(QStringLiteral("tryOnce.status"));
  if (!QTest::qWaitFor([status] { return status->text().startsWith(QStringLiteral("Done")); }, 20'000))
    std::fprintf(stderr, "The try has not ended.\n");
  showEnd(window);
  picture(window, folder, QStringLiteral("budget-tried") + suffix);
  choose(window, QStringLiteral("method.name"), QStringLiteral("Median stopping"));
  scrollTo(window, QStringLiteral("budget.use"));
  picture(window, folder, QStringLiteral("budget-median") + suffix);
  choose(window, QStringLiteral("method.name"), QStringLiteral("Population based training (PBT)"));
  window.findChild<StudyDocument*>()->edit(QStringLiteral("words"), [](StudySpec& spec) {
    spec.program.command.resize(3);
    spec.budget->way = BudgetWay::StartOver;
  });
  scrollTo(window, QStringLiteral("budget.use"));
  picture(window, folder, QStringLiteral("budget-pbt") + suffix);
  window.findChild<StudyDocument*>()->undoStack()->undo();
  choose(window, QStringLiteral("method.name"), QStringLiteral("Hyperband"));
}

} // namespace

int main(int argc, char** argv) {
  const PictureHome home;
  QApplication application(argc, argv);
  const auto [folder, size] = pictureWishes(QSize(1280, 720));
  QFile file(home.path(QStringLiteral("study.yaml")));
  if (file.open(QIODevice::WriteOnly))
    file.write(QString::fromUtf8(StudyText).arg(QStringLiteral(DIGITS_TRAIN)).toUtf8());
  file.close();

  MainWindow window(Places{});
  window.resize(size);
  window.show();
  window.openPath(file.fileName());
  auto* document = window.findChild<StudyDocument*>();
  if (!QTest::qWaitFor([document] { return document->checked() && document->check().runnable(); }, 10'000))
    std::fprintf(stderr, "The study cannot be run.\n");
  for (const auto mode : {Theme::Mode::Light, Theme::Mode::Dark}) {
    Theme::instance().setMode(mode);
    form(window, folder, mode == Theme::Mode::Dark ? QStringLiteral("-dark") : QString());
  }
  auto* run = window.findChild<QAction*>(QStringLiteral("run"));
  if (!QTest::qWaitFor([&] { return document->checked() && run->isEnabled(); }, 10'000))
    std::fprintf(stderr, "The study cannot be run.\n");
  TrustedStudies().add(runDigest(document->spec(), fromQt(document->studyFolder())));
  run->trigger();
  if (!QTest::qWaitFor([document] { return document->state() == StudyState::Finished; }, 120'000))
    std::fprintf(stderr, "The study has not finished.\n");
  window.findChild<ModeBar*>()->choose(1);
  auto* table = window.findChild<QTableView*>(QStringLiteral("trialTable"));
  for (const auto mode : {Theme::Mode::Dark, Theme::Mode::Light}) {
    Theme::instance().setMode(mode);
    table->selectRow(2);
    picture(window, folder, mode == Theme::Mode::Dark ? QStringLiteral("stopped-dark") : QStringLiteral("stopped"));
  }
  return 0;
}
