// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampler/registry.h"
#include "tests/core/runner/runner_harness.h"

#include <gmock/gmock.h>

#include <atomic>
#include <mutex>
#include <set>

namespace sweep {
namespace {

using test::FakeResult;
using test::runnerSpec;
using test::RunnerHarness;
using testing::ElementsAre;
using testing::HasSubstr;

class StudyRunnerTest : public testing::Test, protected RunnerHarness {};

std::vector<Configuration> configurationsOf(const std::vector<Trial>& trials) {
  std::vector<Configuration> all;
  for (const auto& trial : trials)
    all.push_back(trial.configuration);
  return all;
}

TEST_F(StudyRunnerTest, RunsEveryTrialAndStoresIt) {
  create(runnerSpec(30, 4));
  EXPECT_EQ(update.state, StudyState::Idle);
  EXPECT_EQ(update.progress.planned, 30u);
  ASSERT_TRUE(runToEnd());
  EXPECT_EQ(update.state, StudyState::Finished);
  EXPECT_EQ(update.progress.complete, 30);
  EXPECT_EQ(update.progress.running + update.progress.waiting, 0);
  EXPECT_EQ(world.mostRunning, 4);
  EXPECT_EQ(world.workers, 4);
  const auto shown = list();
  close();
  const auto study = stored();
  EXPECT_EQ(study.trials, shown);
  ASSERT_EQ(study.trials.size(), 30u);
  double best = 2.0;
  std::set<std::uint64_t> seeds;
  for (const auto& trial : study.trials) {
    best = std::min(best, *trial.value());
    seeds.insert(trial.seed);
    EXPECT_LT(trial.seed, std::uint64_t{1} << 31);
  }
  EXPECT_EQ(seeds.size(), 30u);
  EXPECT_EQ(update.progress.bestValue, best);
  EXPECT_EQ(study.runSeconds, world.now);
}

/// A worker that gets free shall not have to wait for us.
TEST_F(StudyRunnerTest, HasTheNextOnesQueuedWhereTrialsAreShortAndNothingDependsOnThem) {
  const auto mostInHand = [](const char* sampler, double seconds) {
    RunnerHarness harness;
    auto spec = runnerSpec(40, 3);
    spec.method.sampler = sampler;
    harness.world.script = [seconds](const Job& job) {
      auto result = test::printsLoss(job);
      result.seconds = seconds;
      return result;
    };
    harness.create(spec);
    EXPECT_TRUE(harness.runToEnd());
    EXPECT_EQ(harness.update.progress.complete, 40);
    EXPECT_EQ(harness.trials.size(), 40u);
    return harness.world.mostInHand;
  };
  EXPECT_EQ(mostInHand("random", 0.01), 6);
  EXPECT_EQ(mostInHand("random", 1.0), 3);
  EXPECT_EQ(mostInHand("tpe", 0.01), 3);
}

TEST_F(StudyRunnerTest, GivesJobsAFolderVariablesAndLimits) {
  auto spec = runnerSpec(1);
  spec.program.environment = {{"MY_OWN", "a b"}};
  spec.limits.trialTime = 7.0;
  spec.limits.grace = 0.5;
  create(spec);
  ASSERT_TRUE(runToEnd());
  const auto& job = world.jobs.at(0);
  EXPECT_EQ(job.folder, folder / "study.trials/00000");
  EXPECT_EQ(std::filesystem::status(job.folder).permissions(), std::filesystem::perms::owner_all);
  EXPECT_EQ(job.command.front(), "/bin/true");
  EXPECT_EQ(job.limits.wallTime, 7.0);
  EXPECT_EQ(job.limits.grace, 0.5);
  const std::map<std::string, std::string> variables(job.environment.begin(), job.environment.end());
  EXPECT_EQ(variables.size(), job.environment.size());
  EXPECT_EQ(variables.at("MY_OWN"), "a b");
  EXPECT_EQ(variables.at("PATH"), getenv("PATH"));
  EXPECT_EQ(variables.count("PYTHONUNBUFFERED"), 1u);
  EXPECT_EQ(variables.at("SWEEP_TRIAL"), "0");
  EXPECT_EQ(variables.at("SWEEP_SEED"), std::to_string(trials.at(0).seed));
  EXPECT_EQ(variables.at("SWEEP_CHECKPOINT"), job.folder + "/checkpoint");
}

TEST_F(StudyRunnerTest, GoesOnAfterAnInterruptionAsIfThereHadBeenNone) {
  create(runnerSpec(60));
  ASSERT_TRUE(runToEnd());
  const auto whole = configurationsOf(list());

  RunnerHarness other;
  other.create(runnerSpec(60));
  for (int round = 0; round < 4; ++round) {
    other.runner->run();
    ASSERT_TRUE(other.until([&] { return other.finished() >= 3 * round + 2; }));
    other.reopen();
    EXPECT_EQ(other.update.progress.running, 0);
    ASSERT_LT(other.finished(), 60);
  }
  ASSERT_TRUE(other.runToEnd());
  EXPECT_EQ(configurationsOf(other.list()), whole);
  EXPECT_EQ(other.update.progress.complete, 60);
}

TEST_F(StudyRunnerTest, TellsWhyTrialsFailed) {
  auto spec = runnerSpec(6);
  spec.failures.stopAfterInitialFailures = 0;
  const std::map<int, FakeResult> results = {
      {0, {.lines = {"loss: 0.1"}, .exitCode = 3, .tail = "ValueError: bad"}},
      {1, {.lines = {"accuracy: 0.5"}}},
      {2, {.lines = {"loss: nan"}}},
      {3, {.lines = {"loss: inf"}}},
      {4, {.exitCode = std::nullopt, .signal = 11}},
      {5, {.exitCode = std::nullopt, .signal = 15, .cause = JobFinished::Cause::TimeLimit}},
  };
  world.script = [&](const Job& job) { return results.at(job.trial); };
  create(spec);
  ASSERT_TRUE(runToEnd());
  std::vector<FailureClass> kinds;
  for (const auto& trial : list()) {
    ASSERT_EQ(trial.state, TrialState::Failed);
    EXPECT_TRUE(trial.values.empty());
    kinds.push_back(trial.failure->kind);
  }
  EXPECT_THAT(kinds, ElementsAre(FailureClass::ExitCode, FailureClass::NoMetric, FailureClass::NotANumber,
                                 FailureClass::NotANumber, FailureClass::Signal, FailureClass::Timeout));
  // What was read stays to be seen.
  EXPECT_EQ(trials.at(0).reports.at(0).metrics.at("loss"), 0.1);
  EXPECT_EQ(trials.at(0).failure->tail, "ValueError: bad");
  EXPECT_THAT(trials.at(1).failure->message.str(), HasSubstr("accuracy"));
  EXPECT_EQ(update.progress.failed, 6);
}

TEST_F(StudyRunnerTest, StopsItselfWhenEveryFirstTrialFails) {
  auto spec = runnerSpec(500, 2);
  spec.failures.stopAfterInitialFailures = 4;
  world.script = [](const Job&) {
    return FakeResult{.exitCode = 1, .tail = "Traceback\nModuleNotFoundError: No module named 'torch'\n"};
  };
  create(spec);
  ASSERT_TRUE(runToEnd());
  EXPECT_EQ(update.state, StudyState::Idle);
  EXPECT_LE(update.progress.failed, 5);
  EXPECT_THAT(notices.back(), HasSubstr("ModuleNotFoundError: No module named 'torch'"));
  // Once the program is mended, the rule begins anew.
  world.script = test::printsLoss;
  runner->run();
  ASSERT_TRUE(until([&] { return finished() > 20; }));
}

TEST_F(StudyRunnerTest, DoesNotStopItselfOnceATrialHasSucceeded) {
  auto spec = runnerSpec(40);
  spec.failures.stopAfterInitialFailures = 3;
  world.script = [](const Job& job) {
    return job.trial == 1 ? FakeResult{.lines = {"loss: 1"}} : FakeResult{.exitCode = 1};
  };
  create(spec);
  ASSERT_TRUE(runToEnd());
  EXPECT_EQ(update.progress.failed, 39);
}

TEST_F(StudyRunnerTest, RefusesAProgramThatIsNotThere) {
  auto spec = runnerSpec(10);
  spec.program.program = "./no-such-program";
  create(spec);
  runner->run();
  ASSERT_TRUE(until([&] { return !notices.empty(); }));
  EXPECT_THAT(notices.back(), HasSubstr("no-such-program"));
  EXPECT_TRUE(update.noticeIsError);
  EXPECT_EQ(update.state, StudyState::Idle);
  EXPECT_TRUE(trials.empty());
  EXPECT_TRUE(world.jobs.empty());
}

TEST_F(StudyRunnerTest, PausesWhenProgramsCanNoLongerBeStarted) {
  create(runnerSpec(100));
  world.script = [](const Job& job) {
    if (job.trial < 5)
      return test::printsLoss(job);
    return FakeResult{.notStarted = JobNotStarted{Message("train.py is gone."), false}};
  };
  runner->run();
  ASSERT_TRUE(until([&] { return update.state == StudyState::Paused && finished() == 8; }));
  EXPECT_THAT(notices.back(), HasSubstr("train.py is gone."));
  EXPECT_EQ(trials.size(), 8u);
  EXPECT_EQ(trials.at(7).failure->kind, FailureClass::CouldNotStart);
  EXPECT_TRUE(trials.at(7).attempts.empty());
}

TEST_F(StudyRunnerTest, WaitsWhenTheMachineHasNoProcessFreeAndBurnsNoTrial) {
  create(runnerSpec(3));
  int refusals = 1;
  world.script = [&](const Job& job) {
    if (job.trial == 1 && refusals-- > 0)
      return FakeResult{.notStarted = JobNotStarted{Message("No process is free."), true}};
    return test::printsLoss(job);
  };
  runner->run();
  ASSERT_TRUE(until([&] { return !notices.empty(); }));
  EXPECT_THAT(notices.back(), HasSubstr("No process is free."));
  EXPECT_EQ(world.jobs.size(), 2u);
  EXPECT_EQ(trials.at(1).state, TrialState::Waiting);
  world.now += 2.0;
  ASSERT_TRUE(until(StudyState::Finished));
  EXPECT_EQ(update.progress.complete, 3);
  EXPECT_EQ(trials.at(1).attempts.size(), 1u);
}

TEST_F(StudyRunnerTest, PutsBackATrialThatWasWithdrawnBeforeItsTurn) {
  create(runnerSpec(3));
  int refusals = 1;
  world.script = [&](const Job& job) {
    if (job.trial == 1 && refusals-- > 0)
      return FakeResult{.notStarted = JobNotStarted{Message("Stopped before it was started."), false, true}};
    return test::printsLoss(job);
  };
  ASSERT_TRUE(runToEnd());
  EXPECT_EQ(update.progress.complete, 3);
  EXPECT_EQ(update.progress.failed, 0);
}

TEST_F(StudyRunnerTest, PutsRunningTrialsBackWhenItStopsAtOnce) {
  create(runnerSpec(6, 2));
  world.script = [](const Job& job) {
    return job.trial < 2 ? test::printsLoss(job) : FakeResult{.hangs = true};
  };
  runner->run();
  ASSERT_TRUE(until([&] { return finished() == 2 && update.progress.running == 2; }));
  runner->stopNow();
  ASSERT_TRUE(until(StudyState::Idle));
  EXPECT_EQ(trials.at(2).state, TrialState::Waiting);
  EXPECT_EQ(trials.at(3).state, TrialState::Waiting);
  EXPECT_EQ(trials.at(2).attempts.at(0).signal, 15);
  world.script = test::printsLoss;
  ASSERT_TRUE(runToEnd());
  EXPECT_EQ(update.progress.complete, 6);
  EXPECT_EQ(trials.at(2).attempts.size(), 2u);
  EXPECT_EQ(trials.at(2).attempts.at(1).number, 2);
}

TEST_F(StudyRunnerTest, LetsRunningTrialsFinishWhenItStops) {
  create(runnerSpec(50, 2));
  runner->run();
  ASSERT_TRUE(until([&] { return finished() >= 4; }));
  runner->stopAfterRunning();
  ASSERT_TRUE(until(StudyState::Idle));
  EXPECT_EQ(update.progress.running, 0);
  EXPECT_LT(finished(), 50);
  for (const auto& [number, trial] : trials)
    EXPECT_TRUE(trial.state == TrialState::Complete || trial.state == TrialState::Waiting) << number;
  EXPECT_EQ(world.jobs.size(), static_cast<std::size_t>(finished()));
}

TEST_F(StudyRunnerTest, PausesAndGoesOn) {
  create(runnerSpec(30));
  runner->run();
  ASSERT_TRUE(until([&] { return finished() >= 3; }));
  runner->pause();
  ASSERT_TRUE(until([&] { return update.state == StudyState::Paused && update.progress.running == 0; }));
  const auto started = world.jobs.size();
  for (int i = 0; i < 20; ++i)
    QCoreApplication::processEvents();
  EXPECT_EQ(world.jobs.size(), started);
  ASSERT_TRUE(runToEnd());
  EXPECT_EQ(update.progress.complete, 30);
}

TEST_F(StudyRunnerTest, BeginsNoneOfTheShortTrialsThatLieQueuedAheadOnceItIsPaused) {
  create(runnerSpec(200, 2));
  world.script = [](const Job& job) {
    auto result = test::printsLoss(job);
    result.seconds = 0.01;
    return result;
  };
  runner->run();
  ASSERT_TRUE(until([&] { return finished() >= 10 && update.progress.running > 2; })) << "none was queued ahead";
  runner->pause();
  const auto started = world.jobs.size();
  ASSERT_TRUE(until([&] { return update.state == StudyState::Paused && update.progress.running == 0; }));
  EXPECT_EQ(world.jobs.size(), started);
  EXPECT_EQ(static_cast<std::size_t>(finished()), started);
  ASSERT_TRUE(runToEnd());
  EXPECT_EQ(update.progress.complete, 200);
  EXPECT_EQ(world.jobs.size(), 200u) << "what was taken back was begun once";
}

TEST_F(StudyRunnerTest, StopsOneTrial) {
  create(runnerSpec(3));
  world.script = [](const Job& job) {
    return job.trial == 1 ? FakeResult{.hangs = true} : test::printsLoss(job);
  };
  runner->run();
  ASSERT_TRUE(until([&] { return trials.count(1) && trials.at(1).state == TrialState::Running; }));
  runner->stopTrial(1);
  ASSERT_TRUE(until(StudyState::Finished));
  EXPECT_EQ(trials.at(1).failure->kind, FailureClass::Stopped);
  EXPECT_EQ(update.progress.complete, 2);
}

TEST_F(StudyRunnerTest, EndsAtItsTarget) {
  auto spec = runnerSpec(1000);
  spec.objectives[0].target = 0.2;
  create(spec);
  ASSERT_TRUE(runToEnd());
  EXPECT_EQ(update.state, StudyState::Finished);
  EXPECT_LE(*update.progress.bestValue, 0.2);
  EXPECT_EQ(*update.progress.bestTrial, finished() - 1);
  EXPECT_THAT(notices.back(), HasSubstr("reached the target"));
}

TEST_F(StudyRunnerTest, EndsWhenItsTimeIsUp) {
  auto spec = runnerSpec(1000);
  spec.limits.studyTime = 86'400.0;
  create(spec);
  world.script = [](const Job& job) {
    auto result = test::printsLoss(job);
    result.seconds = 3600.0;
    return result;
  };
  ASSERT_TRUE(runToEnd());
  EXPECT_EQ(update.state, StudyState::Finished);
  EXPECT_EQ(finished(), 24);
  EXPECT_THAT(notices.back(), HasSubstr("time of 8.64e+04 s is up"));
  Limits more = spec.limits;
  more.studyTime = 2 * 86'400.0;
  runner->setLimits(more, spec.failures);
  ASSERT_TRUE(runToEnd());
  EXPECT_EQ(finished(), 48);
}

TEST_F(StudyRunnerTest, EstimatesTheTimeThatIsLeft) {
  create(runnerSpec(10));
  world.script = [](const Job& job) {
    auto result = test::printsLoss(job);
    result.seconds = 60.0;
    result.hangs = job.trial == 4;
    return result;
  };
  runner->run();
  ASSERT_TRUE(until([&] { return finished() == 4 && update.progress.running == 1; }));
  EXPECT_EQ(update.progress.elapsedSeconds, 240.0);
  EXPECT_EQ(*update.progress.remainingSeconds, 330.0);
}

TEST_F(StudyRunnerTest, TriesFailedTrialsAgainAsOftenAsTheStudySays) {
  auto spec = runnerSpec(4);
  spec.failures.retry.times = 2;
  world.script = [](const Job& job) {
    if (job.trial == 1 && job.attempt <= 2)
      return FakeResult{.lines = {"loss: 99"}, .exitCode = 1};
    return job.trial == 2 ? FakeResult{.exitCode = 1} : test::printsLoss(job);
  };
  create(spec);
  ASSERT_TRUE(runToEnd());
  EXPECT_EQ(trials.at(1).state, TrialState::Complete);
  EXPECT_EQ(trials.at(1).attempts.size(), 3u);
  EXPECT_EQ(trials.at(1).reports.size(), 1u);
  EXPECT_EQ(trials.at(2).state, TrialState::Failed);
  EXPECT_EQ(trials.at(2).attempts.size(), 3u);
  close();
  EXPECT_EQ(stored().trials.at(1).reports.size(), 1u);
}

TEST_F(StudyRunnerTest, RetriesATrialByHand) {
  create(runnerSpec(3));
  world.script = [](const Job& job) {
    return job.trial == 0 ? FakeResult{.exitCode = 1} : test::printsLoss(job);
  };
  ASSERT_TRUE(runToEnd());
  EXPECT_EQ(update.progress.failed, 1);
  world.script = test::printsLoss;
  runner->retryTrials({0, 1, 99});
  ASSERT_TRUE(until([&] { return update.progress.waiting == 1 && update.state == StudyState::Idle; }));
  ASSERT_TRUE(runToEnd());
  EXPECT_EQ(update.progress.complete, 3);
  EXPECT_EQ(update.progress.failed, 0);
  close();
  EXPECT_THAT(stored().finishOrder, ElementsAre(1, 2, 0));
}

TEST_F(StudyRunnerTest, TriesAConfigurationChosenByHandNext) {
  create(runnerSpec(4));
  ASSERT_TRUE(runToEnd());
  const Configuration wanted = {{"x", 0.125}, {"n", std::int64_t{7}}};
  runner->enqueue(wanted);
  ASSERT_TRUE(runToEnd());
  ASSERT_EQ(trials.size(), 5u);
  EXPECT_EQ(trials.at(4).configuration, wanted);
  EXPECT_FALSE(trials.at(4).fromSampler);
  EXPECT_EQ(trials.at(4).value(), 0.125);
}

TEST_F(StudyRunnerTest, SuggestsForANumberWhatItWouldWithoutHavingSuggestedAhead) {
  const auto spec = runnerSpec(60, 3);
  // In the middle of what was suggested ahead.
  world.script = [this](const Job& job) {
    if (job.trial == 12 || job.trial == 25 || job.trial == 40)
      QTimer::singleShot(0, runner.get(), [this, number = job.trial] {
        runner->enqueue(Configuration{{"x", 0.001 * number}, {"n", std::int64_t{number}}});
      });
    return test::printsLoss(job);
  };
  create(spec);
  ASSERT_TRUE(runToEnd());
  const auto all = list();
  ASSERT_EQ(all.size(), 60u);
  EXPECT_EQ(std::ranges::count(all, false, &Trial::fromSampler), 3);
  const auto sampler = createSampler(spec).value();
  for (const auto& trial : all) {
    if (trial.fromSampler) {
      EXPECT_EQ(trial.configuration, sampler->suggest({1, trial.number}).items.at(0).configuration) << trial.number;
    }
    sampler->observe(std::span(&trial, 1));
  }
}

TEST_F(StudyRunnerTest, ChangesParallelismWhileItRuns) {
  create(runnerSpec(60, 1));
  runner->run();
  ASSERT_TRUE(until([&] { return finished() >= 3; }));
  EXPECT_EQ(world.mostRunning, 1);
  runner->setParallel(5);
  ASSERT_TRUE(until(StudyState::Finished));
  EXPECT_EQ(world.workers, 5);
  EXPECT_EQ(world.mostRunning, 5);
  close();
  EXPECT_EQ(stored().spec.limits.parallel, 5);
}

TEST_F(StudyRunnerTest, EndsWhenTheMethodHasNothingLeft) {
  auto spec = runnerSpec(0);
  spec.limits.trials.reset();
  spec.space.parameters = {{"n", IntDomain{1, 6, false, 1}, {}, {}, {}}};
  create(spec);
  world.script = [](const Job&) { return FakeResult{.lines = {"loss: 1"}}; };
  ASSERT_TRUE(runToEnd());
  EXPECT_EQ(update.state, StudyState::Finished);
  EXPECT_EQ(finished(), 6);
}

/// Fails when told to, and remembers which trials it has stored as finished.
class WatchedStorage : public Storage {
public:
  struct Watch {
    std::atomic<bool> failing = false;
    std::atomic<int> refused = 0;
    std::mutex mutex;
    std::set<int> finished;
  };
  WatchedStorage(std::unique_ptr<Storage> storage, Watch& watch) : m_storage(std::move(storage)), m_watch(watch) {}

