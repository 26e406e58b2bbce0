// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/failure_rules.h"

#include <QToolButton>
#include <set>

namespace sweep::ui {

/// Which failures are tried again: says it in a few words, and has a menu to tick them in that stays open meanwhile.
class FailureKindsButton : public QToolButton {
  Q_OBJECT
public:
  explicit FailureKindsButton(QWidget* parent = nullptr);

  void show(const std::set<FailureClass>& kinds);

Q_SIGNALS:
  void kindsEdited(const std::set<sweep::FailureClass>& kinds);

protected:
  bool eventFilter(QObject* watched, QEvent* event) override;

private:
  void showWords();

  std::set<FailureClass> m_kinds;
};

} // namespace sweep::ui
