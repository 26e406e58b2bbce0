// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/trial_table_model.h"

#include "tests/support/shared_trials.h"
#include "ui/study_document.h"

#include <QAbstractItemModelTester>

#include <gtest/gtest.h>

using namespace sweep;
using namespace sweep::ui;

namespace {

class TrialTable : public testing::Test {
protected:
  TrialTable() {
    StudySpec spec;
    spec.space.parameters = {{"lr", FloatDomain{1e-4, 1.0, true, {}}, {}, {}, {}},
                             {"layers", IntDomain{1, 4}, {}, {}, {}},
                             {"kind", CategoricalDomain{{std::string("relu"), std::string("tanh")}, {}}, {}, {}, {}}};
    document.reset(spec, {});
  }

  Trial trial(int number, double lr, std::int64_t layers, const std::string& kind, std::optional<double> value) {
    Trial trial;
    trial.number = number;
    trial.configuration = {{"lr", lr}, {"layers", layers}, {"kind", kind}};
    trial.state = value ? TrialState::Complete : TrialState::Running;
    if (value)
      trial.values = {*value};
    return trial;
  }

  void tell(const std::vector<Trial>& trials) {
    RunnerUpdate update;
    update.trials = sharedTrials(trials);
    document.apply(update);
  }

  std::vector<int> shown() const {
    std::vector<int> numbers;
    for (int row = 0; row < model.rowCount(); ++row)
      numbers.push_back(model.trialAt(row));
    return numbers;
  }

