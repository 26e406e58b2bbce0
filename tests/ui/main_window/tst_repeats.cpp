// SPDX-License-Identifier: GPL-3.0-or-later
// A person has the best configurations of a noisy program run several times.
#include "tests/ui/main_window/window_driver.h"

#include <QComboBox>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QSpinBox>
#include <QTableWidget>
#include <set>

namespace sweep::ui::test {
namespace {

constexpr const char* Noisy = "x=${1#--x=}\nawk -v x=\"$x\" -v s=\"$SWEEP_SEED\" 'BEGIN { srand(s); print "
                              "\"loss: \" x + 0.1 * rand() }'";
constexpr const char* Settled = "Each of them has that many runs, or will have them.";

/// Of trials that were tried more than once.
std::map<std::string, std::vector<const Trial*>> runsByConfiguration(const StudyDocument& document) {
  std::map<std::string, std::vector<const Trial*>> runs;
  for (const auto& trial : document.snapshot()->trials)
    runs[trial->configuration.json()].push_back(trial.get());
  std::erase_if(runs, [](const auto& entry) { return entry.second.size() < 2; });
  return runs;
}

TEST(Repeats, TheBestConfigurationsAreRunAgainWithOtherSeedsAndJudgedByTheirMean) {
  WindowDriver person;
  person.fillForm(person.script("noisy.sh", Noisy), "loss", "8");
  ASSERT_TRUE(person.runToTheEnd());
  person.mode(3);
  auto& repeat = person.control<QPushButton>("repeat.go");
  auto& plan = person.control<QLabel>("repeat.plan");
  ASSERT_TRUE(person.waitFor([&] { return repeat.isEnabled(); }));
  person.control<QSpinBox>("repeat.best").setValue(2);
  person.control<QSpinBox>("repeat.runs").setValue(4);
  EXPECT_EQ(plan.text(), "6 more trials will run, each with a seed of its own.");
  person.press("repeat.go");
  ASSERT_TRUE(person.waitFor([&] { return person.document().progress().complete == 14; }, 60'000))
      << person.banner().toStdString();

  const auto runs = runsByConfiguration(person.document());
  ASSERT_EQ(runs.size(), 2u);
  std::set<std::uint64_t> seeds;
  for (const auto& [configuration, trials] : runs) {
    EXPECT_EQ(trials.size(), 4u) << configuration;
    for (const Trial* trial : trials)
      seeds.insert(trial->seed);
    EXPECT_TRUE(trials.back()->origin.str().find("trial " + std::to_string(trials.front()->number) +
                                                 " once more") != std::string::npos)
        << trials.back()->origin.str();
  }
  EXPECT_EQ(seeds.size(), 8u);

  // What is said of the runs is worked out beside them, and may be behind.
  auto& facts = person.control<QLabel>("resultFacts");
  EXPECT_TRUE(person.waitFor([&] {
    return facts.text().contains("Over 4 runs of this configuration the score is ");
  })) << facts.text().toStdString();
  EXPECT_TRUE(person.control<QComboBox>("resultTrial").currentText().startsWith("Best mean of several runs: trial "))
      << person.control<QComboBox>("resultTrial").currentText().toStdString();
  EXPECT_TRUE(person.control<QLabel>("resultScore").text().contains(" ± "))
      << person.control<QLabel>("resultScore").text().toStdString();
  EXPECT_EQ(plan.text(), Settled);
  EXPECT_FALSE(repeat.isEnabled());
}

/// A window as on a screen of 1920 × 1080 at 200 %, with little room.
TEST(Repeats, WhatIsKnownOfTheResultIsReadInALowWindowToo) {
  WindowDriver person;
  person.fillForm(person.script("noisy.sh", Noisy), "loss", "4");
  ASSERT_TRUE(person.runToTheEnd());
  person.mode(3);
  ASSERT_TRUE(person.waitFor([&] { return person.control<QPushButton>("repeat.go").isEnabled(); }));
  person.control<QSpinBox>("repeat.best").setValue(2);
  person.control<QSpinBox>("repeat.runs").setValue(2);
  person.press("repeat.go");
  const auto& facts = person.control<QLabel>("resultFacts");
  ASSERT_TRUE(person.waitFor([&] { return facts.text().contains("runner-up by mean"); }, 60'000)) << facts.text().toStdString();
  person.window().resize(960, 420);
  EXPECT_TRUE(person.waitFor([&] { return facts.height() >= facts.heightForWidth(facts.width()); }))
      << facts.height() << " of " << facts.heightForWidth(facts.width());
  // The keyboard leads to what lies further down.
  auto& table = person.control<QTableWidget>("resultParameters");
  auto& area = person.control<QScrollArea>("resultKnown");
  area.verticalScrollBar()->setValue(0);
  table.setCurrentCell(table.rowCount() - 1, 0);
  const auto row = table.visualItemRect(table.currentItem());
  const auto seen = QRect(table.viewport()->mapTo(area.viewport(), row.topLeft()), row.size());
  EXPECT_TRUE(area.viewport()->rect().contains(seen.center())) << seen.top() << " of " << area.viewport()->height();
}

TEST(Repeats, OneTrialIsTriedAgainFromItsCard) {
  WindowDriver person;
  person.fillForm(person.script("noisy.sh", Noisy), "loss", "3");
  ASSERT_TRUE(person.runToTheEnd());
  person.mode(3);
  person.control<QSpinBox>("repeat.best").setValue(1);
  person.control<QSpinBox>("repeat.runs").setValue(2);
  const auto& plan = person.control<QLabel>("repeat.plan");
  ASSERT_TRUE(person.waitFor([&] { return plan.text() == "One more trial will run, with a seed of its own."; }))
      << plan.text().toStdString();
  person.press("runAgain");
  ASSERT_TRUE(person.waitFor([&] { return person.document().progress().complete == 4; }));
  const auto runs = runsByConfiguration(person.document());
  ASSERT_EQ(runs.size(), 1u);
  const auto& trials = runs.begin()->second;
  EXPECT_NE(trials.front()->seed, trials.back()->seed);
  EXPECT_NE(trials.front()->value(), trials.back()->value());
}

} // namespace
} // namespace sweep::ui::test
