// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/theme.h"

#include <QApplication>
#include <QDir>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QWidget>

#include <cstdio>

namespace sweep::ui::test {

/// Lets a window settle and writes what it shows to FOLDER/NAME.png.
inline void picture(QWidget& window, const QString& folder, const QString& name) {
  QTest::qWait(400);
  const QString path = folder + QLatin1Char('/') + name + QStringLiteral(".png");
  std::printf("%s %s\n", window.grab().save(path) ? "wrote" : "could not write", qPrintable(path));
}

/// What a program that takes pictures begins with: FOLDER [WIDTH HEIGHT] from its words, a home of its own so that nothing of the
/// person's settings is read or written, and the light theme. Make it before the application.
class PictureHome {
public:
  PictureHome() {
    qputenv("HOME", m_home.path().toUtf8());
    QStandardPaths::setTestModeEnabled(true);
  }
  QString path(const QString& name) const { return m_home.filePath(name); }

private:
  QTemporaryDir m_home;
};

struct PictureWishes {
  QString folder;
  QSize size;
};

inline PictureWishes pictureWishes(const QSize& otherwise) {
  QApplication::setOrganizationName(QStringLiteral("SweepscopeScreenshots"));
  Theme::instance().setMode(Theme::Mode::Light);
  const auto words = QApplication::arguments();
  PictureWishes wishes{words.value(1, QDir::currentPath()), otherwise};
  if (words.size() > 3)
    wishes.size = QSize(words[2].toInt(), words[3].toInt());
  QDir().mkpath(wishes.folder);
  return wishes;
}

} // namespace sweep::ui::test
