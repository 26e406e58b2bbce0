// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/exchange/curves_csv.h"
#include "core/executor/replay_table.h"
#include "core/sampler/sampler.h"
#include "core/study/study_spec.h"

#include <memory>
#include <string>

namespace sweep {

/// The learning curves of a file: a study (.sweep), else a CSV. The last ones read are kept, and read again when the file has
/// changed. Any thread.
Result<std::shared_ptr<const RecordedCurves>> loadCurves(const std::string& path,
                                                         const CurveColumns& columns = {});
/// What a table has to have for the study.
CurveColumns columnsOf(const StudySpec& spec);

/// What stands behind a study that is replayed.
struct ReplayContent {
  /// Null for a formula.
  std::shared_ptr<const ReplayTable> table;
  std::unique_ptr<ReplaySource> source;
};
/// Fails with a sentence about the file or formula. studyFolder as in RunnerPlaces.
Result<ReplayContent> loadReplay(const StudySpec& spec, const std::string& studyFolder);

/// The sampler of a study; of one that is replayed it is kept to recorded configurations.
Result<std::unique_ptr<Sampler>> createSampler(const StudySpec& spec,
                                               std::shared_ptr<const ConfigurationPool> pool);

} // namespace sweep
