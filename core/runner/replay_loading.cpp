// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/replay_loading.h"

#include "core/executor/replay_formula.h"
#include "core/sampler/recorded_sampler.h"
#include "core/sampler/registry.h"
#include "core/storage/sqlite_storage.h"

#include <cerrno>
#include <cstring>
#include <deque>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <mutex>

namespace sweep {

namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t MostBytes = std::uintmax_t{1} << 30;
constexpr std::size_t MostKept = 4;

using CurvesPtr = std::shared_ptr<const RecordedCurves>;

/// What a file was when it was read.
struct Stamp {
  std::string path;
  CurveColumns columns;
  fs::file_time_type time;
  std::uintmax_t size = 0;
  friend bool operator==(const Stamp& a, const Stamp& b) {
    return a.path == b.path && a.time == b.time && a.size == b.size &&
           a.columns.parameters == b.columns.parameters && a.columns.metrics == b.columns.metrics;
  }
};

class Kept {
public:
  CurvesPtr find(const Stamp& stamp) {
    const std::lock_guard lock(m_mutex);
    for (const auto& [known, curves] : m_entries)
      if (known == stamp)
        return curves;
    return nullptr;
  }
  void add(Stamp stamp, CurvesPtr curves) {
    const std::lock_guard lock(m_mutex);
    m_entries.emplace_front(std::move(stamp), std::move(curves));
    if (m_entries.size() > MostKept)
      m_entries.pop_back();
  }

private:
  std::mutex m_mutex;
  std::deque<std::pair<Stamp, CurvesPtr>> m_entries;
};

Error cannotRead(const std::string& path, const std::string& why) {
  return Error(SWEEP_TEXT("The table %1 cannot be read: %2"), {path, why});
}

Result<RecordedCurves> readStudy(const std::string& path) {
  auto storage = readSqliteStudy(path);
  if (!storage)
    return storage.error();
  const auto study = (*storage)->load();
  if (!study)
    return study.error();
  auto curves = curvesOfTrials(study->spec, study->trials);
  if (curves.runs.empty())
    return Error(SWEEP_TEXT("None of its trials has reported anything."));
  return curves;
}

Result<RecordedCurves> readText(const std::string& path, const CurveColumns& columns) {
  std::ifstream file(path, std::ios::binary);
  if (!file)
    return Error(SWEEP_TEXT("%1."), {std::strerror(errno)});
  const std::string text((std::istreambuf_iterator<char>(file)), {});
  return readCurvesCsv(text, columns);
}

} // namespace

Result<CurvesPtr> loadCurves(const std::string& path, const CurveColumns& columns) {
  static Kept kept;
  std::error_code failed;
  Stamp stamp{path, columns, fs::last_write_time(path, failed), 0};
  if (!failed && !fs::is_regular_file(path, failed))
    return cannotRead(path, "it is no file.");
  if (!failed)
    stamp.size = fs::file_size(path, failed);
  if (failed)
    return cannotRead(path, failed.message() + ".");
  if (stamp.size > MostBytes)
    return cannotRead(path, "it is larger than 1 GiB.");
  if (auto known = kept.find(stamp))
    return known;
  const bool isStudy = fs::path(path).extension() == ".sweep";
  auto curves = isStudy ? readStudy(path) : readText(path, columns);
  if (!curves)
    return cannotRead(path, curves.error().str());
  CurvesPtr read = std::make_shared<const RecordedCurves>(std::move(*curves));
  kept.add(std::move(stamp), read);
  return read;
}

CurveColumns columnsOf(const StudySpec& spec) {
  CurveColumns columns;
  for (const auto& parameter : spec.space.parameters)
    columns.parameters.push_back(parameter.name);
  for (const auto& objective : spec.objectives)
    columns.metrics.push_back(objective.metric);
  return columns;
}

Result<ReplayContent> loadReplay(const StudySpec& spec, const std::string& studyFolder) {
  const auto& replay = *spec.replay;
  ReplayContent content;
  if (replay.table.empty()) {
    if (replay.formulas.empty())
      return Error(SWEEP_TEXT("Say which table to replay: a CSV of learning curves, or a study (.sweep)."));
    auto formula = ReplayFormula::create(replay, spec.space);
    if (!formula)
      return formula.error();
    content.source = std::move(*formula);
    return content;
  }
  auto curves = loadCurves((fs::path(studyFolder) / replay.table).lexically_normal().string(), columnsOf(spec));
  if (!curves)
    return curves.error();
  auto table = ReplayTable::create(*curves, spec.space, spec.objectives);
  if (!table)
    return table.error();
  auto seconds = Expression::compile(replay.secondsPerStep, numericNames(spec.space));
  if (!seconds)
    return Error(SWEEP_TEXT("The seconds per step: %1"), {seconds.error().str()});
  content.table = std::move(*table);
  content.source = std::make_unique<ReplayTableSource>(content.table, std::move(*seconds));
  return content;
}

Result<std::unique_ptr<Sampler>> createSampler(const StudySpec& spec,
                                               std::shared_ptr<const ConfigurationPool> pool) {
  auto sampler = createSampler(spec);
  if (!sampler || !pool)
    return sampler;
  return Result<std::unique_ptr<Sampler>>(
      std::make_unique<RecordedSampler>(std::move(*sampler), std::move(pool)));
}

} // namespace sweep
