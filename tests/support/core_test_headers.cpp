// SPDX-License-Identifier: GPL-3.0-or-later
// Carries the precompiled headers of the tests of core; the linker would complain of a library without a source.
