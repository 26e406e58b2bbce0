// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/study_files.h"
#include "ui/text.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>

#include <gtest/gtest.h>

#include <limits>

using namespace sweep;
using namespace sweep::ui;

namespace {

QString fileWith(const QTemporaryDir& folder, const QString& name, const QByteArray& bytes) {
  const QString path = folder.filePath(name);
  QFile file(path);
  EXPECT_TRUE(file.open(QIODevice::WriteOnly));
  file.write(bytes);
  return path;
}

TEST(StudyFiles, TellsFilesApart) {
  const QTemporaryDir folder;
  EXPECT_EQ(kindOf("a.sweep"), FileKind::Study);
  EXPECT_EQ(kindOf("a.YAML"), FileKind::StudyText);
  EXPECT_EQ(kindOf("/bin/sh"), FileKind::Program);
  EXPECT_EQ(kindOf(fileWith(folder, "notes.txt", "x")), FileKind::Other);
  EXPECT_EQ(kindOf(folder.path()), FileKind::Other);
}

TEST(StudyFiles, WhatIsWrittenReadsBackTheSame) {
  const QTemporaryDir folder;
  StudySpec spec = freshStudy("/bin/true");
  spec.space.parameters = {{"lr", FloatDomain{1e-4, 1.0, true, {}}, {}, {}, {}}};
  const QString path = folder.filePath("study.yaml");
  ASSERT_TRUE(writeStudyText(path, spec));
  const auto read = readStudyText(path);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->spec, spec);
  EXPECT_TRUE(read->notes.empty());
}

TEST(StudyFiles, RefusesWhatCannotBeAStudyFileWithASentence) {
  const QTemporaryDir folder;
  EXPECT_FALSE(readStudyText(folder.filePath("absent.yaml")));
  EXPECT_FALSE(readStudyText(folder.path()));
  const auto huge = readStudyText(fileWith(folder, "huge.yaml", QByteArray(5 << 20, 'x')));
  ASSERT_FALSE(huge);
  EXPECT_NE(huge.error().str().find("4 MiB"), std::string::npos);
}

TEST(StudyFiles, AFreePathIsNeverTaken) {
  const QString first = freeStudyPath("my study/x");
  EXPECT_TRUE(first.endsWith("/Sweepscope/my-study-x.sweep"));
  QFile file(first);
  ASSERT_TRUE(file.open(QIODevice::WriteOnly));
  EXPECT_TRUE(freeStudyPath("my study/x").endsWith("/my-study-x-2.sweep"));
}

TEST(StudyFiles, NoNameOfAStudyIsADangerousFileName) {
  QDir(QDir::home().filePath("Sweepscope")).removeRecursively();
  const auto nameFor = [](const std::string& name) { return QFileInfo(freeStudyPath(name)).fileName(); };
  EXPECT_EQ(nameFor("../../etc/passwd"), "etc-passwd.sweep");
  EXPECT_EQ(nameFor("--help"), "help.sweep");
  EXPECT_EQ(nameFor(".hidden"), "hidden.sweep");
  EXPECT_EQ(nameFor("/"), "study.sweep");
  EXPECT_EQ(nameFor("a;b|c\n$(d)"), "a-b-c---d-.sweep");
  EXPECT_EQ(nameFor("손글씨 숫자"), "손글씨-숫자.sweep");
  std::string hanja;
  for (int i = 0; i < 200; ++i)
    hanja += "\xf0\xa0\x80\x80";
  const QString longest = nameFor(hanja);
  EXPECT_LE(longest.toUtf8().size(), 200);
  EXPECT_TRUE(longest.endsWith("\xf0\xa0\x80\x80.sweep"));
}

TEST(StudyFiles, RemembersTheLastOnesNewestFirst) {
  const QTemporaryDir folder;
  const QString a = fileWith(folder, "a.yaml", "x");
  const QString b = fileWith(folder, "b.yaml", "x");
  rememberFile(a);
  rememberFile(b);
  rememberFile(a);
  EXPECT_EQ(recentFiles().mid(0, 2), (QStringList{a, b}));
  QFile::remove(b);
  EXPECT_FALSE(recentFiles().contains(b));
}

TEST(Numbers, AreShortForPeopleAndExactForHover) {
  EXPECT_EQ(shortNumber(0.981934512), "0.9819");
  EXPECT_EQ(shortNumber(64), "64");
  EXPECT_EQ(shortNumber(1e-9), "1e-09");
  EXPECT_EQ(shortNumber(std::numeric_limits<double>::quiet_NaN()), "–");
  EXPECT_EQ(exactNumber(0.981934512), "0.981934512");
}

TEST(Numbers, DurationsAreReadAtAGlance) {
  EXPECT_EQ(duration(0.25), "0.25 s");
  EXPECT_EQ(duration(4.2), "4.2 s");
  EXPECT_EQ(duration(59.4), "59 s");
  EXPECT_EQ(duration(65), "1 min 05 s");
  EXPECT_EQ(duration(1800), "30 min");
  EXPECT_EQ(duration(3 * 3600 + 5 * 60), "3 h 05 min");
}

} // namespace
