// SPDX-License-Identifier: GPL-3.0-or-later
// Runs the digits example in the real window and takes pictures of every mode, light and dark:
//   screenshots FOLDER [WIDTH HEIGHT]
#include "app/application.h"
#include "tests/ui/screenshots/picture.h"
#include "ui/main_window.h"
#include "ui/mode_bar.h"
#include "ui/selection.h"
#include "ui/study_document.h"
#include "ui/text.h"
#include "ui/theme.h"

#include <QApplication>
#include <QElapsedTimer>

#include <cstdio>

using namespace sweep;
using namespace sweep::ui;
using namespace sweep::ui::test;

namespace {

template <class Condition> bool waitFor(Condition condition, int milliseconds) {
  QElapsedTimer timer;
  timer.start();
  while (!condition() && timer.elapsed() < milliseconds)
    QTest::qWait(50);
  return condition();
}

void allModes(MainWindow& window, const QString& folder, const QString& suffix) {
  const char* names[] = {"setup", "run", "explore", "result"};
  for (int mode = 0; mode < 4; ++mode) {
    window.findChild<ModeBar*>()->choose(mode);
    picture(window, folder, QString::fromLatin1(names[mode]) + suffix);
  }
}

} // namespace

int main(int argc, char** argv) {
  const PictureHome home;
  QApplication application(argc, argv);
  const auto [folder, size] = pictureWishes(QSize(1280, 800));

  const auto here = fromQt(QApplication::applicationDirPath() + QStringLiteral("/../../../app"));
  Places places;
  for (const auto& path : programFolders(here))
    places.programFolders.append(toQt(path));
  for (const auto& path : exampleFolders(here))
    places.exampleFolders.append(toQt(path));
  MainWindow window(places);
  window.resize(size);
  window.show();
  for (const auto& example : places.exampleFolders)
    if (example.endsWith(QStringLiteral("/digits")))
      window.openPath(example + QStringLiteral("/study.yaml"));
  auto* document = window.findChild<StudyDocument*>();
  if (!waitFor([document] { return document->checked() && document->check().runnable(); }, 10000)) {
    std::fprintf(stderr, "The example cannot be run.\n");
    return 1;
  }
  picture(window, folder, QStringLiteral("draft"));
  window.findChild<QAction*>(QStringLiteral("run"))->trigger();
  waitFor([document] { return document->progress().finished() >= 24; }, 120000);
  if (const auto best = document->progress().bestTrial)
    window.findChild<Selection*>()->choose(*best);
  picture(window, folder, QStringLiteral("running"));
  waitFor([document] { return document->state() == StudyState::Finished; }, 300000);
  if (const auto best = document->progress().bestTrial)
    window.findChild<Selection*>()->choose(*best);
  allModes(window, folder, {});
  Theme::instance().setMode(Theme::Mode::Dark);
  allModes(window, folder, QStringLiteral("-dark"));
  return 0;
}
