// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QLabel;

namespace sweep::ui {

/// One sentence across the window for what concerns the whole study; stays until closed or replaced.
class Banner : public QWidget {
  Q_OBJECT
public:
  explicit Banner(QWidget* parent = nullptr);

  void show(const QString& sentence, bool isError);
  QString sentence() const;

protected:
  void paintEvent(QPaintEvent* event) override;

private:
  QLabel* m_icon;
  QLabel* m_text;
  bool m_isError = false;
};

} // namespace sweep::ui
