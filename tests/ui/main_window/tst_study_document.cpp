// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/study_document.h"

#include "tests/support/shared_trials.h"

#include <QSignalSpy>
#include <QTest>

#include <gtest/gtest.h>

using namespace sweep;
using namespace sweep::ui;

namespace {

void rename(StudyDocument& document, const char* name, int mergeId = 0) {
  document.edit("Name", [name](StudySpec& spec) { spec.name = name; }, mergeId);
}

TEST(StudyDocumentTest, EditsCanBeUndoneAndRedone) {
  StudyDocument document({});
  rename(document, "first");
  rename(document, "second");
  document.undoStack()->undo();
  EXPECT_EQ(document.spec().name, "first");
  document.undoStack()->redo();
  EXPECT_EQ(document.spec().name, "second");
}

TEST(StudyDocumentTest, TypingInOneFieldIsOneStep) {
  StudyDocument document({});
  rename(document, "a", 7);
  rename(document, "ab", 7);
  rename(document, "abc", 7);
  EXPECT_EQ(document.undoStack()->count(), 1);
  document.undoStack()->undo();
  EXPECT_EQ(document.spec().name, StudySpec{}.name);
}

TEST(StudyDocumentTest, AnEditThatChangesNothingIsNoStep) {
  StudyDocument document({});
  rename(document, StudySpec{}.name.c_str());
  EXPECT_EQ(document.undoStack()->count(), 0);
}

TEST(StudyDocumentTest, ChecksTheSpecShortlyAfterEachChange) {
  StudyDocument document({});
  document.reset(StudySpec{}, "/");
  ASSERT_TRUE(QTest::qWaitFor([&] { return document.checked(); }, 5000));
  EXPECT_FALSE(document.check().runnable());
  document.edit("Parameter", [](StudySpec& spec) {
    spec.program.command = {"/bin/echo", "${args}"};
    spec.space.parameters = {{"x", FloatDomain{0.0, 1.0, false, {}}, {}, {}, {}}};
  });
  EXPECT_FALSE(document.checked());
  ASSERT_TRUE(QTest::qWaitFor([&] { return document.checked(); }, 5000));
  EXPECT_TRUE(document.check().runnable());
  EXPECT_EQ(document.check().firstCommands.size(), 5u);
  EXPECT_EQ(document.check().firstCommands.front().rfind("/bin/echo --x=", 0), 0u);
}

TEST(StudyDocumentTest, KeepsTrialsByTheirNumber) {
  StudyDocument document({});
  QSignalSpy changed(&document, &StudyDocument::trialsChanged);
  RunnerUpdate update;
  Trial trial;
  trial.number = 1;
  trial.state = TrialState::Running;
  update.trials = sharedTrials({trial});
  update.state = StudyState::Running;
  document.apply(update);
  EXPECT_EQ(document.snapshot()->trials.size(), 2u);
  EXPECT_EQ(document.trial(1)->state, TrialState::Running);
  EXPECT_EQ(document.trial(5), nullptr);
  EXPECT_EQ(document.trial(-1), nullptr);
  EXPECT_EQ(changed.count(), 1);
  EXPECT_EQ(document.state(), StudyState::Running);
}

TEST(StudyDocumentTest, ASnapshotTakenBeforeDoesNotChange) {
  StudyDocument document({});
  RunnerUpdate update;
  update.trials = sharedTrials({Trial{}});
  document.apply(update);
  const auto before = document.snapshot();
  Trial failed;
  failed.state = TrialState::Failed;
  update.trials = sharedTrials({failed});
  document.apply(update);
  EXPECT_EQ(before->trials.front()->state, TrialState::Waiting);
  EXPECT_EQ(document.snapshot()->trials.front()->state, TrialState::Failed);
}

} // namespace
