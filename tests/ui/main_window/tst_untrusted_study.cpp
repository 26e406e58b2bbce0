// SPDX-License-Identifier: GPL-3.0-or-later
// Studies that came from elsewhere: nothing is started before the person has seen what would be and let it.
#include "core/runner/run_digest.h"
#include "core/storage/sqlite_storage.h"
#include "core/study/study_file.h"
#include "tests/ui/main_window/window_driver.h"
#include "ui/consent_dialog.h"
#include "ui/text.h"
#include "ui/trusted_studies.h"

#include <QFile>
#include <QFileInfo>
#include <QLabel>
#include <QPushButton>
#include <QTextEdit>
#include <QTimer>
#include <gmock/gmock.h>

namespace sweep::ui::test {
namespace {

using testing::HasSubstr;
using testing::Not;

class UntrustedStudy : public testing::Test {
protected:
  /// A script that leaves a trace wherever it is started.
  void SetUp() override {
    person.script("train.sh", "touch " + person.path("started") + "\necho loss: 0.5");
    yaml = person.write("study.yaml", text());
  }

  static QString text(const QString& more = {}) {
    return QStringLiteral("name: gift\nprogram: ./train.sh\ncommand: [\"${program}\", \"${args}\"]\nmethod: "
                          "random\nrun_cap: 3\n"
                          "metric: {name: loss, goal: minimize}\nenvironment: {SECRET_PLAN: \"42\"}\n"
                          "parameters: {x: {min: 0.0, max: 1.0}}\n") +
           more;
  }

  void open(const QString& path) {
    person.window().openPath(path);
    person.waitFor([&] { return person.document().checked() && person.document().check().runnable(); });
  }
  bool hasStarted() const { return QFile::exists(person.path("started")); }
  bool atRest() {
    const auto state = person.document().state();
    return state == StudyState::Finished || state == StudyState::Idle;
  }

  /// Presses an action or a button and answers the question that it leads to; what was asked, empty when nothing was.
  std::string asked(const std::function<void()>& press, const QString& answer) {
    std::string question;
    QFile::remove(person.path("started"));
    QTimer look;
    QObject::connect(&look, &QTimer::timeout, &look, [&] {
      auto* dialog = person.window().findChild<ConsentDialog*>();
      if (!dialog || !dialog->isVisible())
        return;
      question = (dialog->findChild<QLabel*>("consent.title")->text() + "\n" +
                  dialog->findChild<QTextEdit*>("consent.details")->toPlainText())
                     .toStdString();
      EXPECT_FALSE(hasStarted()) << "before the answer";
      auto* button = dialog->findChild<QPushButton*>(answer);
      ASSERT_TRUE(button);
      button->click();
    });
    look.start(20);
    press();
    return question;
  }
  std::string askedToRun(const QString& answer) {
    return asked([this] { person.trigger("run"); }, answer);
  }

