// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/study_spec.h"
#include "core/study/trial.h"

#include <optional>
#include <string>
#include <string_view>

namespace sweep {

/// How the checkpoints in a trial's folder are named: "checkpoint", "checkpoint-2", "from-00012-3-for-5".
class CheckpointNames {
public:
  explicit CheckpointNames(const StudySpec& spec);

  /// What an attempt of the trial saves to.
  std::string own(int attempt) const;
  /// The copy of another trial's checkpoint that an attempt reads.
  std::string copy(const CheckpointSource& source, int reader) const;

  struct Name {
    enum class Kind {
      Own,
      Copy,
      /// A copy that is not complete.
      Part,
      /// What was about to be deleted.
      Removed,
    };
    Kind kind = Kind::Own;
    /// That saves to it, or reads it.
    int attempt = 0;
  };
  /// Nothing for what is no checkpoint of ours.
  std::optional<Name> read(std::string_view name) const;

private:
  std::optional<Name> readWhole(std::string_view name) const;

  bool m_continues;
};

/// Ends the name of a copy that is being made, and of what is being deleted.
inline constexpr std::string_view PartSuffix = ".part";
inline constexpr std::string_view RemovedSuffix = ".removed";

} // namespace sweep
