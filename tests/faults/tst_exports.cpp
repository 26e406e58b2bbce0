// SPDX-License-Identifier: GPL-3.0-or-later
// What is written for other programs, and where.
#include "tests/faults/fault_test.h"

#include <filesystem>
#include <nlohmann/json.hpp>

namespace sweep::test {
namespace {

namespace fs = std::filesystem;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const std::vector<std::string> Formulas = {"=cmd|' /C calc'!A0", "=1+1", "+1+1", "-1+1", "@SUM(1)", "\t=1", "\r=1", "＝1+1", "plain, \"quoted\"", "-0.5", "=\n=1"};

/// RFC 4180, strictly.
std::vector<std::vector<std::string>> tableOf(const std::string& csv) {
  std::vector<std::vector<std::string>> rows(1, {""});
  bool quoted = false;
  for (std::size_t i = 0; i < csv.size(); ++i) {
    auto& cell = rows.back().back();
    if (quoted && csv[i] == '"' && i + 1 < csv.size() && csv[i + 1] == '"')
      cell += csv[++i];
    else if (csv[i] == '"')
      quoted = !quoted;
    else if (!quoted && csv[i] == ',')
      rows.back().emplace_back();
    else if (!quoted && csv.substr(i, 2) == "\r\n")
      rows.push_back({""}), ++i;
    else
      cell += csv[i];
  }
  rows.pop_back();
  return rows;
}

class Exports : public FaultTest {
protected:
  /// A grid over the formulas, every second trial failing with one as its last words.
  void formulaStudy() {
    std::string values;
    for (const auto& formula : Formulas)
      values += nlohmann::json(formula).dump() + ", ";
    scriptStudy("[ $((SWEEP_TRIAL % 2)) -eq 0 ] || exit 1\nprintf '{\"loss\": -0.5, \"=cmd|other\": -2}\\n'",
                "method: grid\nrun_cap: " + std::to_string(Formulas.size()) +
                    "\nstop_after_initial_failures: 0\nparallel: 1\nparameters:\n  text: {values: [" + values + "]}\n  number: {value: -0.5}");
    ASSERT_EQ(run().exitCode, 0);
  }
  std::vector<std::vector<std::string>> table(const std::vector<std::string>& more = {}) const {
    std::vector<std::string> words = {"trials", "study.sweep"};
    words.insert(words.end(), more.begin(), more.end());
    const auto end = runApp(folder.path(), words);
    EXPECT_EQ(end.exitCode, 0);
    return tableOf(end.output);
  }
};

TEST_F(Exports, F92_NoTextOfATableIsAFormula) {
  formulaStudy();
  const auto rows = table();
  ASSERT_THAT(rows, testing::SizeIs(Formulas.size() + 1));
  EXPECT_THAT(rows[0], ElementsAre("number", "state", "value", "text", "parameter number", "'=cmd|other", "seconds", "budget", "failure", "origin"));
  for (std::size_t i = 0; i < Formulas.size(); ++i) {
    const auto& row = rows[i + 1];
    ASSERT_THAT(row, testing::SizeIs(rows[0].size()));
    const bool isHarmless = Formulas[i] == "-0.5" || Formulas[i].starts_with("plain");
    EXPECT_EQ(row[3], (isHarmless ? "" : "'") + Formulas[i]);
    EXPECT_EQ(row[2], i % 2 == 0 ? "-0.5" : "") << "numbers stay numbers";
    EXPECT_EQ(row[4], "-0.5");
    EXPECT_EQ(row[5], i % 2 == 0 ? "-2" : "");
  }
}

TEST_F(Exports, F92_RawTextsComeBackAsTheyWere) {
  formulaStudy();
  const auto rows = table({"--raw"});
  EXPECT_EQ(rows[0][5], "=cmd|other");
  for (std::size_t i = 0; i < Formulas.size(); ++i)
    EXPECT_EQ(rows[i + 1][3], Formulas[i]);
  const auto json = nlohmann::json::parse(runApp(folder.path(), {"trials", "study.sweep", "--format", "json"}).output);
  for (std::size_t i = 0; i < Formulas.size(); ++i)
    EXPECT_EQ(json[i]["configuration"]["text"], Formulas[i]);
}

TEST_F(Exports, F93_AnExportNeverTakesThePlaceOfAStudy) {
  scriptStudy("echo loss: 1");
  ASSERT_EQ(run().exitCode, 0);
  const auto before = stored();
  fs::create_symlink("study.sweep", path("link"));
  for (const char* output : {"study.sweep", "./study.sweep", "link"})
    for (auto words : std::vector<std::vector<std::string>>{
             {"trials", "study.sweep"}, {"best", "study.sweep"}, {"chart", "study.sweep", "--kind", "history"}}) {
      words.insert(words.end(), {"-o", output});
      const auto end = runApp(folder.path(), words);
      EXPECT_EQ(end.exitCode, 1) << words[0] << " " << output;
      EXPECT_THAT(end.errors, HasSubstr(words[0] == "chart" ? "could not be written" : "holds a study, which is not overwritten. Choose another name."));
    }
  EXPECT_EQ(stored().trials, before.trials);
}

TEST_F(Exports, F93_AnExportIsWholeOrNotThere) {
  scriptStudy("echo loss: 1");
  ASSERT_EQ(run().exitCode, 0);
  writeFile(path("trials.csv"), "older");
  EXPECT_EQ(runApp(folder.path(), {"trials", "study.sweep", "-o", "trials.csv"}).exitCode, 0);
  EXPECT_THAT(fileContent(path("trials.csv")), testing::StartsWith("number,state"));
  fs::create_directory(path("folder"));
  const std::string longest(300, 'n');
  for (const auto& output : {std::string("folder"), std::string("gone/trials.csv"), longest, std::string("study.yaml/x")}) {
    const auto end = runApp(folder.path(), {"trials", "study.sweep", "-o", output});
    EXPECT_EQ(end.exitCode, 1) << output;
    EXPECT_THAT(end.errors, HasSubstr("could not be written"));
  }
  for (const auto& entry : fs::directory_iterator(folder.path()))
    EXPECT_FALSE(entry.path().filename().string().starts_with("trials.csv.")) << "nothing half written is left";
}

TEST_F(Exports, F93_StudiesWhoseNamesArePathsStayWhereTheyAre) {
  for (const char* name : {"../../.bashrc", "/etc/passwd", "a/b", "CON", "trailing.", "-rf"}) {
    scriptStudy("echo loss: 1", "name: \"" + std::string(name) + "\"");
    EXPECT_EQ(run().exitCode, 0) << name;
    EXPECT_EQ(stored().spec.name, name);
    fs::remove(path("study.sweep"));
    fs::remove_all(path("study.trials"));
  }
}

} // namespace
} // namespace sweep::test
