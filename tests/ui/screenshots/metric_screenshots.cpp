// SPDX-License-Identifier: GPL-3.0-or-later
// Takes pictures of where metrics are read from, and of what a study from elsewhere asks, light and dark:
//   metric_screenshots FOLDER [WIDTH HEIGHT]
#include "tests/ui/screenshots/picture.h"
#include "ui/consent_dialog.h"
#include "ui/main_window.h"
#include "ui/mode_bar.h"
#include "ui/study_document.h"
#include "ui/study_form/metric_sample.h"
#include "ui/theme.h"

#include <QApplication>
#include <QComboBox>
#include <QFile>
#include <QLineEdit>
#include <QScrollArea>
#include <QTimer>
#include <cstdio>

using namespace sweep;
using namespace sweep::ui;
using namespace sweep::ui::test;

namespace {

constexpr char StudyText[] = R"(name: Transformer from a friend
program: ./train.py
command: [python3, "${program}", "${args}", "--out=${dir}"]
method: random
environment: {OMP_NUM_THREADS: "1", PYTHONPATH: "./lib"}
metric: {name: val_loss, goal: minimize}
parameters:
  lr: {distribution: log_uniform_values, min: 0.0001, max: 0.1}
  layers: {min: 1, max: 8}
  optimizer: {values: [adam, sgd]}
run_cap: 40
)";

constexpr char Output[] = R"(Loading data … 60000 images
[epoch 1] train_loss: 0.9312  val_loss: 0.8120  val_acc: 71.3%
[epoch 2] train_loss: 0.6408  val_loss: 0.5901  val_acc: 79.8%
checkpoint saved to /tmp/out/checkpoint
[epoch 3] train_loss: 0.4420  val_loss: 0.4633  val_acc: 84.1%
done in 12.4 s
)";
constexpr char Prose[] = R"(Loading data … 60000 images
after epoch 1 the val_loss is 0.8120 (accuracy is 71.3)
after epoch 2 the val_loss is 0.5901 (accuracy is 79.8)
after epoch 3 the val_loss is 0.4633 (accuracy is 84.1)
)";
constexpr char Table[] = "epoch,train_loss,val_loss\n1,0.9312,0.8120\n2,0.6408,0.5901\n3,0.4420,0.4633\n";

void choose(MainWindow& window, const QString& entry) {
  auto* combo = window.findChild<QComboBox*>(QStringLiteral("metrics.source"));
  combo->setCurrentText(entry);
  Q_EMIT combo->activated(combo->currentIndex());
}

void type(MainWindow& window, const QString& name, const QString& text) {
  auto* line = window.findChild<QLineEdit*>(name);
  line->setText(text);
  Q_EMIT line->textEdited(text);
}

void show(MainWindow& window, const char* sample, const QString& folder, const QString& name) {
  window.findChild<MetricSample*>()->fill(QString::fromUtf8(sample));
  QTest::qWait(300);
  auto* scroll = window.findChild<QScrollArea*>(QStringLiteral("form.scroll"));
  scroll->ensureWidgetVisible(window.findChild<QWidget*>(QStringLiteral("metrics.source")), 0,
                              scroll->viewport()->height() / 3);
  scroll->ensureWidgetVisible(window.findChild<QWidget*>(QStringLiteral("metrics.found")), 0, 60);
  picture(window, folder, name);
}

void form(MainWindow& window, const QString& folder, const QString& suffix) {
  choose(window, QStringLiteral("name: value, name=value, JSON lines"));
  show(window, Output, folder, QStringLiteral("metrics") + suffix);
  choose(window, QStringLiteral("Regular expression"));
  type(window, QStringLiteral("metrics.expression"), QStringLiteral("(?<name>\\w+) is (?<value>[\\d.]+)"));
  show(window, Prose, folder, QStringLiteral("metrics-expression") + suffix);
  type(window, QStringLiteral("metrics.expression"), QStringLiteral("(?<name>\\w+ is (?<value>[\\d.]+)"));
  show(window, Prose, folder, QStringLiteral("metrics-broken") + suffix);
  type(window, QStringLiteral("metrics.expression"), QString());
  choose(window, QStringLiteral("A file that the program writes"));
  type(window, QStringLiteral("metrics.file"), QStringLiteral("metrics.csv"));
  show(window, Table, folder, QStringLiteral("metrics-file") + suffix);
}

void consent(MainWindow& window, const QString& folder, const QString& suffix) {
  QTimer::singleShot(600, &window, [&] {
    if (auto* dialog = window.findChild<ConsentDialog*>()) {
      picture(*dialog, folder, QStringLiteral("consent") + suffix);
      dialog->reject();
    }
  });
  window.findChild<QAction*>(QStringLiteral("run"))->trigger();
}

} // namespace

int main(int argc, char** argv) {
  const PictureHome home;
  QApplication application(argc, argv);
  const auto [folder, size] = pictureWishes(QSize(1280, 800));
  for (const auto& [name, text] :
       {std::pair("study.yaml", StudyText), {"train.py", "print('val_loss: 1')\n"}}) {
    QFile file(home.path(QString::fromLatin1(name)));
    if (file.open(QIODevice::WriteOnly))
      file.write(text);
  }
  MainWindow window(Places{});
  window.resize(size);
  window.show();
  window.openPath(home.path(QStringLiteral("study.yaml")));
  auto* document = window.findChild<StudyDocument*>();
  if (!QTest::qWaitFor([document] { return document->checked() && document->check().runnable(); }, 10'000))
    std::fprintf(stderr, "The study cannot be run.\n");
  for (const auto mode : {Theme::Mode::Light, Theme::Mode::Dark}) {
    Theme::instance().setMode(mode);
    const QString suffix = mode == Theme::Mode::Dark ? QStringLiteral("-dark") : QString();
    consent(window, folder, suffix);
    window.findChild<ModeBar*>()->choose(0);
    form(window, folder, suffix);
    choose(window, QStringLiteral("name: value, name=value, JSON lines"));
    QTest::qWait(500);
  }
  return 0;
}
