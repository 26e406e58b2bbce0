// SPDX-License-Identifier: GPL-3.0-or-later
// Takes pictures of the rule by which checkpoints stay, and of what they take, light and dark:
//   checkpoint_screenshots FOLDER [WIDTH HEIGHT]
#include "core/runner/run_digest.h"
#include "tests/ui/screenshots/picture.h"
#include "ui/main_window.h"
#include "ui/mode_bar.h"
#include "ui/study_document.h"
#include "ui/text.h"
#include "ui/trusted_studies.h"

#include <QAbstractButton>
#include <QAction>
#include <QComboBox>
#include <QFile>
#include <QMessageBox>
#include <QScrollArea>
#include <QTableView>
#include <QTimer>

using namespace sweep;
using namespace sweep::ui;
using namespace sweep::ui::test;

namespace {

constexpr char Trainer[] =
    "#!/bin/sh\n"
    "for epoch in $(seq 1 $SWEEP_BUDGET); do echo \"epoch: $epoch loss: 0.$epoch${SWEEP_X#0.}\"; done\n"
    "mkdir -p \"$SWEEP_CHECKPOINT\"; head -c 300000 /dev/zero > \"$SWEEP_CHECKPOINT/weights\"\n";

constexpr char StudyText[] = R"(name: Digits by Hyperband
program: %1
command: ["${program}", "${args}", "--epochs=${budget}", "--checkpoint=${checkpoint}", "--resume=${resume}"]
method: random
scheduler: hyperband
budget: {unit: epoch, min: 1, max: 9, way: continue}
metric: {name: loss, goal: minimize}
parameters:
  x: {min: 0.1, max: 1.0}
parallel: 4
)";

void write(const QString& path, const QString& text) {
  QFile file(path);
  if (file.open(QIODevice::WriteOnly))
    file.write(text.toUtf8());
  file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
}

void choose(MainWindow& window, int entry) {
  auto* combo = window.findChild<QComboBox*>(QStringLiteral("budget.keep"));
  combo->setCurrentIndex(entry);
  Q_EMIT combo->activated(entry);
}

void showRule(MainWindow& window) {
  window.findChild<ModeBar*>()->choose(0);
  QTest::qWait(200);
  auto* scroll = window.findChild<QScrollArea*>(QStringLiteral("form.scroll"));
  scroll->ensureWidgetVisible(window.findChild<QWidget*>(QStringLiteral("budget.keep")), 0,
                              scroll->viewport()->height() / 2);
}

/// Of the question that opens when the rule is applied.
void question(MainWindow& window, const QString& folder, const QString& name) {
  QTimer::singleShot(500, &window, [&] {
    auto* box = qobject_cast<QMessageBox*>(QApplication::activeModalWidget());
    picture(*box, folder, name);
    box->findChild<QAbstractButton*>(QStringLiteral("keepQuestion.leave"))->click();
  });
  window.findChild<QAbstractButton*>(QStringLiteral("budget.keep.apply"))->click();
}

} // namespace

int main(int argc, char** argv) {
  const PictureHome home;
  QApplication application(argc, argv);
  const auto [folder, size] = pictureWishes(QSize(1280, 800));
  const QString program = home.path(QStringLiteral("train.sh")),
                study = home.path(QStringLiteral("study.yaml"));
  write(program, QString::fromUtf8(Trainer));
  write(study, QString::fromUtf8(StudyText).arg(program));

  MainWindow window(Places{});
  window.resize(size);
  window.show();
  window.openPath(study);
  auto* document = window.findChild<StudyDocument*>();
  auto* run = window.findChild<QAction*>(QStringLiteral("run"));
  const auto both = [](const auto& show) {
    for (const auto mode : {Theme::Mode::Light, Theme::Mode::Dark}) {
      Theme::instance().setMode(mode);
      show(mode == Theme::Mode::Dark ? QStringLiteral("-dark") : QString());
    }
    Theme::instance().setMode(Theme::Mode::Light);
  };
  QTest::qWaitFor([&] { return document->checked() && run->isEnabled(); }, 20'000);
  both([&](const QString& suffix) {
    for (int entry = 0; entry < 3; ++entry) {
      choose(window, entry);
      showRule(window);
      picture(window, folder, QStringLiteral("keep-%1").arg(entry) + suffix);
    }
  });
  choose(window, 0);
  QTest::qWaitFor([&] { return document->checked() && run->isEnabled(); }, 20'000);
  TrustedStudies().add(runDigest(document->spec(), fromQt(document->studyFolder())));
  run->trigger();
  if (!QTest::qWaitFor([&] { return document->state() == StudyState::Finished; }, 120'000))
    std::fprintf(stderr, "The study has not finished.\n");
  window.findChild<ModeBar*>()->choose(1);
  window.findChild<QTableView*>(QStringLiteral("trialTable"))->selectRow(2);
  both([&](const QString& suffix) { picture(window, folder, QStringLiteral("use") + suffix); });
  choose(window, 2);
  showRule(window);
  both([&](const QString& suffix) { picture(window, folder, QStringLiteral("keep-apply") + suffix); });
  question(window, folder, QStringLiteral("keep-question"));
  return 0;
}
