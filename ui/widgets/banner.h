// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QHBoxLayout;
class QLabel;

namespace sweep::ui {

/// One sentence across the window for what concerns the whole study, perhaps with buttons; stays until closed or replaced.
class Banner : public QWidget {
  Q_OBJECT
public:
  /// name: of the object, and what the names of its parts begin with.
  explicit Banner(const QString& name = QStringLiteral("banner"), QWidget* parent = nullptr);

  void show(const QString& sentence, bool isError);
  QString sentence() const;

protected:
  /// Between the sentence and the button that closes it.
  void addButton(QWidget* button);
  void paintEvent(QPaintEvent* event) override;

private:
  void showIcon();

  QHBoxLayout* m_layout;
  QLabel* m_icon;
  QLabel* m_text;
  bool m_isError = false;
};

} // namespace sweep::ui
