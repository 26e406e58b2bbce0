// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exchange/trials_export.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace sweep {
namespace {

using testing::HasSubstr;

/// A complete and a failed trial whose texts are as bad as a program can make them.
Snapshot hostileStudy() {
  Snapshot snapshot;
  snapshot.spec.space.parameters = {
      {"=cmd|' /C calc'!A0", CategoricalDomain{{std::string("a")}, {}}, {}, {}, {}},
      {"x", FloatDomain{-1.0, 1.0, false, {}}, {}, {}, {}}};
  auto complete = std::make_shared<Trial>();
  complete->state = TrialState::Complete;
  complete->values = {-0.5};
  complete->configuration.set("=cmd|' /C calc'!A0", std::string("@SUM(1+1);=1+1"));
  complete->configuration.set("x", -0.25);
  complete->origin = Message("+1 \"quoted\", with a comma\nand a line");
  auto failed = std::make_shared<Trial>();
  failed->number = 1;
  failed->state = TrialState::Failed;
  failed->failure = Failure{FailureClass::ExitCode, Message("Ended with exit code 1."), {}};
  failed->origin = Message("\tuniform draw");
  snapshot.trials = {complete, failed};
  return snapshot;
}

TEST(TrialsExport, DefusesWhatASpreadsheetWouldRun) {
  const std::pair<const char*, const char*> expected[] = {
      {"=1+1", "'=1+1"},
      {"+A1", "'+A1"},
      {"-A1", "'-A1"},
      {"@SUM(A1)", "'@SUM(A1)"},
      {"\t=1", "'\t=1"},
      {"\r=1", "'\r=1"},
      {"\n=1", "'\n=1"},
      {"\xef\xbc\x9d"
       "1",
       "'\xef\xbc\x9d"
       "1"},
      {"-0.5", "-0.5"},
      {"+1e-4", "+1e-4"},
      {"-inf", "-inf"},
      {"a=1", "a=1"},
      {"", ""},
      {"plain text", "plain text"},
  };
  for (const auto& [text, defused] : expected)
    EXPECT_EQ(withoutFormula(text), defused);
}

TEST(TrialsExport, QuotesSeparatorsOfEveryPlace) {
  const std::string csv = trialsCsv(hostileStudy());
  EXPECT_THAT(csv, HasSubstr("\r\n0,complete,-0.5,\"'@SUM(1+1);=1+1\",-0.25,"));
  EXPECT_THAT(csv, HasSubstr(",\"'+1 \"\"quoted\"\", with a comma\nand a line\"\r\n"));
  EXPECT_THAT(csv, HasSubstr(",exit code: Ended with exit code 1.,\"'\tuniform draw\"\r\n"));
  EXPECT_TRUE(csv.starts_with("number,state,value,'=cmd|' /C calc'!A0,x,seconds,"));
}

TEST(TrialsExport, GivesEveryRowAsManyCellsAsTheHeader) {
  std::vector<int> cells;
  bool quoted = false;
  int count = 1;
  for (const char c : trialsCsv(hostileStudy())) {
    quoted = c == '"' ? !quoted : quoted;
    count += c == ',' && !quoted ? 1 : 0;
    if (c == '\n' && !quoted)
      cells.push_back(std::exchange(count, 1));
  }
  EXPECT_THAT(cells, testing::ElementsAre(9, 9, 9));
}

TEST(TrialsExport, TellsOfEveryAttemptItsSeedAndWhyItCameToNothing) {
  auto snapshot = hostileStudy();
  auto trial = std::make_shared<Trial>(*snapshot.trials.front());
  trial->seed = 12;
  trial->attempts.resize(2);
  trial->attempts[0].seed = 11;
  trial->attempts[0].failure = Failure{FailureClass::Signal, Message("Ended by %1.", {"SIGSEGV"}), "the end"};
  trial->attempts[1].seed = 12;
  snapshot.trials.change(0) = trial;
  const auto told = nlohmann::json::parse(trialsJson(snapshot)).at(0);
  EXPECT_EQ(told.at("seed"), 12);
  EXPECT_EQ(told.at("attempts").at(0).at("seed"), 11);
  EXPECT_EQ(told.at("attempts").at(0).at("failure"),
            (nlohmann::json{{"class", "signal"}, {"message", "Ended by SIGSEGV."}, {"tail", "the end"}}));
  EXPECT_EQ(told.at("attempts").at(1).at("seed"), 12);
  EXPECT_TRUE(told.at("attempts").at(1).at("failure").is_null());
}

} // namespace
} // namespace sweep
