// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/run_view/log_view.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <gtest/gtest.h>

using namespace sweep::ui;

namespace {

TEST(ReadableText, DropsColoursAndControlBytes) {
  EXPECT_EQ(readableText("\x1b[31mred\x1b[0m and \x07 bell\n"), "red and  bell\n");
}

TEST(ReadableText, ACarriageReturnStartsTheLineAnew) {
  EXPECT_EQ(readableText("10 %\r50 %\r100 %\ndone\r\n"), "100 %\ndone\n");
}

TEST(ReadableText, ShowsBytesThatAreNoTextAsReplacements) {
  EXPECT_TRUE(readableText("a\xff" "b").contains(QChar::ReplacementCharacter));
}

TEST(ReadableText, DirectionOverridesAreTakenOut) {
  EXPECT_EQ(readableText("a\xe2\x80\xae" "b"), "ab");
}

class LogViewTest : public testing::Test {
protected:
  void append(const QByteArray& bytes) {
    QFile file(path);
    ASSERT_TRUE(file.open(QIODevice::Append));
    file.write(bytes);
  }
  bool waitForText(const QString& text) {
    return QTest::qWaitFor([&] { return view.toPlainText().contains(text); }, 5000);
  }

  QTemporaryDir folder;
  QString path = folder.filePath("stdout.log");
  LogView view;
};

TEST_F(LogViewTest, FollowsAFileThatGrows) {
  append("first\n");
  view.follow(path, true);
  EXPECT_TRUE(waitForText("first"));
  append("second\n");
  EXPECT_TRUE(waitForText("second"));
  EXPECT_EQ(view.toPlainText(), "first\nsecond\n");
}

TEST_F(LogViewTest, AFileThatIsNotThereYetIsShownOnceItIs) {
  view.follow(path, true);
  append("late\n");
  EXPECT_TRUE(waitForText("late"));
}

TEST_F(LogViewTest, ShowsTheLastPartOfALargeFile) {
  append(QByteArray(3 << 20, 'x') + "\nthe end\n");
  view.follow(path, false);
  EXPECT_TRUE(waitForText("the end"));
  EXPECT_LT(view.toPlainText().size(), 1 << 20);
}

TEST_F(LogViewTest, AnotherFileReplacesTheFirst) {
  append("one\n");
  view.follow(path, false);
  ASSERT_TRUE(waitForText("one"));
  path = folder.filePath("other.log");
  append("two\n");
  view.follow(path, false);
  EXPECT_TRUE(waitForText("two"));
  EXPECT_FALSE(view.toPlainText().contains("one"));
}

} // namespace
