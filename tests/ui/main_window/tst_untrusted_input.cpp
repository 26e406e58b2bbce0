// SPDX-License-Identifier: GPL-3.0-or-later
// Faults of tests/faults/README.md that come in through the window: texts that want to be more than texts, and too much at once.
#include "tests/ui/main_window/window_driver.h"

#include "ui/charts/registry.h"
#include "ui/charts/render_chart.h"
#include "ui/study_files.h"
#include "ui/text.h"
#include "ui/widgets/field_edit.h"

#include <QApplication>
#include <QClipboard>
#include <QDir>
#include <QDropEvent>
#include <QFile>
#include <QFileInfo>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QTableView>
#include <QTextEdit>
#include <QToolTip>
#include <QUrl>
#include <QXmlStreamReader>

#include <algorithm>
#include <sys/stat.h>

namespace sweep::ui::test {
namespace {

const QString Html = QStringLiteral("<img src=\"file:///etc/passwd\"><script>alert(1)</script><b>bold</b>");

/// Puts the study of a file into the window as one that was made there, and which may be run.
void take(WindowDriver& person, const QString& path) {
  const auto file = readStudyText(path);
  ASSERT_TRUE(file) << file.error().str();
  person.document().reset(file->spec, person.path(""));
  ASSERT_TRUE(person.waitUntilRunnable());
}

/// A study whose every text is HTML; its third trial fails and says more of it.
QString htmlStudy(const WindowDriver& person) {
  person.script("trial.sh", "[ \"$SWEEP_TRIAL\" != 2 ] || { echo '<b>failed</b> <img src=file:///etc/passwd>' >&2; exit 3; }\n"
                            "echo '{\"<h1>loss</h1>\": 0.'$SWEEP_TRIAL'5, \"<h1>other</h1>\": 1}'");
  return person.write("html.yaml", QStringLiteral("name: \"<u>%1</u>\"\ndescription: \"<h1>%1</h1>\"\nprogram: ./trial.sh\n"
                                                  "command: [\"${program}\", \"${args}\", \"<b>word</b>\"]\nmethod: grid\nrun_cap: 4\n"
                                                  "parallel: 1\nmetric: {name: \"<h1>loss</h1>\", goal: minimize}\n"
                                                  "environment: {HTML: '%2'}\n"
                                                  "parameters:\n  text: {values: ['%2', '<b>2</b>', '<b>3</b>', '<b>4</b>']}\n"
                                                  "  n: {min: 1, max: 1}\n")
                                       .arg(QStringLiteral("study"), Html));
}

void drop(WindowDriver& person, QMimeData& data, bool accepted) {
  QDragEnterEvent enter({10, 10}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
  enter.setAccepted(false);
  QApplication::sendEvent(&person.window(), &enter);
  EXPECT_EQ(enter.isAccepted(), accepted);
  if (!enter.isAccepted())
    return;
  QDropEvent event(QPointF(10, 10), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
  QApplication::sendEvent(&person.window(), &event);
}

void dropFile(WindowDriver& person, const QString& path) {
  QMimeData data;
  data.setUrls({QUrl::fromLocalFile(path)});
  drop(person, data, true);
}

TEST(WindowFaults, F94_HtmlIsTextWhereverItStands) {
  WindowDriver person;
  take(person, htmlStudy(person));
  ASSERT_TRUE(person.runToTheEnd());
  ASSERT_EQ(person.document().progress().complete, 3);
  EXPECT_TRUE(person.window().windowTitle().startsWith("<u>study</u>"));
  person.control<QTableView>("trialTable").selectRow(2);
  for (int mode = 0; mode < 4; ++mode) {
    person.mode(mode);
    QTest::qWait(100);
    int shown = 0;
    for (const auto* label : person.window().findChildren<QLabel*>())
      if (label->isVisible()) {
        EXPECT_EQ(label->textFormat(), Qt::PlainText) << label->objectName().toStdString() << ": " << label->text().toStdString();
        ++shown;
      }
    EXPECT_GT(shown, 2) << mode;
  }
  EXPECT_TRUE(person.control<QLabel>("resultScore").text().startsWith("<h1>loss</h1> = "));
  const auto table = QStringLiteral("<h1>loss</h1>");
  EXPECT_EQ(person.table().headerData(2, Qt::Horizontal).toString(), table);
  for (const auto* edit : person.window().findChildren<QTextEdit*>())
    EXPECT_FALSE(edit->toHtml().contains("<img")) << edit->objectName().toStdString();
}

TEST(WindowFaults, F94_ToolTipsAreTextToo) {
  WindowDriver person;
  take(person, htmlStudy(person));
  QToolTip::showText(QPoint(10, 10), Html, &person.window());
  const auto widgets = QApplication::topLevelWidgets();
  const auto tip = std::ranges::find_if(widgets, [](const QWidget* widget) { return widget->inherits("QTipLabel"); });
  ASSERT_NE(tip, widgets.end());
  EXPECT_EQ(static_cast<QLabel*>(*tip)->textFormat(), Qt::PlainText);
  EXPECT_EQ(static_cast<QLabel*>(*tip)->text(), Html);
  QToolTip::hideText();
}

TEST(WindowFaults, F94_ADrawnChartHasNothingInItButWhatWasDrawn) {
  WindowDriver person;
  take(person, htmlStudy(person));
  ASSERT_TRUE(person.runToTheEnd());
  QString allText;
  for (const auto& chart : charts()) {
    const QString path = person.path(toQt(chart.id) + ".svg");
    ASSERT_TRUE(renderChart(chart, person.document().snapshot(), path, {960, 600}));
    QFile file(path);
    ASSERT_TRUE(file.open(QIODevice::ReadOnly));
    QXmlStreamReader xml(&file);
    while (!xml.atEnd()) {
      xml.readNext();
      if (xml.isCharacters())
        allText += xml.text().toString();
      if (!xml.isStartElement())
        continue;
      const QStringList drawn{"svg", "g", "path", "polyline", "polygon", "rect", "circle", "ellipse", "line", "text", "defs", "title", "desc",
                              "linearGradient", "radialGradient", "stop", "clipPath", "pattern", "mask", "use", "image"};
      EXPECT_TRUE(drawn.contains(xml.name().toString())) << toQt(chart.id).toStdString() << ": " << xml.name().toString().toStdString();
      for (const auto& attribute : xml.attributes())
        EXPECT_FALSE(attribute.name() == QLatin1String("href") && !attribute.value().startsWith(QLatin1String("data:")))
            << attribute.value().toString().toStdString();
    }
    EXPECT_FALSE(xml.hasError()) << toQt(chart.id).toStdString() << ": " << xml.errorString().toStdString();
  }
  EXPECT_TRUE(allText.contains("<h1>loss</h1>"));
}

TEST(WindowFaults, F78_NamesThatTurnTheOrderOfLettersAreWrittenOut) {
  WindowDriver person;
  const QString hidden = QStringLiteral("\u202Egpj.exe");
  person.window().openPath(person.write("bidi.yaml", QStringLiteral("name: \"%1\"\nprogram: /bin/echo\nmethod: grid\nmetric: {name: \"%1\"}\n"
                                                                    "parameters: {x: {values: [\"%1\", b]}}\n")
                                                         .arg(hidden)));
  ASSERT_TRUE(person.waitFor([&] { return person.document().checked(); }));
  EXPECT_FALSE(person.document().check().runnable());
  const QString written = QStringLiteral("\\u202egpj.exe");
  EXPECT_TRUE(person.window().windowTitle().startsWith(written));
  EXPECT_EQ(person.table().headerData(2, Qt::Horizontal).toString(), written);
  EXPECT_TRUE(person.control<QTextEdit>("preview.commands").toPlainText().contains("--x=" + written));
  EXPECT_TRUE(translated(person.document().check().firstError()->message).contains(written));
}

TEST(WindowFaults, F75_OfTenThousandParametersTheFirstAreShown) {
  WindowDriver person;
  QString text = QStringLiteral("program: /bin/echo\nmethod: random\nmetric: {name: loss}\nrun_cap: 3\nparameters:\n");
  for (int i = 0; i < 10'000; ++i)
    text += QStringLiteral("  p%1: {min: 0.0, max: 1.0}\n").arg(i);
  person.window().openPath(person.write("many.yaml", text));
  ASSERT_TRUE(person.waitFor([&] { return person.document().checked(); }, 60'000));
  EXPECT_TRUE(person.document().check().runnable()) << translated(person.document().check().firstError()->message).toStdString();
  EXPECT_TRUE(person.window().findChild<QLineEdit*>("parameter.199.name"));
  EXPECT_FALSE(person.window().findChild<QLineEdit*>("parameter.200.name"));
  EXPECT_TRUE(person.control<QLabel>("parameters.more").isVisible());
  EXPECT_FALSE(person.control<QWidget>("parameters.add").isEnabled());
  person.type("parameter.0.high", "2");
  EXPECT_EQ(person.document().spec().space.parameters.size(), 10'000u);
  EXPECT_EQ(std::get<FloatDomain>(person.document().spec().space.parameters.front().domain).high, 2.0);
  for (int mode = 1; mode < 4; ++mode)
    person.mode(mode);
}

TEST(WindowFaults, F75_ManyThousandChoicesSurviveTheForm) {
  WindowDriver person;
  QString choices = QStringLiteral("c0");
  for (int i = 1; i < 20'000; ++i)
    choices += QStringLiteral(", c%1").arg(i);
  person.window().openPath(person.write("choices.yaml", QStringLiteral("program: /bin/echo\nmethod: random\nmetric: {name: loss}\n"
                                                                       "environment: {LONG: \"%1\", SHORT: a}\n"
                                                                       "parameters:\n  x: {values: [%1]}\n  y: {min: 0.0, max: 1.0}\n")
                                                            .arg(choices)));
  ASSERT_TRUE(person.waitFor([&] { return person.document().checked(); }));
  auto& line = person.control<FieldEdit>("parameter.0.choices");
  EXPECT_TRUE(line.isReadOnly());
  EXPECT_LT(line.displayText().size(), 300);
  EXPECT_TRUE(line.toolTip().contains("too long to be changed here"));
  person.type("parameter.1.high", "2");
  person.type("environment.1.value", "b");
  const auto& spec = person.document().spec();
  EXPECT_EQ(std::get<CategoricalDomain>(spec.space.parameters.front().domain).choices.size(), 20'000u);
  EXPECT_EQ(toQt(spec.program.environment[0].second), choices);
  EXPECT_EQ(spec.program.environment[1].second, "b");
}

TEST(WindowFaults, F89_ValuesOfSecretsAreSeenOnlyWhileTheyAreEdited) {
  WindowDriver person;
  person.window().openPath(person.write("secret.yaml", QStringLiteral("program: /bin/echo\ncommand: [\"${program}\", \"--key=${envvar:API_KEY}\"]\n"
                                                                      "metric: {name: loss}\nenvironment: {API_KEY: sk-12345678, SHOWN: text}\n"
                                                                      "parameters:\n  x: {min: 0.0, max: 1.0}\n")));
  ASSERT_TRUE(person.waitUntilRunnable());
  EXPECT_NE(person.control<QLineEdit>("environment.0.value").displayText(), "sk-12345678");
  EXPECT_EQ(person.control<QLineEdit>("environment.1.value").displayText(), "text");
  EXPECT_TRUE(person.control<QTextEdit>("preview.commands").toPlainText().contains("--key=‹API_KEY›"));
  EXPECT_EQ(person.document().spec().program.environment[0].second, "sk-12345678");
  person.type("environment.1.name", "DB_PASSWORD");
  EXPECT_NE(person.control<QLineEdit>("environment.1.value").displayText(), "text");
}

TEST(WindowFaults, F90_TheFolderOfStudiesIsTheOwnersAlone) {
  QDir(QDir::home().filePath("Sweepscope")).removeRecursively();
  const mode_t before = ::umask(0);
  WindowDriver person;
  person.fillForm(person.script("score.sh", "echo loss: 1"), "loss", "2");
  EXPECT_TRUE(person.runToTheEnd());
  ::umask(before);
  const auto allowed = QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner | QFile::ReadUser | QFile::WriteUser | QFile::ExeUser;
  EXPECT_EQ(QFileInfo(QDir::home().filePath("Sweepscope")).permissions(), allowed);
  EXPECT_EQ(QFileInfo(person.document().path()).permissions() & ~allowed, QFile::Permissions());
}

TEST(WindowFaults, F96_WhatIsDroppedIsOneFileOrNothing) {
  WindowDriver person;
  QMimeData web;
  web.setUrls({QUrl("https://example.org/study.yaml")});
  drop(person, web, false);
  QMimeData several;
  several.setUrls({QUrl::fromLocalFile("/bin/true"), QUrl::fromLocalFile("/bin/false")});
  drop(person, several, false);
  QMimeData text;
  text.setText(QString(64 << 20, 'x'));
  drop(person, text, false);
  QMimeData none;
  drop(person, none, false);
  dropFile(person, person.path(""));
  EXPECT_TRUE(person.banner().contains("is neither a study (.sweep), a study file (.yaml) nor a program")) << person.banner().toStdString();
  dropFile(person, person.path("gone.yaml"));
  EXPECT_TRUE(person.banner().contains("There is no file")) << person.banner().toStdString();
}

TEST(WindowFaults, F96_AGigabyteThatIsDroppedIsNotRead) {
  WindowDriver person;
  for (const char* name : {"huge.yaml", "huge.txt"}) {
    QFile file(person.write(name, "name: a\n"));
    ASSERT_TRUE(file.open(QIODevice::ReadWrite) && file.resize(qint64{1} << 30));
    dropFile(person, file.fileName());
    EXPECT_TRUE(person.banner().contains(QLatin1String(name).endsWith(QLatin1String("yaml")) ? "larger than 4 MiB" : "is neither a study"))
        << person.banner().toStdString();
  }
  // A folder whose name ends as a study's does.
  ASSERT_TRUE(QDir().mkdir(person.path("folder.yaml")) && QDir().mkdir(person.path("folder.sweep")));
  dropFile(person, person.path("folder.yaml"));
  EXPECT_TRUE(person.banner().contains("There is no file")) << person.banner().toStdString();
  dropFile(person, person.path("folder.sweep"));
  EXPECT_TRUE(person.waitFor([&] { return person.banner().contains("is a folder"); })) << person.banner().toStdString();
}

TEST(WindowFaults, F96_MoreThanALineHoldsIsCutOffAndSaid) {
  WindowDriver person;
  person.fillForm("/bin/echo", "loss", "3");
  ASSERT_TRUE(person.waitUntilRunnable());
  auto& line = person.control<FieldEdit>("program.command");
  QApplication::clipboard()->setText(QString(32 << 20, 'x'));
  line.setFocus();
  line.selectAll();
  line.paste();
  EXPECT_EQ(line.displayText().size(), line.maxLength());
  EXPECT_TRUE(person.waitFor([&] {
    const auto* error = person.document().check().firstError();
    return error && translated(error->message).contains("the rest of what was pasted is left out");
  }));
  line.selectAll();
  QTest::keyClick(&line, Qt::Key_Delete);
  QTest::keyClicks(&line, "/bin/echo ${args}");
  EXPECT_TRUE(person.waitUntilRunnable());
}

} // namespace
} // namespace sweep::ui::test
