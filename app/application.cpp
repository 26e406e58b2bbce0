// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/application.h"

#include "app/end_signals.h"
#include "app/exit_codes.h"
#include "app/guard.h"
#include "app/version.h"
#include "ui/main_window.h"
#include "ui/text.h"
#include "ui/theme.h"

#include <QApplication>
#include <QDir>
#include <QTimer>
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <unistd.h>

namespace sweep {

namespace {

QStringList toQStrings(const std::vector<std::string>& texts) {
  QStringList list;
  for (const auto& text : texts)
    list.append(ui::toQt(text));
  return list;
}

/// The folders that may hold the examples: in the build tree, installed, and in the source tree of a build.
std::vector<std::filesystem::path> examplesRoots(const std::filesystem::path& executableFolder) {
  return {executableFolder / "../examples", executableFolder / SWEEPSCOPE_EXAMPLES_FROM_BIN,
          std::filesystem::path(SWEEPSCOPE_SOURCE_EXAMPLES)};
}

template <class Wanted>
std::vector<std::string> foldersWhere(const std::string& executableFolder, Wanted wanted) {
  std::vector<std::string> folders;
  std::error_code ignored;
  for (const auto& root : examplesRoots(executableFolder)) {
    std::vector<std::string> here;
    for (const auto& entry : std::filesystem::directory_iterator(root, ignored))
      if (entry.is_directory(ignored) && wanted(entry.path()))
        here.push_back(std::filesystem::weakly_canonical(entry.path(), ignored).string());
    std::sort(here.begin(), here.end());
    folders.insert(folders.end(), here.begin(), here.end());
  }
  return folders;
}

/// Qt would abort with a text for programmers.
void sayThatThereIsNoDisplay(QtMsgType type, const QMessageLogContext&, const QString& text) {
  if (type != QtFatalMsg) {
    std::fprintf(stderr, "%s\n", qPrintable(text));
    return;
  }
  std::fputs("The window cannot be opened: no display can be reached. Without one, studies are run by\n"
             "  sweepscope run study.yaml\n",
             stderr);
  ::_exit(ExitFailed);
}

} // namespace

std::vector<std::string> programFolders(const std::string& executableFolder) {
  return foldersWhere(executableFolder, [](const std::filesystem::path& folder) {
    std::error_code ignored;
    return std::filesystem::exists(folder / "digits-train", ignored);
  });
}

std::vector<std::string> exampleFolders(const std::string& executableFolder) {
  return foldersWhere(executableFolder, [](const std::filesystem::path& folder) {
    std::error_code ignored;
    return std::filesystem::exists(folder / "study.yaml", ignored);
  });
}

int runWindow(int argc, char** argv, const std::string& file) {
  const auto usualHandler = qInstallMessageHandler(sayThatThereIsNoDisplay);
  QApplication application(argc, argv);
  qInstallMessageHandler(usualHandler);
  QApplication::setApplicationName(QStringLiteral("Sweepscope"));
  QApplication::setOrganizationName(QStringLiteral("Sweepscope"));
  QApplication::setApplicationVersion(QStringLiteral(SWEEPSCOPE_VERSION));
  QApplication::setWindowIcon(QIcon(QStringLiteral(":/icons/sweepscope.svg")));
  ui::Theme::instance();

  const std::string here = ui::fromQt(QApplication::applicationDirPath());
  ui::MainWindow window({toQStrings(programFolders(here)), toQStrings(exampleFolders(here))});
  const EndSignals signals;
  QObject::connect(&signals, &EndSignals::asked, &window, &ui::MainWindow::endNow);
  startGuard();
  window.show();
  if (!file.empty())
    QTimer::singleShot(0, &window, [&window, &file] { window.openPath(ui::toQt(file)); });
  return QApplication::exec();
}

} // namespace sweep