  Result<StoredStudy> load() override { return m_storage->load(); }
  Result<void> saveSpec(const StudySpec& spec) override { return m_storage->saveSpec(spec); }
  Result<void> write(std::span<const TrialChange> changes, double runSeconds) override {
    if (m_watch.failing) {
      ++m_watch.refused;
      return Error("The disk is full.");
    }
    auto done = m_storage->write(changes, runSeconds);
    const std::lock_guard lock(m_watch.mutex);
    for (const auto& change : changes)
      if (done && isFinished(change.trial->state))
        m_watch.finished.insert(change.trial->number);
    return done;
  }
  std::string path() const override { return m_storage->path(); }
  bool readOnly() const override { return m_storage->readOnly(); }

private:
  std::unique_ptr<Storage> m_storage;
  Watch& m_watch;
};

TEST_F(StudyRunnerTest, ShowsATrialAsFinishedOnlyOnceItIsOnDisk) {
  WatchedStorage::Watch watch;
  int early = 0;
  onUpdate = [&](const RunnerUpdate& latest) {
    const std::lock_guard lock(watch.mutex);
    for (const auto& trial : latest.trials)
      early += isFinished(trial->state) && watch.finished.count(trial->number) == 0;
    early += latest.progress.finished() > static_cast<int>(watch.finished.size());
  };
  create(runnerSpec(200, 3), [&](auto storage) { return std::make_unique<WatchedStorage>(std::move(storage), watch); });
  ASSERT_TRUE(runToEnd());
  EXPECT_EQ(early, 0);
  EXPECT_EQ(watch.finished.size(), 200u);
  close();
}

TEST_F(StudyRunnerTest, KeepsResultsInMemoryWhileTheDiskIsFull) {
  WatchedStorage::Watch watch;
  create(runnerSpec(8, 2), [&](auto storage) { return std::make_unique<WatchedStorage>(std::move(storage), watch); });
  world.script = [&](const Job& job) {
    if (job.trial == 3)
      watch.failing = true;
    return test::printsLoss(job);
  };
  runner->run();
  ASSERT_TRUE(until([&] { return watch.refused >= 2; }));
  EXPECT_THAT(notices.back(), HasSubstr("The disk is full."));
  EXPECT_EQ(update.state, StudyState::Running);
  EXPECT_LT(finished(), 8);
  const auto started = world.jobs.size();
  watch.failing = false;
  ASSERT_TRUE(until(StudyState::Finished));
  EXPECT_GE(world.jobs.size(), started);
  EXPECT_EQ(update.progress.complete, 8);
  EXPECT_TRUE(std::any_of(notices.begin(), notices.end(),
                          [](const auto& notice) { return notice == "Results are saved again."; }));
  close();
  EXPECT_EQ(stored().finishOrder.size(), 8u);
}

TEST_F(StudyRunnerTest, RunsInterruptedTrialsAgain) {
  {
    auto storage = *createSqliteStudy(path, runnerSpec(2));
    Trial trial;
    trial.configuration = {{"x", 0.5}, {"n", std::int64_t{3}}};
    trial.state = TrialState::Running;
    trial.attempts = {Attempt()};
    trial.reports = {{0, {{"loss", 7.0}}, 12.0}};
    const std::vector<Storage::TrialChange> changes = {{trial, 0}};
    ASSERT_TRUE(storage->write(changes, 5.0));
  }
  reopen();
  EXPECT_TRUE(isUndecided(trials.at(0)));
  runner->decideInterrupted({0}, InterruptedRule::RunAgain);
  ASSERT_TRUE(until([&] { return !isUndecided(trials.at(0)); }));
  EXPECT_EQ(trials.at(0).state, TrialState::Waiting);
  EXPECT_TRUE(trials.at(0).reports.empty());
  ASSERT_TRUE(runToEnd());
  EXPECT_EQ(trials.at(0).value(), 0.5);
  EXPECT_EQ(trials.at(0).attempts.size(), 2u);
  EXPECT_EQ(trials.at(0).attempts.at(0).wallSeconds, 12.0);
}

TEST_F(StudyRunnerTest, DoesNotRunAStudyOpenedReadOnly) {
  create(runnerSpec(2));
  close();
  openReadOnly();
  runner->run();
  ASSERT_TRUE(until([&] { return !notices.empty(); }));
  EXPECT_THAT(notices.back(), HasSubstr("read-only"));
  EXPECT_TRUE(world.jobs.empty());
}

} // namespace
} // namespace sweep