  WindowDriver person;
  QString yaml;
};

TEST_F(UntrustedStudy, F87_ShowsWhatItWouldStartAndAsksOnce) {
  open(yaml);
  const auto question = askedToRun("consent.run");
  EXPECT_THAT(question, HasSubstr("Let “gift” start programs"));
  EXPECT_THAT(question, HasSubstr("${program} ${args}"));
  EXPECT_THAT(question, HasSubstr(person.path("train.sh").toStdString()));
  EXPECT_THAT(question, HasSubstr("./train.sh --x=0."));
  EXPECT_THAT(question, HasSubstr("In the folder\n" + QFileInfo(yaml).path().toStdString()));
  EXPECT_THAT(question, HasSubstr("SECRET_PLAN=42"));
  ASSERT_TRUE(person.waitFor([&] { return person.document().progress().complete == 3 && atRest(); }));

  // Once: neither the file again, nor the study that was made of it.
  const QString study = person.document().path();
  open(yaml);
  EXPECT_EQ(askedToRun("consent.cancel"), "");
  ASSERT_TRUE(person.waitFor([&] { return person.document().progress().complete == 3 && atRest(); }));
  person.close();
  person.reopen();
  open(study);
  ASSERT_TRUE(person.waitFor([&] { return person.document().hasTrials(); }));
  person.mode(0);
  person.type("limits.trials", "4");
  ASSERT_TRUE(person.waitUntilRunnable());
  EXPECT_EQ(askedToRun("consent.cancel"), "");
}

TEST_F(UntrustedStudy, F87_OpeningAndCancellingStartsNothing) {
  open(yaml);
  EXPECT_TRUE(person.waitUntilRunnable());
  QTest::qWait(300);
  EXPECT_FALSE(hasStarted());
  EXPECT_NE(askedToRun("consent.cancel"), "");
  QTest::qWait(300);
  EXPECT_FALSE(hasStarted());
  EXPECT_FALSE(person.document().hasTrials());
  EXPECT_EQ(person.document().path(), "") << "no file was made";
  EXPECT_NE(askedToRun("consent.cancel"), "") << "asked again after a no";
}

TEST_F(UntrustedStudy, F87_ATryIsAskedForToo) {
  open(yaml);
  const auto tryOnce = [this] {
    person.press("tryOnce.run");
  };
  EXPECT_NE(asked(tryOnce, "consent.cancel"), "");
  QTest::qWait(200);
  EXPECT_FALSE(hasStarted());
  EXPECT_NE(asked(tryOnce, "consent.run"), "");
  EXPECT_TRUE(person.waitFor([&] { return hasStarted(); }));
  ASSERT_TRUE(
      person.waitFor([&] { return person.control<QLabel>("tryOnce.status").text().startsWith("Done"); }));
  EXPECT_EQ(askedToRun("consent.cancel"), "") << "the same content";
  EXPECT_TRUE(person.waitFor([&] { return person.document().progress().complete == 3 && atRest(); }));
}

TEST_F(UntrustedStudy, F87_AskedAgainWhenTheContentIsAnother) {
  open(yaml);
  EXPECT_NE(askedToRun("consent.run"), "");
  ASSERT_TRUE(person.waitFor([&] { return person.document().progress().complete == 3 && atRest(); }));
  person.write("study.yaml",
               text("working_directory: .\ntrial_time_limit: 1m\n").replace("max: 1.0", "max: 2.0"));
  open(yaml);
  EXPECT_EQ(askedToRun("consent.cancel"), "") << "numbers and limits start nothing else";
  ASSERT_TRUE(person.waitFor([&] { return person.document().progress().complete == 3 && atRest(); }));
  person.write("study.yaml", text().replace("42", "43"));
  open(yaml);
  EXPECT_THAT(askedToRun("consent.cancel"), HasSubstr("SECRET_PLAN=43"));
}

TEST_F(UntrustedStudy, F87_AStudyOfAnotherComputerIsShownAndNotRunUnasked) {
  const auto file = readStudyFile(fromQt(text()));
  ASSERT_TRUE(file);
  const QString study = person.path("gift.sweep");
  {
    auto storage = createSqliteStudy(fromQt(study), file->spec);
    ASSERT_TRUE(storage);
    // It was stopped in the middle of a trial.
    Trial trial;
    trial.configuration = Configuration{{"x", 0.5}};
    trial.state = TrialState::Running;
    const std::vector<Storage::TrialChange> changes{{trial, 0}};
    ASSERT_TRUE((*storage)->write(changes, 0.0));
  }
  open(study);
  ASSERT_TRUE(person.waitFor([&] { return person.document().hasTrials(); }));
  EXPECT_TRUE(person.waitUntilRunnable());
  QTest::qWait(300);
  EXPECT_FALSE(hasStarted());
  EXPECT_THAT(askedToRun("consent.run"), HasSubstr("SECRET_PLAN=42"));
  EXPECT_TRUE(person.waitFor([&] { return person.document().progress().complete == 3 && atRest(); }));
}

TEST_F(UntrustedStudy, F87_NothingHidesInWhatIsShown) {
  person.write("study.yaml", text("description: x\n").replace("42", "a\\u202Eb\\u200Bc\\x1b[2K\\nd"));
  open(yaml);
  EXPECT_THAT(askedToRun("consent.cancel"), HasSubstr("SECRET_PLAN=a‹U+202E›b‹U+200B›c‹U+001B›[2K‹U+000A›d"));
  person.write("study.yaml", text().replace("gift", "<b>gift</b><img src=file:///etc/passwd>"));
  open(yaml);
  EXPECT_THAT(askedToRun("consent.cancel"), HasSubstr("<b>gift</b><img src=file:///etc/passwd>"));
}

TEST_F(UntrustedStudy, F87_EveryTextThatMayBecomeAWordIsShown) {
  person.write("study.yaml", text().replace("parameters: {", "parameters: {what: {values: [good, \"rm -rf ~\"]}, "));
  open(yaml);
  EXPECT_THAT(askedToRun("consent.cancel"), HasSubstr("what: good 'rm -rf ~'"));
}

TEST_F(UntrustedStudy, WhatIsMadeHereIsNeverAskedFor) {
  person.window().newStudy();
  person.fillForm(person.path("train.sh"), "loss", "3");
  ASSERT_TRUE(person.waitUntilRunnable());
  EXPECT_EQ(asked([this] { person.press("tryOnce.run"); }, "consent.cancel"), "");
  ASSERT_TRUE(
      person.waitFor([&] { return person.control<QLabel>("tryOnce.status").text().startsWith("Done"); }));
  const QString saved = person.path("mine.yaml");
  person.answerFileDialog(saved);
  person.trigger("saveStudyAs");
  EXPECT_EQ(askedToRun("consent.cancel"), "");
  ASSERT_TRUE(person.waitFor([&] { return person.document().progress().complete == 3 && atRest(); }));
  const QString study = person.document().path();
  for (const QString& file : {saved, study}) {
    person.close();
    person.reopen();
    open(file);
    person.mode(0);
    person.type("limits.trials", "4");
    ASSERT_TRUE(person.waitUntilRunnable());
    EXPECT_EQ(askedToRun("consent.cancel"), "") << file.toStdString();
    ASSERT_TRUE(person.waitFor([&] { return person.document().progress().complete == 4 && atRest(); }));
  }
}

TEST_F(UntrustedStudy, ItsDuplicateIsNoMoreTrusted) {
  open(yaml);
  person.trigger("duplicateStudy");
  ASSERT_TRUE(person.waitUntilRunnable());
  EXPECT_NE(askedToRun("consent.cancel"), "");
}

TEST_F(UntrustedStudy, WhatThePersonChangesAfterTheirLeaveIsTheirs) {
  open(yaml);
  EXPECT_NE(askedToRun("consent.run"), "");
  ASSERT_TRUE(person.waitFor([&] { return person.document().progress().complete == 3 && atRest(); }));
  person.trigger("duplicateStudy");
  person.type("program.command", "${program} ${args} --more");
  ASSERT_TRUE(person.waitUntilRunnable());
  EXPECT_EQ(askedToRun("consent.cancel"), "");
}

TEST(TrustedStudies, AreKeptAndBounded) {
  const QTemporaryDir folder;
  const QString path = folder.filePath("a/b/trusted");
  TrustedStudies trusted(path);
  EXPECT_FALSE(trusted.contains("one"));
  trusted.add("one");
  trusted.add("two");
  trusted.add("one");
  EXPECT_TRUE(TrustedStudies(path).contains("one"));
  EXPECT_FALSE(TrustedStudies(path).contains(""));
  QFile file(path);
  ASSERT_TRUE(file.open(QIODevice::ReadOnly));
  EXPECT_EQ(file.readAll(), "one\ntwo\n");
  EXPECT_EQ(file.permissions() &
                (QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther),
            QFile::Permissions());
  QFile many(folder.filePath("many"));
  ASSERT_TRUE(many.open(QIODevice::WriteOnly));
  for (int i = 0; i < 10'000; ++i)
    many.write(QByteArray::number(i) + '\n');
  many.close();
  TrustedStudies full(many.fileName());
  full.add("last");
  EXPECT_TRUE(full.contains("last"));
  EXPECT_TRUE(full.contains("9999"));
  EXPECT_FALSE(full.contains("0"));
  EXPECT_LT(many.size(), 60'000);
}

TEST(TrustedStudies, AFileThatCannotBeWrittenOnlyMeansToBeAskedAgain) {
  TrustedStudies nowhere("/proc/nowhere/trusted");
  nowhere.add("one");
  EXPECT_FALSE(nowhere.contains("one"));
}

} // namespace
} // namespace sweep::ui::test
