// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/schema.h"
#include "places.h"
#include "tests/core/storage/old_study.h"
#include "tests/support/temporary_folder.h"

#include <gmock/gmock.h>

namespace sweep {
namespace {

using test::fileContent;
using test::TemporaryFolder;
using test::writeFile;

std::string fileOfVersion(int version) {
  return TEST_DATA_DIR "/studies/version-" + std::to_string(version) + ".sweep";
}

class OldStudy : public testing::TestWithParam<int> {
protected:
  void SetUp() override {
    ASSERT_TRUE(std::filesystem::exists(fileOfVersion(GetParam())))
        << "keep a file of every version: build write_old_study and run it with this path";
    writeFile(path, fileContent(fileOfVersion(GetParam())));
  }
  void expectWhole(Storage& storage) const {
    const auto study = storage.load();
    ASSERT_TRUE(study) << study.error().str();
    const auto expected = studyOfVersion1();
    EXPECT_EQ(study->spec, expected.spec);
    EXPECT_EQ(study->trials, expected.trials);
    EXPECT_EQ(study->finishOrder, expected.finishOrder);
    EXPECT_EQ(study->runSeconds, expected.runSeconds);
    EXPECT_FALSE(study->sameBoot);
  }

  TemporaryFolder folder;
  std::string path = folder / "old.sweep";
};

TEST_P(OldStudy, F50_IsBroughtUpToDateWithEverythingInItAndKeptBesideAsItWas) {
  {
    auto storage = openSqliteStudy(path, OpenMode::ReadWrite);
    ASSERT_TRUE(storage) << storage.error().str();
    expectWhole(**storage);
    EXPECT_TRUE(writeOne(**storage, completeTrial(9)));
  }
  const std::string kept = path + ".bak-v" + std::to_string(GetParam());
  EXPECT_EQ(std::filesystem::exists(kept), GetParam() < newestVersion());
  auto database = Database::open(path, Database::Access::ReadOnly);
  ASSERT_TRUE(database);
  EXPECT_EQ(*database->integer("PRAGMA user_version"), newestVersion());
}

TEST_P(OldStudy, F50_IsReadWithoutBeingTouched) {
  const auto before = fileContent(path);
  auto storage = openSqliteStudy(path, OpenMode::ReadOnly);
  ASSERT_TRUE(storage) << storage.error().str();
  expectWhole(**storage);
  EXPECT_EQ(fileContent(path), before);
}

INSTANTIATE_TEST_SUITE_P(EveryVersion, OldStudy, testing::Range(1, newestVersion() + 1));

} // namespace
} // namespace sweep
