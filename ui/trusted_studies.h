// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <string>

namespace sweep::ui {

/// The studies that this person has made, or has let run, on this computer, by what running them starts (see runDigest): a line each in
/// a file of the person's own data. Several instances may use it at the same time. A file that cannot be read or written means that
/// a person is asked again.
class TrustedStudies {
public:
  /// The person's own, `trusted-studies` in the program's folder among their data.
  TrustedStudies();
  explicit TrustedStudies(QString path) : m_path(std::move(path)) {}

  bool contains(const std::string& digest) const;
  void add(const std::string& digest);

private:
  QString m_path;
};

} // namespace sweep::ui
