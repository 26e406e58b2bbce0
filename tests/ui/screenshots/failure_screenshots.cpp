// SPDX-License-Identifier: GPL-3.0-or-later
// Takes pictures of what a person sees when trials fail or were interrupted, light and dark:
//   failure_screenshots FOLDER [WIDTH HEIGHT]
#include "core/runner/run_digest.h"
#include "tests/support/killed_study.h"
#include "tests/ui/screenshots/picture.h"
#include "ui/main_window.h"
#include "ui/mode_bar.h"
#include "ui/selection.h"
#include "ui/study_document.h"
#include "ui/text.h"
#include "ui/theme.h"
#include "ui/trusted_studies.h"

#include <QAbstractButton>
#include <QApplication>
#include <QFile>
#include <QMenu>
#include <QScrollArea>
#include <QTableView>

#include <cstdio>

using namespace sweep;
using namespace sweep::ui;
using namespace sweep::ui::test;

namespace {

constexpr char FallingProgram[] = R"sh(#!/bin/sh
# Falls over in three ways, one time in three each.
value=$(echo "$1" | cut -d= -f2)
last=$(echo "$value" | tail -c 2)
case $last in
[0-3])
  echo "Traceback (most recent call last):" >&2
  echo "  File \"/home/ann/train.py\", line 118, in <module>" >&2
  echo "    model.fit(data)" >&2
  echo "RuntimeError: CUDA out of memory. Tried to allocate $last.25 GiB (GPU 0; 7.79 GiB total)" >&2
  exit 1 ;;
4) kill -SEGV $$ ;;
5) echo "train_loss: 0.4 val_accuracy: 0.91" ;;
6) echo "val_loss: nan" ;;
*) echo "val_loss: $value" ;;
esac
)sh";

constexpr char StudyText[] = R"(name: Falling over
program: falling.sh
command: ["${program}", "${args}"]
method: random
metric: {name: val_loss, goal: minimize}
parameters:
  x: {min: 0.1, max: 1.0}
  layers: {min: 1, max: 4}
run_cap: 60
parallel: 2
stop_after_initial_failures: 0
)";

void write(const QString& path, const char* text) {
  QFile file(path);
  if (file.open(QIODevice::WriteOnly))
    file.write(text);
  file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
}

void failures(MainWindow& window, const QString& folder, const QString& suffix) {
  window.findChild<ModeBar*>()->choose(1);
  picture(window, folder, QStringLiteral("failures") + suffix);
  auto* drawer = window.findChild<QAbstractButton*>(QStringLiteral("failuresDrawer.toggle"));
  if (!drawer->isChecked())
    drawer->click();
  window.findChild<QTableView*>(QStringLiteral("failures.groups"))->selectRow(0);
  picture(window, folder, QStringLiteral("failures-open") + suffix);
  window.findChild<ModeBar*>()->choose(2);
  picture(window, folder, QStringLiteral("failures-explore") + suffix);
  drawer->click();
}

/// A study whose program was killed in the middle of three trials, and the form of its rules.
void interrupted(MainWindow& window, const QString& folder, const QString& suffix) {
  window.findChild<ModeBar*>()->choose(1);
  window.findChild<Selection*>()->set({14});
  picture(window, folder, QStringLiteral("interrupted") + suffix);
  window.findChild<ModeBar*>()->choose(0);
  auto* scroll = window.findChild<QScrollArea*>(QStringLiteral("form.scroll"));
  QTest::qWait(200);
  scroll->ensureWidgetVisible(window.findChild<QWidget*>(QStringLiteral("limits.interrupted")), 0,
                              scroll->viewport()->height() / 2);
  picture(window, folder, QStringLiteral("failure-rules") + suffix);
}

StudySpec killedSpec() {
  StudySpec spec;
  spec.name = "Killed in the night";
  spec.program.command = {"/bin/sh", "-c", "sleep 60"};
  spec.space.parameters = {{"x", FloatDomain{0.0, 2.0, false, {}}, {}, {}, {}}};
  spec.limits.trials = 40;
  spec.failures.retry = {2, likelyPassingClasses(), true};
  return spec;
}

} // namespace

int main(int argc, char** argv) {
  const PictureHome home;
  QApplication application(argc, argv);
  const auto [folder, size] = pictureWishes(QSize(1280, 720));
  write(home.path(QStringLiteral("falling.sh")), FallingProgram);
  write(home.path(QStringLiteral("study.yaml")), StudyText);

  MainWindow window(Places{});
  window.resize(size);
  window.show();
  window.openPath(home.path(QStringLiteral("study.yaml")));
  auto* document = window.findChild<StudyDocument*>();
  if (!QTest::qWaitFor([document] { return document->checked() && document->check().runnable(); }, 10'000))
    std::fprintf(stderr, "The study cannot be run.\n");
  TrustedStudies().add(runDigest(document->spec(), fromQt(document->studyFolder())));
  window.findChild<QAction*>(QStringLiteral("run"))->trigger();
  if (!QTest::qWaitFor([document] { return document->state() == StudyState::Finished; }, 60'000))
    std::fprintf(stderr, "The study has not finished.\n");
  window.findChild<ModeBar*>()->choose(2);
  Q_EMIT window.findChild<QMenu*>(QStringLiteral("explorer.menu"))->aboutToShow();
  window.findChild<QAction*>(QStringLiteral("explorer.add.failures"))->trigger();
  for (const auto mode : {Theme::Mode::Light, Theme::Mode::Dark}) {
    Theme::instance().setMode(mode);
    failures(window, folder, mode == Theme::Mode::Dark ? QStringLiteral("-dark") : QString());
  }
  const auto killed = home.path(QStringLiteral("killed.sweep"));
  sweep::test::makeKilledStudy(fromQt(killed), killedSpec(), 12, 3, {13, 14});
  window.openPath(killed);
  for (const auto mode : {Theme::Mode::Light, Theme::Mode::Dark}) {
    Theme::instance().setMode(mode);
    interrupted(window, folder, mode == Theme::Mode::Dark ? QStringLiteral("-dark") : QString());
  }
  return 0;
}
