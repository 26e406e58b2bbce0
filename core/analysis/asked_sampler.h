// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/sampler/automatic_sampler.h"
#include "core/study/study_spec.h"

#include <string_view>

namespace sweep {

/// Whether trials of a study may come from this sampler: it is the study's own, or may be the automatic one's choice.
inline bool mayAsk(const StudySpec& spec, std::string_view sampler) {
  return spec.method.sampler == sampler || spec.method.sampler == "automatic";
}

/// The sampler that is asked for the trial of this number: the study's own, or of an automatic one what it chooses. Null where it is
/// of another kind.
template <class Kind> Kind* askedSampler(Sampler* sampler, int number) {
  auto* automatic = dynamic_cast<AutomaticSampler*>(sampler);
  return dynamic_cast<Kind*>(automatic ? &automatic->asked(number) : sampler);
}

} // namespace sweep
