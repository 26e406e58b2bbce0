// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/rng.h"
#include "core/executor/replay_executor.h"

#include <gmock/gmock.h>
#include <map>
#include <sstream>

namespace sweep {
namespace {

/// Reports at the times that a configuration's trial was given.
class ScriptedSource final : public ReplaySource {
public:
  struct Script {
    std::vector<Report> reports;
    double end = 0.0;
    std::string failure;
  };
  std::map<std::uint64_t, Script> scripts;

  std::unique_ptr<ReplayRun> play(const TrialTask& task) override {
    return std::make_unique<Run>(scripts[task.seed]);
  }

private:
  class Run final : public ReplayRun {
  public:
    explicit Run(Script script) : m_script(std::move(script)) {}
    std::optional<Report> next() override {
      return m_at < m_script.reports.size() ? std::optional(m_script.reports[m_at++]) : std::nullopt;
    }
    double end() const override { return m_script.end; }
    std::string failure() const override { return m_script.failure; }

  private:
    Script m_script;
    std::size_t m_at = 0;
  };
};

Report reportAt(std::int64_t step, double time) {
  Report report;
  report.step = step;
  report.time = time;
  return report;
}

class ReplayExecutorTest : public testing::Test {
protected:
  void create(int workers) {
    auto source = std::make_unique<ScriptedSource>();
    m_source = source.get();
    executor = std::make_unique<ReplayExecutor>(
        std::move(source),
        [this](const JobEvent& event) {
          static constexpr const char* kinds[] = {" started", " reported", " exited", " not started"};
          std::ostringstream text;
          text << (event.time - 5000) / 1000.0 << ": " << event.trial << kinds[event.what.index()];
          brief.push_back(text.str());
          log.push_back(textOf(event));
        },
        workers, 5000);
  }
  ScriptedSource::Script& script(int trial) { return m_source->scripts[static_cast<std::uint64_t>(trial)]; }

  static Job job(int trial) {
    Job job;
    job.trial = trial;
    job.task.seed = static_cast<std::uint64_t>(trial);
    return job;
  }

  static std::string textOf(const JobEvent& event) {
    std::ostringstream text;
    text << (event.time - 5000) / 1000.0 << ": " << event.trial;
    if (const auto* started = std::get_if<JobStarted>(&event.what))
      text << " started on " << started->worker;
    else if (const auto* reported = std::get_if<JobReported>(&event.what))
      text << " reported " << reported->reports.at(0).step;
    else if (const auto* finished = std::get_if<JobFinished>(&event.what))
      text << (finished->cause == JobFinished::Cause::Exited
                   ? " exited " + std::to_string(*finished->exitCode)
               : finished->cause == JobFinished::Cause::TimeLimit ? std::string(" ran out of time")
                                                                  : std::string(" cancelled"))
           << " after " << finished->wallSeconds;
    else
      text << " not started";
    return text.str();
  }

  std::vector<std::string> taken() { return std::exchange(log, {}); }

