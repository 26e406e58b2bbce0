// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/failures/failures_drawer.h"

#include "ui/failures/failure_group_model.h"
#include "ui/failures/failures_panel.h"
#include "ui/study_document.h"
#include "ui/theme.h"
#include "ui/trial_mark.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QToolButton>

namespace sweep::ui {

namespace {
/// A first trial may fail by chance.
constexpr int FailuresThatOpen = 3;
} // namespace

FailuresDrawer::FailuresDrawer(StudyDocument* document, Selection* selection, QWidget* parent)
    : QWidget(parent), m_document(document), m_icon(new QLabel), m_text(new QLabel),
      m_toggle(new QToolButton), m_panel(new FailuresPanel(selection)) {
  setObjectName(QStringLiteral("failuresDrawer"));
  m_text->setObjectName(QStringLiteral("failuresDrawer.summary"));
  // A long sentence gives way; all of it stands in the panel.
  m_text->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
  m_toggle->setObjectName(QStringLiteral("failuresDrawer.toggle"));
  m_toggle->setAutoRaise(true);
  m_toggle->setCheckable(true);
  auto* bar = new QHBoxLayout;
  bar->setSpacing(space::Unit);
  bar->addWidget(m_icon);
  bar->addWidget(m_text, 1);
  bar->addWidget(m_toggle);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(space::Half);
  layout->addLayout(bar);
  layout->addWidget(m_panel, 1);
  connect(m_toggle, &QToolButton::clicked, this, [this](bool open) {
    m_chosen = true;
    setOpen(open);
  });
  connect(m_panel, &FailuresPanel::changed, this, &FailuresDrawer::showSummary);
  connect(m_panel, &FailuresPanel::retryRequested, this, &FailuresDrawer::retryRequested);
  connect(document, &StudyDocument::snapshotChanged, this,
          [this] { m_panel->setSnapshot(m_document->snapshot()); });
  connect(document, &StudyDocument::pathChanged, this, [this] { m_chosen = false; });
  connect(&Theme::instance(), &Theme::changed, this, &FailuresDrawer::showSummary);
  m_panel->setSnapshot(document->snapshot());
  setOpen(false);
  showSummary();
}

bool FailuresDrawer::isOpen() const {
  return m_toggle->isChecked();
}

void FailuresDrawer::setOpen(bool open) {
  m_toggle->setChecked(open);
  m_toggle->setText(open ? tr("Hide failures") : tr("Show failures"));
  m_toggle->setAccessibleName(m_toggle->text());
  m_panel->setVisible(open);
  Q_EMIT opened(open);
}

void FailuresDrawer::showSummary() {
  const auto& groups = m_panel->groups();
  setVisible(!groups.empty());
  if (groups.empty()) {
    setOpen(false);
    return;
  }
  const auto& first = groups.front();
  const int failed = m_panel->failedCount();
  const auto largest = static_cast<int>(first.trials.size());
  m_icon->setPixmap(trialMark(TrialState::Failed, false, fontMetrics().height(), devicePixelRatioF()));
  m_text->setText(
      failed == 1 ? tr("Trial %1 failed: %2").arg(first.example()).arg(causeText(first))
      : failed == largest
          ? tr("%1 trials failed: %2").arg(failed).arg(causeText(first))
          : tr("%1 trials failed, %2 of them: %3").arg(failed).arg(largest).arg(causeText(first)));
  m_text->setToolTip(m_text->text());
  m_text->setAccessibleName(m_text->text());
  const bool onlyFailures = m_document->progress().complete + m_document->progress().pruned == 0;
  const bool goesOn = m_document->state() == StudyState::Running;
  if (!m_chosen && !isOpen() && onlyFailures && (failed >= FailuresThatOpen || !goesOn))
    setOpen(true);
}

} // namespace sweep::ui
