// SPDX-License-Identifier: GPL-3.0-or-later
// Values that want to be more than values: what a program is given is what the study says, byte for byte.
#include "core/base/text.h"
#include "tests/faults/fault_test.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <sys/resource.h>

namespace sweep::test {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::Contains;
using testing::Each;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

/// A text between double quotes of YAML.
std::string yaml(const std::string& text) { return nlohmann::json(text).dump(); }

/// What nobody's shell, template or parser may touch.
const std::vector<std::string> Nasty = {"$(touch owned)", "`touch owned`", "; touch owned", "| touch owned", "a b", "*", "'", "\"",
                                        "\\", "\n", "a\nb\n", "\t", "${y}", "{y}", "$${y}", "%1", "%s%n", "~", "#", "&&", ">owned",
                                        "-rf", "--flag=$(touch owned)", "@owned", "", " ", "é😀", "\x01\x1b[2J\x7f"};

class Injection : public FaultTest {
protected:
  /// A grid over these values of v; fake_trial echoes what it is given behind the words of the template.
  void echoStudy(const std::vector<std::string>& values, const std::vector<std::string>& words, const std::string& more = {}) {
    std::vector<std::string> quoted;
    std::ranges::transform(values, std::back_inserter(quoted), yaml);
    std::vector<std::string> mode{"echo"};
    mode.insert(mode.end(), words.begin(), words.end());
    fakeStudy(mode, "method: grid\nparallel: 1\nrun_cap: " + std::to_string(values.size()) + "\n" + more +
                        "parameters:\n  v: {values: [" + joined(quoted, ", ") + "]}\n  y: {value: expanded}\n");
  }
  std::string given(int trial, const std::string& name) const { return logOf(trial, name); }
  /// The words behind "echo".
  std::vector<std::string> wordsOf(int trial) const {
    auto words = split(given(trial, "words"), '\0');
    words.pop_back();
    words.erase(words.begin());
    return words;
  }
  std::vector<std::string> variablesOf(int trial) const { return split(given(trial, "variables"), '\0'); }

