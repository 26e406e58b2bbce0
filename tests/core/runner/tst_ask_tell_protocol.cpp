// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/ask_tell_protocol.h"
#include "core/base/rng.h"
#include "tests/support/spaces.h"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace sweep {
namespace {

using namespace test;
using nlohmann::json;
using testing::HasSubstr;

class AskTellProtocol : public testing::Test {
protected:
  AskTellProtocol() {
    auto spec = studyOf({real("x", 0.0, 1.0), choice("kind", {text("a\nb"), text("\"q\"")})}, "random");
    spec.limits.trials = 1000;
    study = AskTell::create(spec).value();
  }

  json answer(std::string_view line) {
    const auto text = answerLine(*study, line);
    EXPECT_EQ(text.find('\n'), text.npos) << text;
    return json::parse(text);
  }

  std::unique_ptr<AskTell> study;
};

TEST_F(AskTellProtocol, AsksAndTells) {
  const auto asked = answer(R"({"ask": 2})").at("trials");
  ASSERT_EQ(asked.size(), 2u);
  EXPECT_EQ(asked[0].at("trial"), 0);
  EXPECT_EQ(asked[1].at("trial"), 1);
  EXPECT_TRUE(asked[0].at("configuration").at("x").is_number());
  EXPECT_FALSE(asked[0].at("origin").get<std::string>().empty());
  EXPECT_EQ(answer(R"({"best": true})"), json({{"trial", nullptr}}));
  EXPECT_EQ(answer(R"({"tell": 1, "value": 0.5})"),
            json({{"trial", 1}, {"state", "complete"}, {"value", 0.5}, {"best", true}}));
  EXPECT_EQ(answer(R"({"tell": 0, "values": {"loss": "7.5e-1", "other": 3}})"),
            json({{"trial", 0}, {"state", "complete"}, {"value", 0.75}}));
  const auto best = answer(R"({"best": true})");
  EXPECT_EQ(best.at("trial"), 1);
  EXPECT_EQ(best.at("configuration"), asked[1].at("configuration"));
}

TEST_F(AskTellProtocol, TakesReports) {
  answer(R"({"ask": 1})");
  EXPECT_EQ(answer(R"({"tell": 0, "report": 0.9})"), json({{"trial", 0}, {"state", "running"}}));
  EXPECT_EQ(answer(R"({"tell": 0, "report": {"loss": 0.4, "lr": 0.1}, "step": 10})").at("state"), "running");
  EXPECT_EQ(answer(R"({"tell": 0, "report": 0.3})").at("state"), "running");
  EXPECT_EQ(answer(R"({"tell": 0})").at("value"), 0.3);
  const auto& reports = study->trial(0).reports;
  ASSERT_EQ(reports.size(), 3u);
  EXPECT_EQ(reports[1].step, 10);
  EXPECT_EQ(reports[2].step, 11);
}

TEST_F(AskTellProtocol, TakesNotANumberAsPythonWritesIt) {
  answer(R"({"ask": 3})");
  for (const auto* line : {R"({"tell": 0, "value": NaN})", R"({"tell": 1, "value": -Infinity})", R"({"tell": 2, "value": "nan"})"})
    EXPECT_EQ(answer(line).at("state"), "failed") << line;
  EXPECT_EQ(answer(R"({"tell": {"x": 0.5, "kind": "NaN"}, "value": 1})").count("error"), 1u);
}

TEST_F(AskTellProtocol, TakesFailuresKnownResultsAndWishes) {
  answer(R"({"ask": 2})");
  const auto failed = answer(R"({"tell": 0, "failure": "CUDA ran out", "class": "out of memory"})");
  EXPECT_EQ(failed, json({{"trial", 0}, {"state", "failed"}, {"reason", "CUDA ran out"}}));
  EXPECT_EQ(study->trial(0).failure->kind, FailureClass::OutOfMemory);
  EXPECT_EQ(answer(R"({"tell": {"kind": "a\nb", "x": 0}, "value": 0.1})"),
            json({{"trial", 2}, {"state", "complete"}, {"value", 0.1}, {"best", true}}));
  EXPECT_EQ(answer(R"({"enqueue": {"kind": "\"q\"", "x": 1}})"), json({{"waiting", 1}}));
  EXPECT_EQ(answer(R"({"ask": 1})").at("trials").at(0).at("configuration"), json({{"x", 1.0}, {"kind", "\"q\""}}));
}

TEST_F(AskTellProtocol, AnswersWhatItDoesNotUnderstandWithASentence) {
  answer(R"({"ask": 1})");
  for (const auto* line :
       {"", "ask", "[1]", "{", R"({"ask": 0})", R"({"ask": 1.5})", R"({"ask": -3})", R"({"ask": 1e9})", R"({"ask": "1"})",
        R"({"tell": 99, "value": 1})", R"({"tell": "0", "value": 1})", R"({"tell": 0, "value": "much"})",
        R"({"tell": 0, "value": null})", R"({"tell": 0, "values": [1, 2]})",
        R"({"tell": 0, "values": {"accuracy": 1}})", R"({"tell": 0, "failure": 3})",
        R"({"tell": 0, "failure": "", "class": "nonsense"})", R"({"tell": 0, "report": 1, "step": 0.5})",
        R"({"tell": 18446744073709551615, "value": 1})", R"({"enqueue": 3})", R"({"enqueue": {"y": 3}})",
        R"({"hello": 1})", "\xff\xfe{\"ask\":1}", R"({"tell": {"x": 0.5}, "value": 1})"}) {
    const auto refused = answer(line);
    ASSERT_EQ(refused.count("error"), 1u) << line << " → " << refused;
    EXPECT_GT(refused.at("error").get<std::string>().size(), 10u) << line;
  }
  EXPECT_EQ(study->trial(0).state, TrialState::Running);
  EXPECT_TRUE(study->trial(0).reports.empty());
}

TEST_F(AskTellProtocol, SaysWhenTheStudyIsOver) {
  auto spec = study->spec();
  spec.limits.trials = 2;
  study = AskTell::create(spec).value();
  const auto asked = answer(R"({"ask": 3})");
  EXPECT_EQ(asked.at("trials").size(), 2u);
  EXPECT_EQ(asked.count("over"), 0u) << "two are running";
  answer(R"({"tell": 0, "value": 1})");
  answer(R"({"tell": 1, "value": 2})");
  EXPECT_EQ(answer(R"({"ask": 1})").at("over"), true);
}

TEST_F(AskTellProtocol, SurvivesRubbish) {
  Rng random(7);
  const std::string good = R"({"tell": 0, "values": [1, NaN], "report": {"loss": -Infinity}, "step": 3})";
  for (int i = 0; i < 20'000; ++i) {
    std::string line = good;
    for (int change = 0; change < 3; ++change) {
      const auto at = static_cast<std::size_t>(random.uniform() * static_cast<double>(line.size()));
      if (random.uniform() < 0.5)
        line[at] = static_cast<char>(random() & 0xff);
      else
        line.erase(at, 1 + (random() & 7));
    }
    EXPECT_TRUE(answer(line).is_object()) << line;
  }
  const std::string deep(200'000, '[');
  EXPECT_EQ(answer(deep).count("error"), 1u);
}

} // namespace
} // namespace sweep
