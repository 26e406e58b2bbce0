// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/study_file.h"

#include <cmath>
#include <gmock/gmock.h>

namespace sweep {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

/// A study with this one parameter, given in flow style.
Result<StudyFile> fileWith(const std::string& parameter, const std::string& method = "random") {
  return readStudyFile("method: " + method + "\nmetric: {name: loss}\nparameters:\n  x: " + parameter + "\n");
}

struct Read {
  Domain domain;
  std::vector<std::string> notes;
};
Read read(const std::string& parameter, const std::string& method = "random") {
  const auto file = fileWith(parameter, method);
  if (!file || file->spec.space.parameters.empty()) {
    ADD_FAILURE() << (file ? "no parameter" : file.error().str());
    return {};
  }
  Read result{file->spec.space.parameters.front().domain, {}};
  for (const auto& note : file->notes)
    result.notes.push_back(note.message.str());
  return result;
}

std::string errorOf(const std::string& parameter) {
  const auto file = fileWith(parameter);
  return file ? "(read)" : file.error().str();
}

TEST(WandbParameters, ShapesAreFoundAsWandbFindsThem) {
  EXPECT_EQ(read("{value: 40}").domain, Domain(ConstantDomain{std::int64_t(40)}));
  EXPECT_EQ(read("{values: [a, 1, 1.0, true, null]}").domain,
            Domain(CategoricalDomain{{std::string("a"), std::int64_t(1), 1.0, true, Value()}, {}}));
  EXPECT_EQ(read("{values: [a, b], probabilities: [0.25, 0.75]}").domain,
            Domain(CategoricalDomain{{std::string("a"), std::string("b")}, {0.25, 0.75}}));
  EXPECT_EQ(read("{min: 1, max: 5}").domain, Domain(IntDomain{1, 5, false, 1}));
  EXPECT_EQ(read("{min: 1, max: 5.0}").domain, Domain(FloatDomain{1, 5, false, {}}));
  EXPECT_EQ(read("{distribution: uniform, min: 1, max: 5}").domain, Domain(FloatDomain{1, 5, false, {}}));
  EXPECT_EQ(read("{distribution: int_uniform, min: 1, max: 5}").domain, Domain(IntDomain{1, 5, false, 1}));
}

TEST(WandbParameters, NumbersMayLackTheirDotOrStandInQuotes) {
  EXPECT_EQ(read("{min: 1e-5, max: 1e-3}").domain, Domain(FloatDomain{1e-5, 1e-3, false, {}}));
  EXPECT_EQ(read("{distribution: log_uniform_values, min: \"1e-5\", max: 1e-3}").domain,
            Domain(FloatDomain{1e-5, 1e-3, true, {}}));
  EXPECT_EQ(read("{values: [1e-3, 5e-4]}").domain, Domain(CategoricalDomain{{1e-3, 5e-4}, {}}));
}

TEST(WandbParameters, LogRanges) {
  const auto values = read("{distribution: log_uniform_values, min: 0.001, max: 1}");
  EXPECT_EQ(values.domain, Domain(FloatDomain{0.001, 1.0, true, {}}));
  EXPECT_THAT(values.notes, IsEmpty());
  EXPECT_EQ(read("{distribution: inv_log_uniform_values, min: 0.001, max: 1}").domain, values.domain);

  const auto exponents = read("{distribution: log_uniform, min: -9.2, max: -6.9}");
  EXPECT_EQ(exponents.domain, Domain(FloatDomain{std::exp(-9.2), std::exp(-6.9), true, {}}));
  ASSERT_THAT(exponents.notes, SizeIs(1));
  EXPECT_THAT(exponents.notes[0], HasSubstr("exponents"));
  EXPECT_EQ(read("{distribution: inv_log_uniform, min: 1, max: 2}").domain,
            Domain(FloatDomain{std::exp(-2.0), std::exp(-1.0), true, {}}));
}

TEST(WandbParameters, WholeNumbersOnALogScale) {
  const auto whole = read("{distribution: q_log_uniform_values, q: 1, min: 8, max: 512}");
  EXPECT_EQ(whole.domain, Domain(IntDomain{8, 512, true, 1}));
  EXPECT_THAT(whole.notes, IsEmpty());
  const auto eights = read("{distribution: q_log_uniform_values, q: 8, min: 8, max: 512}");
  EXPECT_EQ(eights.domain, Domain(IntDomain{8, 512, true, 1}));
  EXPECT_THAT(eights.notes, SizeIs(1));
  const auto real = read("{distribution: q_log_uniform_values, q: 0.5, min: 1, max: 16}");
  EXPECT_EQ(real.domain, Domain(FloatDomain{1, 16, true, {}}));
  EXPECT_THAT(real.notes, SizeIs(1));
}

TEST(WandbParameters, QuantisedRangesHoldMultiples) {
  EXPECT_EQ(read("{distribution: q_uniform, min: 0, max: 1, q: 0.25}").domain,
            Domain(FloatDomain{0, 1, false, 0.25}));
  EXPECT_EQ(read("{distribution: q_uniform, min: 8, max: 64, q: 8}").domain,
            Domain(IntDomain{8, 64, false, 8}));
  EXPECT_THAT(read("{distribution: q_uniform, min: 8, max: 64, q: 8}").notes, IsEmpty());
  const auto rounded = read("{distribution: q_uniform, min: 5, max: 61, q: 8}");
  EXPECT_EQ(rounded.domain, Domain(IntDomain{8, 64, false, 8}));
  ASSERT_THAT(rounded.notes, SizeIs(1));
  EXPECT_THAT(rounded.notes[0], HasSubstr("8 – 64"));
  EXPECT_THAT(read("{distribution: q_uniform, min: 8, max: 64, q: 8}", "grid").notes[0], HasSubstr("max"));
  EXPECT_THAT(errorOf("{distribution: q_uniform, min: 8, max: 64, q: 0}"), HasSubstr("q must be above 0"));
}

TEST(WandbParameters, BellCurvesBecomeRangesAndSaySo) {
  const auto normal = read("{distribution: normal, mu: 3_000, sigma: 300}");
  EXPECT_EQ(normal.domain, Domain(FloatDomain{2100, 3900, false, {}}));
  ASSERT_THAT(normal.notes, SizeIs(1));
  EXPECT_THAT(normal.notes[0], HasSubstr("2100 – 3900"));
  EXPECT_EQ(read("{distribution: normal}").domain, Domain(FloatDomain{-3, 3, false, {}}));
  EXPECT_EQ(read("{distribution: log_normal, mu: 0, sigma: 1}").domain,
            Domain(FloatDomain{std::exp(-3.0), std::exp(3.0), true, {}}));
  EXPECT_EQ(read("{distribution: beta, a: 2, b: 5}").domain, Domain(FloatDomain{0, 1, false, {}}));
  EXPECT_EQ(read("{distribution: q_normal, mu: 10, sigma: 2, q: 2}").domain,
            Domain(IntDomain{4, 16, false, 2}));
  EXPECT_EQ(read("{distribution: q_beta, q: 0.25}").domain, Domain(FloatDomain{0, 1, false, 0.25}));
}

TEST(WandbParameters, GroupsAreFlattened) {
  const auto file =
      fileWith("{parameters: {lr: {min: 0.0, max: 1.0}, deep: {parameters: {beta: {values: [1]}}}}}");
  ASSERT_TRUE(file) << file.error().str();
  ASSERT_THAT(file->spec.space.parameters, SizeIs(2));
  EXPECT_EQ(file->spec.space.parameters[0].name, "x.lr");
  EXPECT_EQ(file->spec.space.parameters[1].name, "x.deep.beta");
  ASSERT_THAT(file->notes, SizeIs(2));
  EXPECT_EQ(file->notes[0].line, 4);
  EXPECT_THAT(file->notes[0].message.str(), HasSubstr("x.lr"));
}

TEST(WandbParameters, ListsAndMapsAreChoicesOfTheirOwn) {
  EXPECT_EQ(
      read("{values: [[a], [a, 1], {b: 0.5, c: no}]}").domain,
      Domain(CategoricalDomain{
          {OpaqueValue{"[\"a\"]"}, OpaqueValue{"[\"a\",1]"}, OpaqueValue{"{\"b\":0.5,\"c\":false}"}}, {}}));
}

TEST(WandbParameters, OursStandBesideTheirs) {
  const auto file =
      readStudyFile("method: random\nmetric: {name: loss}\nparameters:\n"
                    "  a: {values: [sgd, adam], default: adam}\n"
                    "  b: {min: 0.0, max: 1.0, step: 0.1, default: 1, levels: [0, 0.5], condition: "
                    "{parameter: a, is: sgd}}\n"
                    "  c: {min: 1, max: 100, log: true, condition: {parameter: b, at_least: 0.5}}\n"
                    "  d: {min: 1, max: 9, step: 2, condition: {parameter: c, at_most: 10}}\n");
  ASSERT_TRUE(file) << file.error().str();
  EXPECT_THAT(file->notes, IsEmpty());
  const auto& p = file->spec.space.parameters;
  EXPECT_EQ(p[0].defaultValue, Value("adam"));
  EXPECT_EQ(p[1].domain, Domain(FloatDomain{0, 1, false, 0.1}));
  EXPECT_EQ(p[1].defaultValue, Value(1.0));
  EXPECT_EQ(p[1].gridLevels, (std::vector<Value>{0.0, 0.5}));
  EXPECT_EQ(p[1].condition, (Condition{"a", Relation::OneOf, {"sgd"}}));
  EXPECT_EQ(p[2].domain, Domain(IntDomain{1, 100, true, 1}));
  EXPECT_EQ(p[2].condition, (Condition{"b", Relation::AtLeast, {0.5}}));
  EXPECT_EQ(p[3].domain, Domain(IntDomain{1, 9, false, 2}));
  EXPECT_EQ(p[3].condition, (Condition{"c", Relation::AtMost, {std::int64_t(10)}}));
}

TEST(WandbParameters, NamesWhatIsWrong) {
  EXPECT_THAT(errorOf("{distribution: unifrom, min: 0, max: 1}"), HasSubstr("did you mean “uniform”"));
  EXPECT_THAT(errorOf("{distribution: cauchy}"), HasSubstr("there are: constant"));
  EXPECT_THAT(errorOf("{min: 1}"), HasSubstr("needs “max”"));
  EXPECT_THAT(errorOf("{}"), HasSubstr("“x” needs “min” and “max”"));
  EXPECT_THAT(errorOf("7"), HasSubstr("“x” should be a map"));
  EXPECT_THAT(errorOf("{min: low, max: 3}"),
              ::testing::StartsWith("line 4, column 12: “x: min” should be a number"));
  EXPECT_THAT(errorOf("{min: 0.0, max: .nan}"), HasSubstr("should be a number"));
  EXPECT_THAT(errorOf("{distribution: int_uniform, min: 0.5, max: 3}"), HasSubstr("whole number"));
  EXPECT_THAT(errorOf("{distribution: uniform, min: 9007199254740993, max: 1e300}"), HasSubstr("exactly"));
  EXPECT_THAT(errorOf("{values: 3}"), HasSubstr("should be a list"));
  EXPECT_THAT(errorOf("{min: 0, max: 1, condition: {is: [1]}}"), HasSubstr("a condition reads"));
}

TEST(WandbParameters, UnknownKeysAreNamedWithTheirLine) {
  const auto file = readStudyFile(
      "method: random\nmetric: {name: loss}\nparameters:\n  x:\n    min: 0\n    max: 1\n    defualt: 1\n");
  ASSERT_TRUE(file);
  ASSERT_THAT(file->notes, SizeIs(1));
  EXPECT_EQ(file->notes[0].line, 7);
  EXPECT_THAT(file->notes[0].message.str(), HasSubstr("did you mean “default”"));
}

} // namespace
} // namespace sweep
