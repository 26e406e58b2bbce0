// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/trusted_studies.h"

#include "ui/replace_file.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QStandardPaths>
#include <unistd.h>

namespace sweep::ui {

namespace {

/// The oldest are forgotten beyond that.
constexpr qsizetype MostStudies = 10'000;
constexpr qint64 MostBytes = 4 << 20;

QByteArrayList linesOf(const QString& path) {
  QFile file(path);
  // Nobody else may say what this person trusts.
  if (QFileInfo(path).ownerId() != ::geteuid() || !file.open(QIODevice::ReadOnly))
    return {};
  auto lines = file.read(MostBytes).split('\n');
  lines.removeAll(QByteArray());
  return lines;
}

} // namespace

TrustedStudies::TrustedStudies()
    : m_path(QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) +
             QStringLiteral("/sweepscope/trusted-studies")) {}

bool TrustedStudies::contains(const std::string& digest) const {
  return linesOf(m_path).contains(QByteArray::fromStdString(digest));
}

void TrustedStudies::add(const std::string& digest) {
  auto lines = linesOf(m_path);
  const QByteArray line = QByteArray::fromStdString(digest);
  if (lines.contains(line))
    return;
  QDir().mkpath(QFileInfo(m_path).path());
  if (lines.size() >= MostStudies) {
    lines = lines.mid(lines.size() - MostStudies / 2) << line;
    [[maybe_unused]] const auto kept = replaceFile(m_path, lines.join('\n') + '\n');
    return;
  }
  // One write, so that instances do not spoil each other's lines.
  QFile file(m_path);
  if (file.open(QIODevice::Append | QIODevice::Unbuffered, QFile::ReadOwner | QFile::WriteOwner))
    file.write(line + '\n');
}

} // namespace sweep::ui
