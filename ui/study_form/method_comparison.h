// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/analysis/method_preview.h"
#include "core/base/result.h"
#include "core/study/study_spec.h"

#include <string>

namespace sweep::ui {

/// What a study's method will try in the plane of two parameters, and what another kind of method would with as many trials.
struct MethodComparison {
  MethodPreview own;
  MethodPreview other;
  /// Names of the samplers.
  std::string ownSampler;
  std::string otherSampler;
};

/// A random search stands beside a grid, a grid beside everything else. A grid that is only compared with spends all of its
/// trials on the two parameters, which is the best that it can do for them. May take up to a second.
Result<MethodComparison> compareMethods(const StudySpec& spec, const std::string& x, const std::string& y);

} // namespace sweep::ui
