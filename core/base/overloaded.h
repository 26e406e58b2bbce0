// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace sweep {

/// Several lambdas as one visitor of a variant.
template <class... Handlers> struct Overloaded : Handlers... { using Handlers::operator()...; };

} // namespace sweep
