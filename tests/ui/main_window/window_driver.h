// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/main_window.h"
#include "ui/study_document.h"

#include <QAbstractItemModel>
#include <QTemporaryDir>
#include <QTest>

#include <gtest/gtest.h>

#include <functional>
#include <memory>

namespace sweep::ui::test {

/// A person at the real window: finds controls by their object names, types and presses keys, and reads what is shown.
class WindowDriver {
public:
  explicit WindowDriver(Places places = {});
  ~WindowDriver();

  MainWindow& window() { return *m_window; }
  StudyDocument& document() { return *m_window->findChild<StudyDocument*>(); }
  /// A folder of the test's own.
  QString path(const QString& name) const { return m_folder.filePath(name); }
  /// Writes a shell script there and gives its path.
  QString script(const QString& name, const QString& lines) const;
  /// Writes a file there and gives its path.
  QString write(const QString& name, const QString& text) const;

  /// The control of this name; the test fails and stops when there is none.
  template <class Widget> Widget& control(const QString& name) {
    auto* found = m_window->findChild<Widget*>(name);
    if (!found)
      throw std::runtime_error("no control " + name.toStdString());
    return *found;
  }
  void mode(int number);
  void type(const QString& line, const QString& text);
  void choose(const QString& combo, const QString& entry);
  void press(const QString& button);
  void trigger(const QString& action);
  QAction& action(const QString& name);

  /// kind: 0 float, 1 int, 2 categorical, 3 fixed. The new row is parameter.<index>.
  void addParameter(int index, int kind, const QString& name);
  void addRange(int index, int kind, const QString& name, const QString& low, const QString& high);
  /// A study of one script that is tried `trials` times over x in 0 … 1.
  void fillForm(const QString& program, const QString& metric, const QString& trials);

  /// Presses Run and waits until the study rests again.
  bool runToTheEnd(int milliseconds = 60'000);
  bool waitFor(const std::function<bool()>& condition, int milliseconds = 10'000);
  bool waitUntilRunnable();
  /// Closes the window, ending trials that run, as somebody who confirms the question.
  void close();
  /// Opens a new window in the place of one that was closed.
  void reopen();
  /// Answers the next file dialog with this path.
  void answerFileDialog(const QString& path);

  QString banner();
  /// What the trial table shows.
  QAbstractItemModel& table();
  QString cell(int row, const QString& column);

private:
  QTemporaryDir m_folder;
  Places m_places;
  std::unique_ptr<MainWindow> m_window;
};

} // namespace sweep::ui::test
