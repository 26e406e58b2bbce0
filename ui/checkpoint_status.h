// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runner/checkpoint_use.h"

#include <QToolButton>

namespace sweep::ui {

class StudyDocument;

/// "340.2 MiB (12)".
QString checkpointUseText(const CheckpointUse& use);

/// In the status bar: what the checkpoints of the study take on disk now, and by which rule they stay. Hidden while there is
/// none. A click is for the rule.
class CheckpointStatus : public QToolButton {
  Q_OBJECT
public:
  explicit CheckpointStatus(StudyDocument* document, QWidget* parent = nullptr);

private:
  void refresh();

  StudyDocument* m_document;
};

} // namespace sweep::ui
