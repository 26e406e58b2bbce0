// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/space/parameter.h"

namespace sweep::ui {

enum class DomainKind { Float, Int, Categorical, Fixed };

DomainKind kindOf(const Domain& domain);
/// The parameter as one of another kind, with as much of its range as still has a meaning.
Parameter converted(const Parameter& parameter, DomainKind kind);
/// Turns the scale to logarithmic or back. A logarithmic scale has no step.
void setLogScale(Domain& domain, bool log);

} // namespace sweep::ui