  void runAll(std::size_t count) {
    const auto end = run();
    EXPECT_EQ(end.exitCode, 0) << end.errors;
    EXPECT_THAT(trialsThatAre(TrialState::Complete), SizeIs(count));
    EXPECT_FALSE(fs::exists(path("owned")));
  }
  /// Both ways in say so, and make nothing.
  void expectRefused(const std::string& sentence) {
    for (const char* command : {"check", "run"}) {
      const auto end = runApp(folder.path(), {command, "study.yaml"}, variables);
      EXPECT_EQ(end.exitCode, 2);
      EXPECT_THAT(end.errors, HasSubstr(sentence));
    }
    EXPECT_FALSE(fs::exists(path("study.sweep")));
  }
};

TEST_F(Injection, F81_ValuesArriveAsTheyAreWhateverTheTemplate) {
  echoStudy(Nasty, {"${args}", "${v}", "x${v}x", "${args_no_equals}", "${args_json}"});
  runAll(Nasty.size());
  for (std::size_t i = 0; i < Nasty.size(); ++i) {
    const auto& value = Nasty[i];
    const auto words = wordsOf(static_cast<int>(i));
    ASSERT_THAT(words, SizeIs(9)) << value;
    EXPECT_EQ(words[0], "--v=" + value);
    EXPECT_EQ(words[1], "--y=expanded");
    EXPECT_EQ(words[2], value);
    EXPECT_EQ(words[3], "x" + value + "x");
    EXPECT_THAT(std::vector(words.begin() + 4, words.begin() + 8), ElementsAre("--v", value, "--y", "expanded"));
    EXPECT_EQ(nlohmann::json::parse(words[8]).at("v"), value);
    EXPECT_THAT(variablesOf(static_cast<int>(i)), Contains("SWEEP_V=" + value));
    EXPECT_EQ(*stored().trials[i].configuration.find("v"), Value(value));
  }
}

/// Every byte that can be part of a text; those that cannot are no value (F81_BytesThatAreNoText).
TEST_F(Injection, F81_EveryByteOfATextArrives) {
  std::string all;
  for (int c = 1; c < 0x80; ++c)
    all += static_cast<char>(c);
  for (int lead = 0xc2; lead < 0xe0; ++lead)
    for (const char next : {'\x80', '\xbf'})
      all += {static_cast<char>(lead), next};
  for (int next = 0x80; next < 0xc0; ++next)
    all += {'\xe1', static_cast<char>(next), '\x80', '\xe2', '\x82', static_cast<char>(next)};
  for (int lead = 0xe1; lead < 0xf0; ++lead)
    all += {static_cast<char>(lead), '\x80', '\x81'};
  all += "\xe0\xa0\x80";
  all += "\xf0\x90\x80\x81\xf1\x80\x80\x81\xf2\x80\x80\x81\xf3\x80\x80\x81\xf4\x80\x80\x81";
  std::array<bool, 256> covered{};
  for (const char c : all)
    covered[static_cast<unsigned char>(c)] = true;
  EXPECT_EQ(std::ranges::count(covered, false), 1 + 2 + 11) << "NUL, C0, C1 and F5 … FF";
  echoStudy({all}, {"${args}", "${v}"});
  runAll(1);
  EXPECT_THAT(wordsOf(0), ElementsAre("--v=" + all, "--y=expanded", all));
  EXPECT_THAT(variablesOf(0), Contains("SWEEP_V=" + all));
}

TEST_F(Injection, F81_BytesThatAreNoTextAreRefused) {
  for (const char* bytes : {"\xc0\xaf", "\xff", "\xf5\x80\x80\x80", "\xed\xa0\x80"}) {
    fakeStudy({"echo"}, "parameters: {v: {values: [\"" + std::string(bytes) + "\"]}}");
    expectRefused("there are bytes that are not text; save the file as UTF-8.");
  }
}

TEST_F(Injection, F81_TheExportedCommandStartsTheSameAgain) {
  echoStudy(Nasty, {"${args}", "${v}"});
  runAll(Nasty.size());
  for (std::size_t i = 0; i < Nasty.size(); ++i) {
    const auto before = wordsOf(static_cast<int>(i));
    const auto line = runApp(folder.path(), {"best", "study.sweep", "--trial", std::to_string(i), "--format", "command"}).output;
    writeFile(path("again.sh"), "export SWEEP_DIR=" + shellQuoted(path("again")) + "\n" + line);
    fs::create_directory(path("again"));
    ASSERT_EQ(std::system(("cd / && sh " + shellQuoted(path("again.sh")) + " > /dev/null").c_str()), 0) << line;
    auto words = split(fileContent(path("again/words")), '\0');
    words.pop_back();
    words.erase(words.begin());
    EXPECT_EQ(words, before) << line;
    fs::remove_all(path("again"));
  }
  EXPECT_FALSE(fs::exists(path("owned")));
}

TEST_F(Injection, F82_AValueIsNeverMoreThanTheTemplateSays) {
  const std::vector<std::string> dashes = {"-rf", "--flag=1", "--", "-", "@file"};
  echoStudy(dashes, {"${args}", "--", "${v}"});
  runAll(dashes.size());
  for (std::size_t i = 0; i < dashes.size(); ++i)
    EXPECT_THAT(wordsOf(static_cast<int>(i)), ElementsAre("--v=" + dashes[i], "--y=expanded", "--", dashes[i]));
}

TEST_F(Injection, F82_AValueThatStandsAloneAndLooksLikeAnOptionIsWarnedOf) {
  const auto warnings = [&](const std::vector<std::string>& words) {
    echoStudy({"safe", "-rf"}, words);
    const auto end = runApp(folder.path(), {"check", "study.yaml"});
    EXPECT_EQ(end.exitCode, 0) << end.errors;
    return end.errors;
  };
  const std::string sentence = "warning: “-rf” of v stands as a word of its own, and the program may take it for an option. Write "
                               "--v=${v}, or a word -- before it.";
  EXPECT_THAT(warnings({"${v}"}), HasSubstr(sentence));
  EXPECT_THAT(warnings({"${args_no_equals}"}), HasSubstr(sentence));
  for (const auto& words : std::vector<std::vector<std::string>>{{"--v=${v}"}, {"--", "${v}"}, {"${args}"}, {"${args_no_hyphens}"}})
    EXPECT_THAT(warnings(words), IsEmpty());
}

TEST_F(Injection, F83_ANulByteIsRefusedWhereverItStands) {
  fakeStudy({"echo"}, "parameters: {v: {values: [\"a\\0b\"]}}");
  expectRefused("parameter v: A text with a NUL character cannot be handed to a program.");
  fakeStudy({"echo"}, "parameters: {v: {value: \"a\\0b\"}, x: {min: 0, max: 9}}");
  expectRefused("parameter v: A text with a NUL character cannot be handed to a program.");
  fakeStudy({"echo", "a\\0b"});
  expectRefused("The command contains a NUL byte, which no program can be given. Take it out.");
  fakeStudy({"echo"}, "environment: {TEXT: \"a\\0b\"}");
  expectRefused("The value of TEXT contains a NUL byte, which no program can be given. Take it out.");
  fakeStudy({"echo"}, "environment: {\"A\\0B\": text}");
  expectRefused("“A\\x00B” cannot be the name of an environment variable.");
  fakeStudy({"echo"}, "secrets: [\"A\\0B\"]");
  expectRefused("“A\\x00B” cannot be the name of an environment variable.");
  fakeStudy({"echo"}, "working_directory: \"/tmp\\0x\"");
  expectRefused("The working folder /tmp\\x00x does not exist.");
  fakeStudy({"echo"}, "name: \"a\\0b\"");
  expectRefused("The name “a\\x00b” has a character in it that cannot be seen.");
  fakeStudy({"echo"}, "resources: {devices: [\"0\\0\"]}");
  expectRefused("The name “0\\x00” has a character in it that cannot be seen.");
}

TEST_F(Injection, F84_AWordThatIsTooLongIsRefusedBeforeTheRunAndAFileOffered) {
  const std::string word = "“--v=" + std::string(26, 'x') + "…”";
  const std::string sentence = " has 200004 bytes, and the system hands at most 131071 to a program in one piece. Let the program read "
                               "its values from a file: put ${args_json_file} into the command";
  echoStudy({"short", std::string(200'000, 'x')}, {"${args}"});
  expectRefused(word + sentence);
  echoStudy({"short", std::string(200'000, 'x')}, {"${args_json_file}", "${args}"});
  expectRefused(word + sentence);
  echoStudy({"short", std::string(200'000, 'x')}, {});
  expectRefused("“SWEEP_V=" + std::string(22, 'x') + "…” has 200008 bytes");
}

TEST_F(Injection, F84_AsMuchAsTheSystemTakesIsHandedOver) {
  const std::string longest(131'071 - std::string("SWEEP_V=").size(), 'x');
  echoStudy({longest}, {"${args}"});
  runAll(1);
  EXPECT_EQ(wordsOf(0).front(), "--v=" + longest);
  echoStudy({longest + "x"}, {"${args}"});
  fs::remove(path("study.sweep"));
  expectRefused("“SWEEP_V=" + std::string(22, 'x') + "…” has 131072 bytes");
}

TEST_F(Injection, F84_LongValuesGoThroughTheFile) {
  const std::vector<std::string> values = {"short", std::string(300'000, 'x'), "\"\\\n\t\x01 é😀"};
  echoStudy(values, {"--config", "${args_json_file}"});
  runAll(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto words = wordsOf(static_cast<int>(i));
    ASSERT_THAT(words, SizeIs(2));
    EXPECT_EQ(words[1], path("study.trials/0000" + std::to_string(i) + "/arguments.json"));
    EXPECT_EQ(nlohmann::json::parse(fileContent(words[1])), (nlohmann::json{{"v", values[i]}, {"y", "expanded"}}));
    EXPECT_EQ(fs::status(words[1]).permissions(), fs::perms::owner_read | fs::perms::owner_write);
    const auto environment = variablesOf(static_cast<int>(i));
    EXPECT_EQ(std::ranges::count_if(environment, [](const auto& one) { return one.starts_with("SWEEP_V="); }), i == 1 ? 0 : 1);
    EXPECT_THAT(environment, Contains("SWEEP_Y=expanded"));
  }
}

TEST_F(Injection, F84_AllWordsTogetherMayBeTooMuchToo) {
  std::string parameters = "parameters:\n  x: {min: 0.0, max: 1.0}\n";
  for (int i = 0; i < 60; ++i)
    parameters += "  p" + std::to_string(i) + ": {value: " + std::string(60'000, 'x') + "}\n";
  fakeStudy({"echo", "${args}"}, "run_cap: 2\n" + parameters);
  expectRefused("bytes together, and the system hands at most");
  fakeStudy({"echo", "${args_json_file}"}, "run_cap: 2\n" + parameters);
  runAll(2);
  EXPECT_EQ(nlohmann::json::parse(fileContent(wordsOf(1).front())).size(), 61u);
  EXPECT_THAT(variablesOf(0), AllOf(Contains("SWEEP_TRIAL=0"), Not(Contains(HasSubstr("SWEEP_P")))));
}

TEST_F(Injection, F85_ATemplateIsFilledInOnce) {
  echoStudy({"${y}", "{", "}", "${", "$", "${v}${v}", "${args}", "${nobody}"}, {"{${v}}", "$${v}", "a{b}c", "$v", "${v}${y}"});
  runAll(8);
  for (int i = 0; i < 8; ++i) {
    const auto value = valueText(*stored().trials[static_cast<std::size_t>(i)].configuration.find("v"));
    EXPECT_THAT(wordsOf(i), ElementsAre("{" + value + "}", "${v}", "a{b}c", "$v", value + "expanded"));
  }
}

TEST_F(Injection, F85_WhatATemplateCannotMeanIsRefused) {
  fakeStudy({"echo", "${v"});
  expectRefused("“${v” has a ${ without its }. Write $${ for a literal ${.");
  fakeStudy({"echo", "${nobody}"});
  expectRefused("${nobody}");
  fakeStudy({"echo", "a${args}"});
  expectRefused("${args} stands for whole words: in “a${args}” it must be a word of its own.");
}

TEST_F(Injection, F85_SentencesAreFilledInOnceToo) {
  scriptStudy("echo '%1 %2 %3' >&2; exit 1", "run_cap: 9\nmetric: {name: \"%2\", goal: minimize}");
  EXPECT_THAT(run().errors, HasSubstr("its first 5 trials all failed. The last one said: “%1 %2 %3”."));
}

} // namespace
} // namespace sweep::test
