// SPDX-License-Identifier: GPL-3.0-or-later
// Trials that take all of something, and trials that cannot be ended.
#include "places.h"
#include "tests/faults/fault_test.h"
#include "tests/faults/lonely_user.h"

#include <csignal>
#include <sched.h>
#include <sys/mount.h>
#include <unistd.h>

namespace sweep::test {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class ResourceFaults : public FaultTest {};

TEST_F(ResourceFaults, F31_ATrialThatTakesTooMuchMemoryIsEndedAlone) {
  scriptStudy("[ $SWEEP_TRIAL -ne 1 ] || exec " FAKE_TRIAL " allocate 400\necho loss: 0.5",
              "trial_memory_limit: 100 MiB");
  const auto end = run();
  EXPECT_EQ(end.exitCode, 0);
  EXPECT_THAT(end.output, HasSubstr("trial 1: Ended because it used "));
  EXPECT_THAT(end.output, HasSubstr("more than its limit of 100 MiB."));
  EXPECT_EQ(failure().kind, FailureClass::OutOfMemory);
  EXPECT_THAT(trialsThatAre(TrialState::Complete), SizeIs(3));
}

TEST_F(ResourceFaults, F31_WhenMemoryRunsOutTheKernelTakesATrialFirst) {
  scriptStudy("echo \"loss: $(cat /proc/self/oom_score_adj)\"", "run_cap: 1");
  EXPECT_EQ(run().exitCode, 0);
  EXPECT_GE(stored().trials.front().value(), 500.0);
}

/// A disk of its own, of few bytes, in a place of the folder.
class SmallDisk {
public:
  explicit SmallDisk(std::string place) : m_place(std::move(place)) {
    m_works = ::unshare(CLONE_NEWNS) == 0 &&
              ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
              ::mount("small", m_place.c_str(), "tmpfs", 0, "size=3m") == 0;
  }
  ~SmallDisk() { ::umount2(m_place.c_str(), MNT_DETACH); }
  SmallDisk(const SmallDisk&) = delete;
  SmallDisk& operator=(const SmallDisk&) = delete;
  bool works() const { return m_works; }

private:
  std::string m_place;
  bool m_works = false;
};

TEST_F(ResourceFaults, F32_ATrialThatFillsTheDiskLosesNoResult) {
  const SmallDisk disk(folder.path());
  if (!disk.works())
    GTEST_SKIP() << "only root may mount a disk";
  // So many reports that a study without room to grow cannot take them, not even where its log was.
  scriptStudy("[ $SWEEP_TRIAL -ne 1 ] || head -c 10000000 /dev/zero >junk\nseq -f 'loss: %g' 3000", "run_cap: 8");
  const auto app = start();
  ASSERT_TRUE(eventually([&] { return app->errors().find("Results cannot be saved") != std::string::npos; }))
      << app->output() << app->errors();
  fs::remove(path("junk"));
  const auto end = endOf(*app);
  EXPECT_EQ(end.exitCode, 0) << end.errors;
  EXPECT_THAT(end.errors, HasSubstr("Results are saved again."));
  EXPECT_THAT(trialsThatAre(TrialState::Complete), SizeIs(8));
  expectWhole();
}

TEST_F(ResourceFaults, F40_ATrialThatStandsBackAndBindsItselfIsEndedAsOthers) {
  scriptStudy("renice -n 19 $$; taskset -p 1 $$; exec " FAKE_TRIAL " ignore-term",
              "run_cap: 2\ntrial_time_limit: 0.3");
  EXPECT_THAT(run().output, HasSubstr("Ended after its time limit of 0.3 s."));
  EXPECT_THAT(living(), IsEmpty());
}

TEST_F(ResourceFaults, F40_ATrialOfAnotherUserThatCannotBeEndedIsNamed) {
  if (::getuid() != 0)
    GTEST_SKIP() << "only root may make a program that becomes root";
  fs::copy_file(FAKE_TRIAL, path("rooted"));
  fs::permissions(path("rooted"), fs::perms::set_uid | static_cast<fs::perms>(0755));
  study({"./rooted", "become-root"}, "run_cap: 1\ntrial_time_limit: 0.2");
  shareWithEverybody(folder.path());
  const auto app = start([] { becomeUser(lonelyUser()); });
  ASSERT_TRUE(eventually([&] { return logOf(0).starts_with("user 0"); })) << logOf(0);
  const pid_t pid = std::atoi(logOf(0).c_str() + std::string("user 0 process ").size());
  const auto end = endOf(*app);
  ::kill(pid, SIGKILL);
  EXPECT_THAT(end.output, HasSubstr("Ended after its time limit of 0.2 s."));
  EXPECT_THAT(
      end.errors,
      HasSubstr("1 processes of this trial could not be ended; the first one was started as process " +
                std::to_string(pid)));
}

} // namespace
} // namespace sweep::test
