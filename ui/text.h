// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/message.h"

#include <QString>

#include <string_view>

namespace sweep::ui {

QString toQt(std::string_view text);
std::string fromQt(const QString& text);

/// A name or a value from a file or a program, to be read by a person: hidden characters are written out (base/visible_text.h), and
/// of more than `most` characters the beginning is shown.
QString shownText(std::string_view text, qsizetype most = 200);

/// A sentence of the core in the interface's language.
QString translated(const Message& message);

/// A number for people: enough digits to tell neighbours apart (4 by default), never more than it has; "–" for nan.
QString shortNumber(double value, int digits = 4);
/// All digits, as the core writes them: for hover and for copying.
QString exactNumber(double value);
/// "4.2 s", "12 min", "3 h 05 min".
QString duration(double seconds);

} // namespace sweep::ui
