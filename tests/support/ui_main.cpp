// SPDX-License-Identifier: GPL-3.0-or-later
// main() of the interface's tests: an application with looks, and nothing of the person's settings touched.
#include "ui/theme.h"

#include <QApplication>
#include <QStandardPaths>
#include <QTemporaryDir>

#include <gtest/gtest.h>

int main(int argc, char** argv) {
  testing::InitGoogleTest(&argc, argv);
  if (testing::GTEST_FLAG(list_tests))
    return RUN_ALL_TESTS();
  const QTemporaryDir home;
  qputenv("HOME", home.path().toUtf8());
  qputenv("XDG_CONFIG_HOME", home.path().toUtf8());
  QStandardPaths::setTestModeEnabled(true);
  QApplication application(argc, argv);
  QApplication::setOrganizationName(QStringLiteral("SweepscopeTests"));
  sweep::ui::Theme::instance().setMode(sweep::ui::Theme::Mode::Light);
  return RUN_ALL_TESTS();
}
