// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/app/sweepscope_process.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <QFile>

namespace sweep::test {
namespace {

constexpr int Patience = 60'000;

/// `sweepscope asktell` as another program uses it: a line in, a line out.
class Partner {
public:
  Partner(const SweepscopeFolder& folder, const QStringList& words) { folder.start(m_process, QStringList("asktell") + words); }

  nlohmann::json answer(const char* line) {
    m_process.write(line);
    m_process.write("\n");
    while (!m_process.canReadLine() && m_process.waitForReadyRead(Patience)) {
    }
    return nlohmann::json::parse(m_process.readLine().toStdString());
  }

  int end() {
    m_process.closeWriteChannel();
    return m_process.waitForFinished(Patience) ? m_process.exitCode() : -1;
  }
  void kill() {
    m_process.kill();
    m_process.waitForFinished(Patience);
  }

private:
  QProcess m_process;
};

TEST(AskTellCommand, ServesAnyProgramWithoutStartingTheStudysOwn) {
  const SweepscopeFolder folder;
  folder.write("study.yaml", "program: ./not-there\nmethod: tpe\nrun_cap: 20\nmetric: {name: loss, goal: minimize}\n"
                             "parameters:\n  x: {min: 0.0, max: 1.0}\n");
  Partner partner(folder, {"study.yaml", "--study", "kept.sweep"});
  double best = 2.0;
  for (int i = 0; i < 9; ++i) {
    const auto trial = partner.answer(R"({"ask": 1})").at("trials").at(0);
    const double loss = trial.at("configuration").at("x").get<double>();
    best = std::min(best, loss);
    const auto told = partner.answer(
        nlohmann::json({{"tell", trial.at("trial")}, {"value", loss}}).dump().c_str());
    EXPECT_EQ(told.at("state"), "complete");
  }
  // What was answered is on disk.
  const auto interrupted = partner.answer(R"({"ask": 1})").at("trials").at(0);
  partner.kill();
  Partner next(folder, {"study.yaml", "--study", "kept.sweep"});
  EXPECT_EQ(next.answer(R"({"best": true})").at("value"), best);
  const auto again = next.answer(R"({"ask": 1})").at("trials").at(0);
  EXPECT_EQ(again.at("trial"), interrupted.at("trial"));
  EXPECT_EQ(again.at("configuration"), interrupted.at("configuration"));
  EXPECT_EQ(next.end(), 0);
  EXPECT_EQ(folder.call({"trials", "kept.sweep"}).out.count('\n'), 11);
}

TEST(AskTellCommand, RefusesAStudyThatIsAnother) {
  const SweepscopeFolder folder;
  folder.writeStudy(3);
  ASSERT_EQ(folder.call({"run", "study.yaml"}).exitCode, 0);
  folder.write("other.yaml", "program: x\nmethod: tpe\nmetric: {name: loss}\nparameters:\n  y: {min: 0.0, max: 1.0}\n");
  const auto refused = folder.call({"asktell", "other.yaml", "--study", "study.sweep"});
  EXPECT_EQ(refused.exitCode, 2);
  EXPECT_TRUE(refused.err.contains("holds another study")) << refused.err.toStdString();
  folder.write("bad.yaml", "program: x\nmetric: {name: loss}\nparameters:\n  y: {min: 2.0, max: 1.0}\n");
  EXPECT_EQ(folder.call({"asktell", "bad.yaml"}).exitCode, 2);
}

} // namespace
} // namespace sweep::test
