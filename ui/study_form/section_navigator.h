// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include <vector>

class QHBoxLayout;

namespace sweep::ui {

class SectionTab;

/// The titles of a page's sections in one line that is always visible: which one is in view, and which have problems.
class SectionNavigator : public QWidget {
  Q_OBJECT
public:
  explicit SectionNavigator(QWidget* parent = nullptr);

  void addSection(const QString& title);
  void setCurrent(int section);
  void setErrors(int section, int count);

Q_SIGNALS:
  void chosen(int section);

protected:
  void paintEvent(QPaintEvent* event) override;

private:
  std::vector<SectionTab*> m_tabs;
  QHBoxLayout* m_layout;
};

} // namespace sweep::ui
