// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QAbstractButton>

namespace sweep::ui {

/// A sentence about a problem that can be pressed to go to its field.
class ProblemLink : public QAbstractButton {
  Q_OBJECT
public:
  ProblemLink(const QString& sentence, bool isWarning, QWidget* parent = nullptr);

  QSize sizeHint() const override;
  bool hasHeightForWidth() const override { return true; }
  int heightForWidth(int width) const override;

protected:
  void paintEvent(QPaintEvent* event) override;
  void enterEvent(QEnterEvent* event) override;
  void leaveEvent(QEvent* event) override;

private:
  bool m_isWarning;
};

} // namespace sweep::ui
