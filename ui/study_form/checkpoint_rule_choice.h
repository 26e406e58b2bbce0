// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/checkpoint_rule.h"

#include <QWidget>

class QLabel;
class QPushButton;

namespace sweep::ui {

class FieldCombo;
class NumberEdit;

/// Which checkpoints stay on disk: all, or the newest of each trial, or those of so many of the best; with a sentence on what that
/// does. Where there is something to delete already, what is chosen holds once it is applied by a button.
class CheckpointRuleChoice : public QWidget {
  Q_OBJECT
public:
  explicit CheckpointRuleChoice(QWidget* parent = nullptr);

  /// What holds now. What is chosen and not applied stays while that is the same.
  void show(const CheckpointRule& rule);
  /// Lets go of what is chosen and not applied.
  void reset();
  void setCareful(bool careful);
  QWidget* control() const;
  NumberEdit* number() const { return m_best; }
  /// What the rule that is chosen does.
  QString sentence() const { return sentenceOf(chosen()); }
  static QString sentenceOf(const CheckpointRule& rule);

Q_SIGNALS:
  /// A person has decided. visit: see FieldEdit.
  void decided(const sweep::CheckpointRule& rule, int visit);
  /// The sentence is another one.
  void sentenceChanged();

private:
  CheckpointRule chosen() const;
  void take(int visit);
  void refresh();

  FieldCombo* m_keep;
  NumberEdit* m_best;
  QLabel* m_trials;
  QPushButton* m_apply;
  bool m_isCareful = false;
  CheckpointRule m_shown;
};

} // namespace sweep::ui
