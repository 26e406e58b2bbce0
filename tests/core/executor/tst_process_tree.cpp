// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/executor/process_tree.h"

#include <gtest/gtest.h>

#include <string>
#include <unistd.h>

using namespace sweep;

namespace {

ProcessEntry process(pid_t pid, pid_t parent, pid_t session, std::uint64_t start, std::string token = {}) {
  ProcessEntry entry;
  entry.pid = pid;
  entry.parent = parent;
  entry.group = entry.session = session;
  entry.start = start;
  entry.state = 'S';
  entry.residentBytes = 1000 + pid;
  entry.token = std::move(token);
  return entry;
}

} // namespace

TEST(ProcessTree, IsTheRootItsSessionItsDescendantsAndItsToken) {
  ProcessTree tree(700, 50, true);
  tree.update({process(703, 702, 702, 53), process(702, 701, 702, 52), process(700, 1, 700, 50),
               process(701, 700, 700, 51), process(704, 1, 700, 54), process(705, 1, 705, 55, "700.50"),
               process(706, 1, 706, 55, "700.49"), process(707, 1, 707, 55)});
  EXPECT_EQ(tree.size(), 6U);
  EXPECT_EQ(tree.residentBytes(), 6 * 1000 + 700 + 701 + 702 + 703 + 704 + 705);
}

TEST(ProcessTree, RemembersWhoBelongedToIt) {
  ProcessTree tree(700, 50, true);
  tree.update({process(700, 1, 700, 50), process(702, 700, 702, 52)});
  tree.update({process(702, 1, 702, 52)});
  EXPECT_EQ(tree.size(), 1U) << "its parent is gone and it has left the session";
  tree.update({process(702, 1, 702, 90)});
  EXPECT_TRUE(tree.empty()) << "a later process has the number";
}

TEST(ProcessTree, WithALostNumberOnlyTheTokenCounts) {
  ProcessTree tree(700, 50, false);
  tree.update({process(700, 1, 700, 99), process(701, 700, 700, 99), process(705, 1, 700, 55, "700.50")});
  EXPECT_EQ(tree.size(), 1U);
}

TEST(ProcessTree, ZombiesHaveEndedAndTheApplicationIsNoMember) {
  ProcessTree tree(700, 50, true);
  auto zombie = process(700, 1, 700, 50);
  zombie.state = 'Z';
  auto ourselves = process(::getpid(), 1, 700, 40, "700.50");
  tree.update({zombie, ourselves});
  EXPECT_TRUE(tree.empty());
  zombie.threads = 3;
  tree.update({zombie});
  EXPECT_EQ(tree.size(), 1U) << "only its first thread has ended";
}

TEST(ProcessTable, FindsThisProcess) {
  const auto entry = readProcess(::getpid());
  ASSERT_TRUE(entry);
  EXPECT_EQ(entry->parent, ::getppid());
  EXPECT_EQ(entry->session, ::getsid(0));
  EXPECT_GT(entry->start, 0U);
  EXPECT_GT(entry->residentBytes, 100'000);
  EXPECT_FALSE(readProcess(0x7ffffff));
}

TEST(ProcessTable, ReadsAStartBehindAnyName) {
  const std::string text =
      "12 (a) b) (c 1 2) S 1 12 12 0 -1 4194560 1 2 3 4 5 6 7 8 20 0 1 0 98765 1 2 3";
  EXPECT_EQ(startOfStat(text.data(), text.size()), 98765U);
  EXPECT_EQ(startOfStat("rubbish", 7), 0U);
}
