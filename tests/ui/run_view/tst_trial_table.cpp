// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/run_view/trial_table.h"
#include "ui/selection.h"
#include "ui/study_document.h"

#include <QHeaderView>
#include <QTest>
#include <gtest/gtest.h>

namespace sweep::ui {
namespace {

/// The table as it stands in a window of 1280 pixels.
class TrialTableWidth : public testing::Test {
protected:
  void show(int parameters) {
    StudySpec spec;
    spec.space.parameters.clear();
    for (int i = 0; i < parameters; ++i)
      spec.space.parameters.push_back(
          {"parameter" + std::to_string(i), FloatDomain{0.0, 1.0, false, {}}, {}, {}, {}});
    document.reset(spec, {});
    table.resize(848, 400);
    table.show();
    QTest::qWait(1);
  }
  int note() const { return header().count() - 1; }
  QHeaderView& header() const { return *table.view()->horizontalHeader(); }
  int sentence() const { return 48 * table.view()->fontMetrics().averageCharWidth(); }
  int room() const { return table.view()->viewport()->width(); }

  StudyDocument document{{}};
  Selection selection;
  TrialTable table{&document, &selection};
};

TEST_F(TrialTableWidth, LeavesTheNoteRoomForASentenceHoweverManyColumnsThereAre) {
  show(12);
  ASSERT_EQ(header().model()->headerData(note(), Qt::Horizontal).toString(), "Note");
  EXPECT_GT(header().length(), room());
  EXPECT_GE(header().sectionSize(note()), sentence());
}

TEST_F(TrialTableWidth, LetsTheNoteTakeWhatIsLeft) {
  show(1);
  EXPECT_EQ(header().length(), room());
  table.resize(1200, 400);
  EXPECT_TRUE(QTest::qWaitFor([&] { return header().length() == room(); }));
  header().resizeSection(TrialTableModel::State, 300);
  EXPECT_EQ(header().length(), room());
  header().resizeSection(TrialTableModel::State, 800);
  EXPECT_EQ(header().sectionSize(note()), sentence());
}

} // namespace
} // namespace sweep::ui
