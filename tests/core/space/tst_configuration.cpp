// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/space/configuration.h"

#include <gtest/gtest.h>

namespace sweep {
namespace {

TEST(Configuration, SetsFindsAndRemoves) {
  Configuration configuration = {{"a", std::int64_t{1}}, {"b", 2.0}};
  configuration.set("a", true);
  configuration.set("c", std::string("x"));
  EXPECT_EQ(*configuration.find("a"), Value(true));
  EXPECT_EQ(configuration.size(), 3u);
  configuration.remove("b");
  configuration.remove("missing");
  EXPECT_EQ(configuration.find("b"), nullptr);
  EXPECT_EQ(configuration.size(), 2u);
}

TEST(Configuration, ReadsBackItsJson) {
  const Configuration configuration = {{"z", std::int64_t{1} << 62},
                                       {"a,b:{", 1.0},
                                       {"quote\"", std::string("}, \"x\": [")},
                                       {"list", OpaqueValue{"[1,{\"k\":\"}\"}]"}},
                                       {"null", Value()}};
  const auto read = Configuration::fromJson(configuration.json());
  ASSERT_TRUE(read.ok()) << read.error().str();
  EXPECT_EQ(*read, configuration);
  EXPECT_EQ(*Configuration::fromJson(" { } "), Configuration());
}

TEST(Configuration, HasDifferentTextsForDifferentKinds) {
  EXPECT_NE(Configuration({{"a", std::int64_t{1}}}).json(), Configuration({{"a", 1.0}}).json());
  EXPECT_NE(Configuration({{"a", std::string("1")}}).json(), Configuration({{"a", std::int64_t{1}}}).json());
}

TEST(Configuration, RefusesWhatIsNotOne) {
  for (const char* text :
       {"", "[1]", "{\"a\":", "{\"a\":1,\"a\":2}", "{\"a\":100000000000000000000000}", "nonsense"})
    EXPECT_FALSE(Configuration::fromJson(text).ok()) << text;
}

} // namespace
} // namespace sweep
