// SPDX-License-Identifier: GPL-3.0-or-later
// Takes pictures of the result of a noisy study, on the virtual clock, before and after its best configurations were repeated:
//   result_screenshots FOLDER [WIDTH HEIGHT]
#include "core/runner/run_digest.h"
#include "tests/ui/screenshots/picture.h"
#include "ui/main_window.h"
#include "ui/mode_bar.h"
#include "ui/study_document.h"
#include "ui/study_files.h"
#include "ui/text.h"
#include "ui/theme.h"
#include "ui/trusted_studies.h"

#include <QApplication>
#include <QPushButton>

using namespace sweep;
using namespace sweep::ui;
using namespace sweep::ui::test;

namespace {

StudySpec noisyStudy() {
  StudySpec spec;
  spec.name = "noisy";
  spec.objectives = {Objective{"accuracy", Direction::Maximise, Reduction::Last, 1, {}}};
  spec.space.parameters = {{"lr", FloatDomain{1e-4, 1.0, true, {}}, {}, {}, {}},
                           {"momentum", FloatDomain{0.0, 0.99, false, {}}, {}, {}, {}},
                           {"units", IntDomain{8, 256, true, 1}, {}, {}, {}}};
  spec.method.sampler = "gp";
  spec.limits.trials = 40;
  spec.replay = Replay();
  spec.replay->formulas = {
      {"accuracy", "0.97 - 0.05 * (log10(lr) + 2)^2 - 0.2 * (momentum - 0.8)^2 + 0.01 * normal()"}};
  return spec;
}

bool rests(const StudyDocument& document, int complete) {
  return QTest::qWaitFor(
      [&] { return document.state() == StudyState::Finished && document.progress().complete >= complete; },
      120'000);
}

} // namespace

int main(int argc, char** argv) {
  const PictureHome home;
  QApplication application(argc, argv);
  const auto [folder, size] = pictureWishes(QSize(1280, 800));
  MainWindow window(Places{});
  window.resize(size);
  window.show();
  const QString path = home.path(QStringLiteral("noisy.yaml"));
  if (const auto written = writeStudyText(path, noisyStudy()); !written)
    return 1;
  window.openPath(path);
  const auto& document = *window.findChild<StudyDocument*>();
  const auto isRunnable = [&] {
    return document.checked() && document.check().runnable();
  };
  if (!QTest::qWaitFor(isRunnable, 10'000))
    return 1;
  TrustedStudies().add(runDigest(document.spec(), fromQt(document.studyFolder())));
  window.findChild<QAction*>(QStringLiteral("run"))->trigger();
  if (!rests(document, 40))
    return 1;
  window.findChild<ModeBar*>()->choose(3);
  QTest::qWait(2000);
  picture(window, folder, QStringLiteral("result-single"));
  window.findChild<QPushButton*>(QStringLiteral("repeat.go"))->click();
  if (!rests(document, 50))
    return 1;
  QTest::qWait(3000);
  picture(window, folder, QStringLiteral("result-repeated"));
  Theme::instance().setMode(Theme::Mode::Dark);
  picture(window, folder, QStringLiteral("result-repeated-dark"));
  return 0;
}
