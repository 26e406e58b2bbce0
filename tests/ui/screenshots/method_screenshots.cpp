// SPDX-License-Identifier: GPL-3.0-or-later
// Takes pictures of the charts that show a method at work, of studies on the virtual clock, light and dark:
//   method_screenshots FOLDER [WIDTH HEIGHT]
#include "tests/support/played_study.h"
#include "tests/ui/screenshots/picture.h"
#include "ui/charts/chart_frame.h"
#include "ui/charts/chart_view.h"
#include "ui/charts/film_chart.h"
#include "ui/charts/registry.h"
#include "ui/selection.h"
#include "ui/theme.h"

#include <QApplication>
#include <QComboBox>

using namespace sweep;
using namespace sweep::ui;
using namespace sweep::ui::test;
using sweep::test::playedStudy;
using sweep::test::trainingSpec;

namespace {

struct Shot {
  QString name;
  const char* chart;
  SnapshotPtr study;
  /// Choosers by name, with what is chosen.
  QList<std::pair<QString, QString>> choices = {};
  int moment = -1;
  bool selectsAStopped = false;
};

StudySpec population() {
  auto spec = trainingSpec("random", "pbt", 12, 20.0);
  spec.method.schedulerOptions = {{"population", std::int64_t{12}}};
  return spec;
}

StudySpec earlyTermination(bool strict) {
  auto spec = trainingSpec("random", "wandb-hyperband", 60, 40.0);
  spec.method.schedulerOptions = {{"min_iter", std::int64_t{1}}, {"strict", strict}};
  return spec;
}

std::vector<Shot> shots() {
  const auto halving = playedStudy(trainingSpec("random", "hyperband", 200, 81.0));
  const auto gp = playedStudy(trainingSpec("gp", "full", 40));
  const auto members = playedStudy(population());
  return {{QStringLiteral("curves-hyperband"), "curves", halving, {}, -1, true},
          {QStringLiteral("curves-asha"), "curves", playedStudy([] {
             auto spec = trainingSpec("random", "asha", 80, 81.0);
             spec.budget->way = BudgetWay::StopInFlight;
             return spec;
           }())},
          {QStringLiteral("curves-median"), "curves", playedStudy(trainingSpec("random", "median", 40)), {}, -1, true},
          {QStringLiteral("curves-wandb"), "curves", playedStudy(earlyTermination(true)), {}, -1, true},
          {QStringLiteral("curves-wandb-best"), "curves", playedStudy(earlyTermination(false))},
          {QStringLiteral("brackets-full"), "brackets", halving},
          {QStringLiteral("brackets-live"), "brackets", playedStudy(trainingSpec("random", "hyperband", 200, 81.0), 260)},
          {QStringLiteral("brackets-asha"), "brackets", playedStudy(trainingSpec("random", "asha", 120, 81.0), 400)},
          {QStringLiteral("lineage"), "lineage", members},
          {QStringLiteral("lineage-lr"), "lineage", members, {{QStringLiteral("lineage.height"), QStringLiteral("lr")}}},
          {QStringLiteral("lineage-score"), "lineage", members, {{QStringLiteral("lineage.height"), QStringLiteral("accuracy")}}},
          {QStringLiteral("gp-slice"), "gp", gp, {}, 26},
          {QStringLiteral("gp-map"), "gp", gp, {{QStringLiteral("gp.y"), QStringLiteral("momentum")}}, 26},
          {QStringLiteral("gp-worth"), "gp", gp, {{QStringLiteral("gp.y"), QStringLiteral("momentum")}, {QStringLiteral("gp.colour"), QStringLiteral("Worth of a trial")}}, 26},
          {QStringLiteral("gp-early"), "gp", gp, {}, 3},
          {QStringLiteral("tpe"), "tpe", playedStudy(trainingSpec("tpe", "full", 60)), {}, 45},
          {QStringLiteral("calibration"), "calibration", gp}};
}

void take(const Shot& shot, const QString& folder, QSize size, const QString& suffix) {
  Selection selection;
  const std::unique_ptr<Chart> chart(findChart(shot.chart)->create(&selection, nullptr));
  auto* frame = qobject_cast<ChartFrame*>(chart.get());
  frame->resize(size);
  frame->setSnapshot(shot.study);
  for (const auto& [chooser, choice] : shot.choices)
    frame->findChild<QComboBox*>(chooser)->setCurrentText(choice);
  if (auto* film = qobject_cast<FilmChart*>(frame); film && shot.moment >= 0)
    film->setMoment(shot.moment);
  if (shot.selectsAStopped)
    for (const auto& trial : shot.study->trials)
      if (trial->state == TrialState::Pruned && trial->reports.size() > 4)
        selection.choose(trial->number);
  frame->show();
  if (!QTest::qWaitFor([frame] { return frame->isSettled(); }, 60'000))
    std::fprintf(stderr, "%s is not ready.\n", qPrintable(shot.name));
  picture(*frame, folder, shot.name + suffix);
}

} // namespace

int main(int argc, char** argv) {
  const PictureHome home;
  QApplication application(argc, argv);
  const auto [folder, size] = pictureWishes(QSize(1280, 800));
  for (const auto& shot : shots())
    for (const auto mode : {Theme::Mode::Light, Theme::Mode::Dark}) {
      Theme::instance().setMode(mode);
      take(shot, folder, size, mode == Theme::Mode::Dark ? QStringLiteral("-dark") : QString());
    }
  return 0;
}
