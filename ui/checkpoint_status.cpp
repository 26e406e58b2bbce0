// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/checkpoint_status.h"

#include "core/runner/trial_naming.h"
#include "ui/study_document.h"
#include "ui/study_form/checkpoint_rule_choice.h"
#include "ui/text.h"

#include <QLocale>

namespace sweep::ui {

QString checkpointUseText(const CheckpointUse& use) {
  return CheckpointStatus::tr("%1 (%2)").arg(QLocale().formattedDataSize(use.bytes),
                                             QLocale().toString(qint64{use.count}));
}

CheckpointStatus::CheckpointStatus(StudyDocument* document, QWidget* parent)
    : QToolButton(parent), m_document(document) {
  setObjectName(QStringLiteral("checkpointUse"));
  setAutoRaise(true);
  connect(document, &StudyDocument::checkpointsChanged, this, &CheckpointStatus::refresh);
  connect(document, &StudyDocument::specChanged, this, &CheckpointStatus::refresh);
  connect(document, &StudyDocument::pathChanged, this, &CheckpointStatus::refresh);
  refresh();
}

void CheckpointStatus::refresh() {
  const auto& use = m_document->checkpoints();
  setVisible(use.count > 0);
  if (use.count == 0)
    return;
  setText(tr("Checkpoints: %1").arg(checkpointUseText(use)));
  setAccessibleName(text());
  setToolTip(
      tr("What the checkpoints in %1 take on disk, and how many they are. %2 Click to choose which stay.")
          .arg(toQt(trialsFolderOf(fromQt(m_document->path()))),
               CheckpointRuleChoice::sentenceOf(m_document->spec().limits.checkpoints)));
}

} // namespace sweep::ui
