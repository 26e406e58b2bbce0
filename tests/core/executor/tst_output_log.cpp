// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/executor/output_log.h"
#include "tests/support/temporary_folder.h"

#include <gtest/gtest.h>

#include <cerrno>
#include <fcntl.h>

using namespace sweep;
using namespace sweep::test;

namespace {

std::string letters(std::size_t count, std::size_t from = 0) {
  std::string text(count, ' ');
  for (std::size_t i = 0; i < count; ++i)
    text[i] = static_cast<char>('a' + (from + i) % 26);
  return text;
}

struct Fixture : testing::Test {
  TemporaryFolder folder;
  UniqueFd descriptor{::open(folder.path().c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC)};
  std::string content() const { return fileContent(folder / "log"); }
};

} // namespace

using OutputLogTest = Fixture;

TEST_F(OutputLogTest, HasNoFileWithoutOutput) {
  OutputLog log(descriptor.fd(), "log", 100);
  log.write("");
  log.finish();
  EXPECT_FALSE(std::filesystem::exists(folder / "log"));
  EXPECT_EQ(log.error(), 0);
}

TEST_F(OutputLogTest, KeepsEverythingUpToItsCapacity) {
  OutputLog log(descriptor.fd(), "log", 100);
  for (std::size_t i = 0; i < 100; i += 5)
    log.write(letters(5, i));
  log.finish();
  EXPECT_EQ(content(), letters(100));
}

TEST_F(OutputLogTest, KeepsTheFirstAndTheLastHalfWhateverThePieces) {
  for (const std::size_t piece : {1U, 3U, 7U, 49U, 50U, 51U, 99U, 100U, 101U, 977U}) {
    OutputLog log(descriptor.fd(), "log", 100);
    const std::string all = letters(977);
    for (std::size_t i = 0; i < all.size(); i += piece)
      log.write(std::string_view(all).substr(i, piece));
    log.finish();
    EXPECT_EQ(content(), letters(50) + "\n[… 877 bytes not kept …]\n" + letters(50, 927)) << piece;
  }
}

TEST_F(OutputLogTest, StartsAnew) {
  writeFile(folder / "log", letters(500));
  OutputLog log(descriptor.fd(), "log", 100);
  log.write("new");
  log.finish();
  EXPECT_EQ(content(), "new");
}

TEST_F(OutputLogTest, NeverFollowsALink) {
  writeFile(folder / "precious", "precious");
  std::filesystem::create_symlink("precious", folder / "log");
  OutputLog log(descriptor.fd(), "log", 100);
  log.write("new");
  log.finish();
  EXPECT_EQ(log.error(), ELOOP);
  EXPECT_EQ(fileContent(folder / "precious"), "precious");
}

TEST_F(OutputLogTest, LeavesAFileAloneThatHasAnotherName) {
  writeFile(folder / "precious", "precious");
  std::filesystem::create_hard_link(folder / "precious", folder / "log");
  OutputLog log(descriptor.fd(), "log", 100);
  log.write("new");
  log.finish();
  EXPECT_EQ(log.error(), EMLINK);
  EXPECT_EQ(fileContent(folder / "precious"), "precious");
}

TEST_F(OutputLogTest, RemembersWhyItCouldNotWrite) {
  const UniqueFd devices(::open("/dev", O_PATH | O_DIRECTORY | O_CLOEXEC));
  OutputLog log(devices.fd(), "full", 100);
  log.write("some");
  log.write("more");
  log.finish();
  EXPECT_EQ(log.error(), ENOSPC);
}

TEST_F(OutputLogTest, SurvivesTheRemovalOfItsFolder) {
  OutputLog log(descriptor.fd(), "log", 100);
  std::filesystem::remove_all(folder.path());
  log.write("some");
  log.finish();
  EXPECT_EQ(log.error(), ENOENT);
}
