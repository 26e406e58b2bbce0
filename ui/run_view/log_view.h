// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QFutureWatcher>
#include <QPlainTextEdit>
#include <QTimer>

namespace sweep::ui {

/// Follows a log file: shows its last part and what is appended. Reading happens beside the UI thread; colour codes and bytes
/// that are no text are left out. Stays where the reader scrolled to; at the end it follows.
class LogView : public QPlainTextEdit {
  Q_OBJECT
public:
  explicit LogView(QWidget* parent = nullptr);

  /// Empty shows nothing. `growing` is whether the file may still grow.
  void follow(const QString& path, bool growing);

private:
  struct Piece {
    QString path;
    qint64 end = 0;
    bool skipped = false;
    QByteArray bytes;
  };
  static Piece readPiece(const QString& path, qint64 from);
  void poll();
  void show(const Piece& piece);

  QString m_path;
  qint64 m_position = 0;
  QTimer m_timer;
  QFutureWatcher<Piece> m_watcher;
};

/// Terminal output as plain text: escape sequences dropped, a carriage return starts the line anew, what is not UTF-8 replaced.
QString readableText(const QByteArray& bytes);

} // namespace sweep::ui
