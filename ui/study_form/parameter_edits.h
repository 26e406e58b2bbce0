// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/study_spec.h"
#include "ui/study_form/domain_conversion.h"

#include <string>

namespace sweep::ui {

/// A name that no parameter of the space has: `wanted`, or `wanted` with a number.
std::string freeName(const SpaceSpec& space, const std::string& wanted);
/// A parameter to begin with.
Parameter newParameter(const SpaceSpec& space, DomainKind kind);
/// Lets conditions, constraints and the command that mention a parameter mention it by its new name. Does nothing when either
/// name stands for more than one thing.
void followRename(StudySpec& spec, const std::string& before, const std::string& after);

} // namespace sweep::ui