  std::vector<std::string> log;
  std::vector<std::string> brief;
  /// The last, since its end tells of what it still had.
  std::unique_ptr<ReplayExecutor> executor;

private:
  ScriptedSource* m_source = nullptr;
};

using testing::ElementsAre;
using testing::IsEmpty;

TEST_F(ReplayExecutorTest, LetsTheClockGoOnOnlyWhenAskedTo) {
  create(2);
  script(0) = {{reportAt(1, 2.0), reportAt(2, 4.5)}, 5.0, {}};
  script(1) = {{reportAt(1, 3.0)}, 3.0, {}};
  executor->submit(job(0));
  executor->submit(job(1));
  EXPECT_THAT(taken(), ElementsAre("0: 0 started on 0", "0: 1 started on 1"));
  executor->settled();
  EXPECT_THAT(taken(), ElementsAre("2: 0 reported 1"));
  executor->settled();
  EXPECT_THAT(taken(), ElementsAre("3: 1 reported 1", "3: 1 exited 0 after 3"));
  executor->settled();
  EXPECT_THAT(taken(), ElementsAre("4.5: 0 reported 2"));
  EXPECT_DOUBLE_EQ(executor->busySeconds(), 7.5);
  executor->settled();
  EXPECT_THAT(taken(), ElementsAre("5: 0 exited 0 after 5"));
  EXPECT_TRUE(executor->isIdle());
  executor->settled();
  EXPECT_THAT(taken(), IsEmpty());
  EXPECT_DOUBLE_EQ(executor->now(), 5.0);
  EXPECT_DOUBLE_EQ(executor->busySeconds(), 8.0);
  EXPECT_DOUBLE_EQ(executor->trainedSteps(), 3.0);
}

TEST_F(ReplayExecutorTest, QueuesWhatHasNoWorker) {
  create(1);
  script(0) = {{}, 1.0, {}};
  script(1) = {{}, 2.0, {}};
  for (const int trial : {0, 1, 2})
    executor->submit(job(trial));
  EXPECT_THAT(taken(), ElementsAre("0: 0 started on 0"));
  executor->cancel(2);
  EXPECT_THAT(taken(), ElementsAre("0: 2 not started"));
  executor->settled();
  EXPECT_THAT(taken(), ElementsAre("1: 0 exited 0 after 1", "1: 1 started on 0"));
  executor->submit(job(3));
  executor->setWorkers(2);
  EXPECT_THAT(taken(), ElementsAre("1: 3 started on 1"));
}

TEST_F(ReplayExecutorTest, CancelsAtTheMoment) {
  create(2);
  script(0) = {{reportAt(1, 1.0), reportAt(2, 2.0)}, 2.0, {}};
  script(1) = {{reportAt(1, 1.5)}, 1.5, {}};
  executor->submit(job(0));
  executor->submit(job(1));
  executor->settled();
  taken();
  executor->cancel(0);
  executor->cancel(7);
  EXPECT_THAT(taken(), ElementsAre("1: 0 cancelled after 1"));
  executor->settled();
  EXPECT_THAT(taken(), ElementsAre("1.5: 1 reported 1", "1.5: 1 exited 0 after 1.5"));
}

TEST_F(ReplayExecutorTest, KeepsTheWallTimeAndTellsOfFailures) {
  create(2);
  script(0) = {{reportAt(1, 1.0), reportAt(2, 9.0)}, 9.0, {}};
  script(1) = {{}, 4.0, "out of paper"};
  auto limited = job(0);
  limited.limits.wallTime = 3.0;
  executor->submit(limited);
  executor->submit(job(1));
  for (int i = 0; i < 4; ++i)
    executor->settled();
  EXPECT_THAT(taken(), ElementsAre("0: 0 started on 0", "0: 1 started on 1", "1: 0 reported 1",
                                   "3: 0 ran out of time after 3", "4: 1 exited 1 after 4"));
}

TEST_F(ReplayExecutorTest, EndsItsJobsWithItself) {
  create(1);
  script(4) = {{}, 1.0, {}};
  executor->submit(job(4));
  executor->submit(job(5));
  executor.reset();
  EXPECT_THAT(taken(), ElementsAre("0: 4 started on 0", "0: 5 not started", "0: 4 cancelled after 0"));
}

/// Many jobs beside a simulation that looks at every job again for every event.
TEST_F(ReplayExecutorTest, TakesTheCourseThatASimulationByHandTakes) {
  constexpr int Jobs = 300;
  constexpr int Workers = 7;
  create(Workers);
  Rng rng(11);
  for (int trial = 0; trial < Jobs; ++trial) {
    double time = 0.0;
    auto& made = script(trial);
    for (std::int64_t step = 1; step <= static_cast<std::int64_t>(rng.below(5)); ++step)
      made.reports.push_back(reportAt(step, time += 0.5 * static_cast<double>(rng.below(6))));
    made.end = time + 0.5 * static_cast<double>(rng.below(3));
  }
  std::vector<std::string> expected;
  {
    struct Run {
      int trial;
      double start;
      std::size_t at;
    };
    std::vector<Run> running;
    int next = 0;
    double now = 0.0;
    const auto note = [&](int trial, const std::string& what) {
      std::ostringstream text;
      text << now << ": " << trial << what;
      expected.push_back(text.str());
    };
    while (next < Jobs || !running.empty()) {
      while (next < Jobs && running.size() < Workers) {
        running.push_back({next, now, 0});
        note(next++, " started");
      }
      const auto timeOf = [&](const Run& run) {
        const auto& reports = script(run.trial).reports;
        return run.start + (run.at < reports.size() ? reports[run.at].time : script(run.trial).end);
      };
      double soonest = timeOf(running.front());
      for (const auto& run : running)
        soonest = std::min(soonest, timeOf(run));
      now = soonest;
      std::vector<Run> left;
      for (auto run : running) {
        if (timeOf(run) == now) {
          const auto& reports = script(run.trial).reports;
          const bool isReport = run.at < reports.size();
          note(run.trial, isReport ? " reported" : " exited");
          if (isReport && ++run.at == reports.size() && timeOf(run) == now) {
            note(run.trial, " exited");
            continue;
          }
          if (!isReport)
            continue;
        }
        left.push_back(run);
      }
      running = left;
    }
  }
  for (int trial = 0; trial < Jobs; ++trial)
    executor->submit(job(trial));
  while (!executor->isIdle())
    executor->settled();
  // Which of those of one moment comes first is not the matter here.
  std::sort(expected.begin(), expected.end());
  std::sort(brief.begin(), brief.end());
  EXPECT_EQ(brief, expected);
}

} // namespace
} // namespace sweep
