// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/main_window/window_driver.h"
#include "tests/support/sanitized.h"

#include "ui/mode_bar.h"
#include "ui/widgets/banner.h"

#include <QAbstractButton>
#include <QApplication>
#include <QComboBox>
#include <QFile>
#include <QFileDialog>
#include <QLineEdit>
#include <QMenu>
#include <QMessageBox>
#include <QPointer>
#include <QTableView>
#include <QTimer>
#include <QToolButton>

namespace sweep::ui::test {

namespace {

/// Calls `answer` again and again until it has found what it waits for or the timer is deleted.
QPointer<QTimer> soon(const std::function<bool()>& answer) {
  auto* timer = new QTimer(qApp);
  QObject::connect(timer, &QTimer::timeout, timer, [timer, answer] {
    if (answer())
      timer->deleteLater();
  });
  timer->start(20);
  return timer;
}

bool rests(StudyState state) { return state == StudyState::Idle || state == StudyState::Finished; }

} // namespace

WindowDriver::WindowDriver(Places places) : m_places(std::move(places)) {
  QApplication::setAttribute(Qt::AA_DontUseNativeDialogs);
  reopen();
}

WindowDriver::~WindowDriver() {
  if (m_window)
    close();
}

void WindowDriver::reopen() {
  m_window = std::make_unique<MainWindow>(m_places);
  m_window->resize(1280, 800);
  m_window->show();
  m_window->activateWindow();
}

QString WindowDriver::script(const QString& name, const QString& lines) const {
  const QString file = write(name, QStringLiteral("#!/bin/sh\n%1\n").arg(lines));
  QFile::setPermissions(file, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
  return file;
}

QString WindowDriver::write(const QString& name, const QString& text) const {
  QFile file(path(name));
  if (!file.open(QIODevice::WriteOnly) || file.write(text.toUtf8()) < 0)
    throw std::runtime_error("cannot write " + file.fileName().toStdString());
  return file.fileName();
}

void WindowDriver::mode(int number) { m_window->findChild<ModeBar*>()->choose(number); }

void WindowDriver::type(const QString& line, const QString& text) {
  auto& edit = control<QLineEdit>(line);
  // A line that has just been made is shown with the next events.
  if (!waitFor([&edit] { return edit.isEnabled() && edit.isVisible(); }, 1'000))
    throw std::runtime_error("cannot type into " + line.toStdString());
  edit.setFocus();
  edit.selectAll();
  QTest::keyClick(&edit, Qt::Key_Delete);
  QTest::keyClicks(&edit, text);
}

void WindowDriver::choose(const QString& combo, const QString& entry) {
  auto& box = control<QComboBox>(combo);
  box.setFocus();
  QTest::keyClick(&box, Qt::Key_Home);
  for (int i = 0; box.currentText() != entry && i < box.count(); ++i)
    QTest::keyClick(&box, Qt::Key_Down);
  if (box.currentText() != entry)
    throw std::runtime_error(combo.toStdString() + " has no entry " + entry.toStdString());
}

void WindowDriver::press(const QString& button) {
  auto& found = control<QAbstractButton>(button);
  QTest::mouseClick(&found, Qt::LeftButton);
}

QAction& WindowDriver::action(const QString& name) {
  auto* found = m_window->findChild<QAction*>(name);
  if (!found)
    throw std::runtime_error("no action " + name.toStdString());
  return *found;
}

void WindowDriver::trigger(const QString& name) { action(name).trigger(); }

void WindowDriver::addParameter(int index, int kind, const QString& name) {
  const bool first = index == 0;
  auto& button = control<QToolButton>(first ? QStringLiteral("parameters.addFirst") : QStringLiteral("parameters.add"));
  button.menu()->actions().at(kind)->trigger();
  const QString row = QStringLiteral("parameter.%1.name").arg(index);
  if (!waitFor([&] { return m_window->findChild<QLineEdit*>(row) && control<QLineEdit>(row).isVisible(); }))
    throw std::runtime_error("no new row");
  type(row, name);
}

void WindowDriver::addRange(int index, int kind, const QString& name, const QString& low, const QString& high) {
  addParameter(index, kind, name);
  type(QStringLiteral("parameter.%1.low").arg(index), low);
  type(QStringLiteral("parameter.%1.high").arg(index), high);
}

void WindowDriver::fillForm(const QString& program, const QString& metric, const QString& trials) {
  type(QStringLiteral("program.file"), program);
  addRange(0, 0, QStringLiteral("x"), QStringLiteral("0"), QStringLiteral("1"));
  type(QStringLiteral("objective.metric"), metric);
  type(QStringLiteral("limits.trials"), trials);
}

bool WindowDriver::waitFor(const std::function<bool()>& condition, int milliseconds) {
  return QTest::qWaitFor(condition, milliseconds * sweep::test::Slowness);
}

bool WindowDriver::waitUntilRunnable() {
  return waitFor([this] { return document().checked() && action(QStringLiteral("run")).isEnabled(); });
}

bool WindowDriver::runToTheEnd(int milliseconds) {
  if (!waitUntilRunnable())
    return false;
  const int before = document().progress().finished();
  trigger(QStringLiteral("run"));
  return waitFor([this, before] { return rests(document().state()) && document().progress().finished() > before; }, milliseconds);
}

void WindowDriver::close() {
  const auto answerer = soon([] {
    auto* question = qobject_cast<QMessageBox*>(QApplication::activeModalWidget());
    if (question)
      question->buttons().first()->click();
    return question != nullptr;
  });
  m_window->close();
  // Where nothing was asked it would answer the next question of somebody else.
  delete answerer;
  m_window.reset();
}

void WindowDriver::answerFileDialog(const QString& path) {
  soon([path] {
    auto* dialog = qobject_cast<QFileDialog*>(QApplication::activeModalWidget());
    if (!dialog)
      return false;
    auto* name = dialog->findChild<QLineEdit*>(QStringLiteral("fileNameEdit"));
    name->setText(path);
    QTest::keyClick(name, Qt::Key_Return);
    return true;
  });
}

QString WindowDriver::banner() { return control<Banner>(QStringLiteral("banner")).sentence(); }

QAbstractItemModel& WindowDriver::table() { return *control<QTableView>(QStringLiteral("trialTable")).model(); }

QString WindowDriver::cell(int row, const QString& column) {
  auto& model = table();
  for (int i = 0; i < model.columnCount(); ++i)
    if (model.headerData(i, Qt::Horizontal).toString() == column)
      return model.index(row, i).data().toString();
  throw std::runtime_error("no column " + column.toStdString());
}

} // namespace sweep::ui::test