  StudyDocument document{{}};
  TrialTableModel model{&document};
  QAbstractItemModelTester tester{&model, QAbstractItemModelTester::FailureReportingMode::Fatal};
};

using Numbers = std::vector<int>;

TEST_F(TrialTable, ShowsHowFarATrialHasComeAndWhyItWentNoFurther) {
  const int budget = TrialTableModel::FirstParameter + 3;
  document.edit("budget", [](StudySpec& spec) { spec.budget = Budget{"epoch", 1.0, 27.0, BudgetWay::Continue}; });
  ASSERT_EQ(model.columnCount(), budget + 2);
  EXPECT_EQ(model.headerData(budget, Qt::Horizontal).toString(), "Budget (epoch)");
  auto pruned = trial(0, 0.1, 1, "relu", 0.5);
  pruned.state = TrialState::Pruned;
  pruned.origin = Message("drawn at random");
  pruned.verdict = Message("rung 3: 0.5 is worse than 0.6");
  pruned.attempts = {Attempt{}, Attempt{}};
  pruned.attempts[0].budget = 3.0;
  pruned.attempts[0].values = {0.5};
  pruned.attempts[1].budget = 9.0;
  auto running = trial(1, 0.1, 1, "relu", {});
  running.origin = Message("drawn at random");
  running.attempts = {Attempt{}};
  running.attempts[0].budget = 1.0;
  running.reports.push_back(Report{5, {{"loss", 0.5}}, 0.0});
  tell({pruned, running});
  EXPECT_EQ(model.index(0, budget).data().toString(), "3");
  EXPECT_EQ(model.index(0, budget).data(TrialTableModel::SortRole), QVariant(3.0));
  EXPECT_EQ(model.index(0, budget + 1).data().toString(), "rung 3: 0.5 is worse than 0.6");
  EXPECT_EQ(model.index(1, budget).data().toString(), "");
  EXPECT_EQ(model.index(1, budget + 1).data().toString(), "drawn at random");
  // Steps are counted in the unit when reports drive it.
  document.edit("way", [](StudySpec& spec) { spec.budget->way = BudgetWay::StopInFlight; });
  EXPECT_EQ(model.index(1, budget).data().toString(), "5");
  document.edit("none", [](StudySpec& spec) { spec.budget.reset(); });
  EXPECT_EQ(model.columnCount(), budget + 1);
}

TEST_F(TrialTable, ShowsAColumnForEachParameter) {
  EXPECT_EQ(model.columnCount(), TrialTableModel::FirstParameter + 3 + 1);
  EXPECT_EQ(model.headerData(TrialTableModel::FirstParameter, Qt::Horizontal).toString(), "lr");
}

TEST_F(TrialTable, AppendsNewTrialsAndUpdatesOldOnesInPlace) {
  tell({trial(0, 0.1, 2, "relu", {}), trial(1, 0.2, 3, "tanh", {})});
  EXPECT_EQ(shown(), (Numbers{0, 1}));
  tell({trial(0, 0.1, 2, "relu", 0.75)});
  EXPECT_EQ(shown(), (Numbers{0, 1}));
  EXPECT_EQ(model.index(0, TrialTableModel::Score).data().toString(), "0.75");
  EXPECT_EQ(model.index(1, TrialTableModel::Score).data().toString(), "");
}

TEST_F(TrialTable, TrialsThatWerePassedByLaterOnesFallInLine) {
  model.setFilter("0.5");
  const auto at = [this](int number, std::optional<double> value) { return trial(number, 0.1, 1, "relu", value); };
  tell({at(0, {}), at(1, {}), at(2, {}), at(3, {}), at(4, {}), at(5, {})});
  EXPECT_EQ(shown(), Numbers());
  tell({at(2, 0.5)});
  tell({at(5, 0.5), at(3, 0.5), at(1, 0.5)});
  tell({at(0, 0.5), at(4, 0.5)});
  EXPECT_EQ(shown(), (Numbers{0, 1, 2, 3, 4, 5}));
  for (int row = 0; row < 6; ++row)
    EXPECT_EQ(model.rowOf(row), row);
}

TEST_F(TrialTable, SortsByNumbersWithEmptyCellsLast) {
  tell({trial(0, 0.1, 10, "relu", 0.5), trial(1, 0.2, 9, "tanh", {}), trial(2, 0.3, 1, "relu", 0.9)});
  model.sort(TrialTableModel::Score, Qt::DescendingOrder);
  EXPECT_EQ(shown(), (Numbers{2, 0, 1}));
  model.sort(TrialTableModel::Score, Qt::AscendingOrder);
  EXPECT_EQ(shown(), (Numbers{0, 2, 1}));
  model.sort(TrialTableModel::FirstParameter + 1, Qt::AscendingOrder);
  EXPECT_EQ(shown(), (Numbers{2, 1, 0}));
}

TEST_F(TrialTable, NewTrialsDoNotMoveSortedRows) {
  tell({trial(0, 0.1, 1, "relu", 0.5), trial(1, 0.2, 2, "relu", 0.9)});
  model.sort(TrialTableModel::Score, Qt::DescendingOrder);
  tell({trial(2, 0.3, 3, "relu", 0.95)});
  EXPECT_EQ(shown(), (Numbers{1, 0, 2}));
  EXPECT_EQ(model.rowOf(2), 2);
}

TEST_F(TrialTable, FiltersByWords) {
  tell({trial(0, 0.1, 1, "relu", 0.5), trial(1, 0.2, 2, "tanh", 0.9)});
  EXPECT_EQ(model.setFilter("tanh"), "");
  EXPECT_EQ(shown(), (Numbers{1}));
  EXPECT_EQ(model.rowOf(0), -1);
  model.setFilter("");
  EXPECT_EQ(shown(), (Numbers{0, 1}));
}

TEST_F(TrialTable, FiltersByAnExpressionOverParametersAndValue) {
  tell({trial(0, 0.1, 1, "relu", 0.5), trial(1, 0.2, 2, "tanh", 0.9), trial(2, 0.05, 3, "relu", {})});
  EXPECT_EQ(model.setFilter("value > 0.8"), "");
  EXPECT_EQ(shown(), (Numbers{1}));
  EXPECT_EQ(model.setFilter("lr < 0.15 && layers >= 1"), "");
  EXPECT_EQ(shown(), (Numbers{0, 2}));
}

TEST_F(TrialTable, SaysWhatAnExpressionMeansThatCannotBeRead) {
  tell({trial(0, 0.1, 1, "relu", 0.5)});
  EXPECT_FALSE(model.setFilter("lrr < 0.1").isEmpty());
}

TEST_F(TrialTable, ATrialAppearsWhenItBeginsToMatch) {
  model.setFilter("value > 0.8");
  tell({trial(0, 0.1, 1, "relu", {})});
  EXPECT_EQ(shown(), (Numbers{}));
  tell({trial(0, 0.1, 1, "relu", 0.9)});
  EXPECT_EQ(shown(), (Numbers{0}));
}

TEST_F(TrialTable, FiltersByStateAndByClassOfFailure) {
  Trial late = trial(1, 0.2, 1, "relu", {});
  late.state = TrialState::Failed;
  late.failure = Failure{FailureClass::Timeout, Message("Ended after its time limit."), {}};
  Trial crashed = late;
  crashed.number = 2;
  crashed.failure->kind = FailureClass::ExitCode;
  tell({trial(0, 0.1, 1, "relu", 0.5), late, crashed});
  model.setStateFilter({TrialState::Failed, {}});
  EXPECT_EQ(shown(), (Numbers{1, 2}));
  model.setStateFilter({{}, FailureClass::Timeout});
  EXPECT_EQ(shown(), (Numbers{1}));
  model.setFilter("tanh");
  EXPECT_EQ(shown(), (Numbers{}));
  model.setFilter("");
  model.setStateFilter({});
  EXPECT_EQ(shown(), (Numbers{0, 1, 2}));
}

TEST_F(TrialTable, ATrialThatRunsAgainStaysWhereAPersonWatchesIt) {
  Trial failed = trial(0, 0.2, 1, "relu", {});
  failed.state = TrialState::Failed;
  failed.failure = Failure{FailureClass::Timeout, Message("Ended after its time limit."), {}};
  tell({failed});
  model.setStateFilter({{}, FailureClass::Timeout});
  tell({trial(0, 0.2, 1, "relu", {})});
  EXPECT_EQ(shown(), (Numbers{0}));
}

} // namespace
