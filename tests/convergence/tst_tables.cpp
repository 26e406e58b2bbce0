// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/text.h"
#include "tests/convergence/tables.h"

#include <cmath>
#include <fstream>
#include <gtest/gtest.h>

namespace sweep::test {
namespace {

TEST(Tables, KnowTheMeanOfTheLowestOfSomeDraws) {
  EXPECT_DOUBLE_EQ(expectedLowest({4.0, 2.0, 9.0}, 1), 5.0);
  EXPECT_DOUBLE_EQ(expectedLowest({4.0, 2.0, 9.0}, 2), (2.0 + 2.0 + 4.0) / 3.0);
  EXPECT_DOUBLE_EQ(expectedLowest({4.0, 2.0, 9.0}, 3), 2.0);
  EXPECT_DOUBLE_EQ(expectedLowest({4.0, 2.0, 9.0}, 7), 2.0);
}

/// The recorded expectation of a table after some draws, in the table's own direction.
std::optional<double> recorded(const TableEntry& entry, const std::string& column) {
  std::ifstream file(dataFolder() / "random_search_expected.csv");
  std::string line;
  std::getline(file, line);
  const auto header = split(line, ',');
  const auto at = std::find(header.begin(), header.end(), column) - header.begin();
  while (std::getline(file, line)) {
    const auto cells = split(line, ',');
    if (cells[0] == entry.expectedTable && cells[1] == entry.expectedObjective)
      return (cells[2] == "max" ? -1.0 : 1.0) * readNumber(cells[static_cast<std::size_t>(at)]).value();
  }
  return std::nullopt;
}

TEST(Tables, HaveTheRecordedExpectations) {
  if (!std::filesystem::exists(dataFolder()))
    GTEST_SKIP() << "no tables in " << dataFolder();
  for (const auto& entry : tables()) {
    const auto table = entry.create();
    ASSERT_TRUE(table) << entry.name << ": " << table.error().str();
    for (const int draws : {10, 25, 50, 100, 200, 500}) {
      const auto expected = recorded(entry, "random_best_of_" + std::to_string(draws));
      ASSERT_TRUE(expected) << entry.name;
      EXPECT_NEAR(expectedLowest(table->losses, draws), *expected, 2e-5 * std::abs(*expected)) << entry.name;
    }
    EXPECT_NEAR(table->problem.optimum, recorded(entry, "best").value(),
                2e-5 * std::abs(table->problem.optimum))
        << entry.name;
  }
}

} // namespace
} // namespace sweep::test
