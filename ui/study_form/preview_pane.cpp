// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/study_form/preview_pane.h"

#include "core/base/text.h"
#include "core/runner/budget_words.h"
#include "ui/study_document.h"
#include "ui/study_form/bracket_table.h"
#include "ui/study_form/command_preview.h"
#include "ui/study_form/method_picture.h"
#include "ui/study_form/problem_list.h"
#include "ui/study_form/try_once_view.h"
#include "ui/text.h"
#include "ui/theme.h"
#include "ui/widgets/section_header.h"

#include <QLabel>
#include <QLocale>
#include <QScrollArea>
#include <QVBoxLayout>

#include <cmath>

namespace sweep::ui {

PreviewPane::PreviewPane(StudyDocument* document, RunConsent* consent, const QStringList& programFolders, QWidget* parent)
    : QWidget(parent), m_document(document), m_layout(nullptr), m_plan(new SectionHeader({})), m_estimate(new QuietLabel),
      m_problems(new ProblemList), m_commandsTitle(new SectionHeader(tr("First commands"), SectionHeader::Size::Small)),
      m_commands(new CommandPreview), m_brackets(new BracketTable(document)),
      m_pictureTitle(new SectionHeader(tr("What this method will try"), SectionHeader::Size::Small)),
      m_picture(new MethodPicture(document)), m_tryTitle(new SectionHeader(tr("Try once"), SectionHeader::Size::Small)),
      m_tryOnce(new TryOnceView(document, consent, programFolders)) {
  build();
  connect(m_problems, &ProblemList::chosen, this, &PreviewPane::problemChosen);
  connect(m_tryOnce, &TryOnceView::metricChosen, this, &PreviewPane::metricChosen);
  connect(m_tryOnce, &TryOnceView::metricsKnown, this, &PreviewPane::metricsKnown);
  connect(m_tryOnce, &TryOnceView::sampled, this, &PreviewPane::sampled);
  connect(m_tryOnce, &TryOnceView::timed, this, [this](double seconds, std::optional<double> budget) {
    m_secondsPerTrial = seconds;
    m_triedBudget = budget;
    showCheck();
  });
  connect(m_brackets, &BracketTable::planChanged, this, &PreviewPane::showCheck);
  connect(document, &StudyDocument::checkChanged, this, &PreviewPane::showCheck);
  showCheck();
}

void PreviewPane::build() {
  setObjectName(QStringLiteral("form.preview"));
  setAccessibleName(tr("Preview"));
  auto* content = new QWidget;
  m_layout = new QVBoxLayout(content);
  m_layout->setContentsMargins(space::Double, space::Unit, space::Double, space::Double);
  m_layout->setSpacing(space::Unit);
  m_plan->setWordWrap(true);
  m_plan->setObjectName(QStringLiteral("preview.plan"));
  m_estimate->setObjectName(QStringLiteral("preview.estimate"));
  m_layout->addWidget(m_plan);
  m_layout->addWidget(m_estimate);
  m_layout->addWidget(m_problems);
  m_layout->addSpacing(space::Unit);
  m_layout->addWidget(m_commandsTitle);
  m_layout->addWidget(m_commands);
  m_layout->addWidget(m_brackets);
  m_layout->addSpacing(space::Unit);
  m_layout->addWidget(m_pictureTitle);
  m_layout->addWidget(m_picture);
  m_layout->addSpacing(space::Unit);
  m_layout->addWidget(m_tryTitle);
  m_layout->addWidget(m_tryOnce, 2);
  auto* scroll = new QScrollArea;
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->setWidgetResizable(true);
  scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  scroll->setWidget(content);
  auto* outer = new QVBoxLayout(this);
  outer->setContentsMargins(0, 0, 0, 0);
  outer->addWidget(scroll);
}

QString PreviewPane::plan() const {
  const auto& check = m_document->check();
  const int parallel = m_document->spec().limits.parallel;
  if (!check.runnable())
    return tr("Not ready to run");
  if (!check.plannedTrials)
    return tr("Configurations until you stop, %n at a time", nullptr, parallel);
  const QString count = QLocale().toString(static_cast<qulonglong>(*check.plannedTrials));
  return *check.plannedTrials == 1 ? tr("1 configuration") : tr("%1 configurations, %n at a time", nullptr, parallel).arg(count);
}

QString PreviewPane::estimateOfTime() const {
  const auto& spec = m_document->spec();
  const auto trials = static_cast<double>(*m_document->check().plannedTrials);
  if (!spec.budget || !m_triedBudget) {
    const double rounds = std::ceil(trials / spec.limits.parallel);
    return tr("About %1, as one trial took %2.").arg(duration(rounds * *m_secondsPerTrial), duration(*m_secondsPerTrial));
  }
  const double perUnit = *m_secondsPerTrial / *m_triedBudget / spec.limits.parallel;
  const QString tried = toQt(amountOf(*m_triedBudget, spec.budget->unit));
  if (const auto* plan = m_brackets->plan())
    return tr("About %1, as %2 took %3.")
        .arg(duration(perUnit * plan->cost * trials / static_cast<double>(plan->trials)), tried, duration(*m_secondsPerTrial));
  return tr("At most about %1, as %2 took %3.").arg(duration(perUnit * spec.budget->max * trials), tried, duration(*m_secondsPerTrial));
}

QString PreviewPane::estimate() const {
  const auto& check = m_document->check();
  QStringList sentences;
  if (m_secondsPerTrial && check.plannedTrials && check.runnable())
    sentences += estimateOfTime();
  if (!m_document->spec().space.constraints.empty() && check.feasibleShare < 1.0)
    sentences += tr("The constraints leave %1 % of the space.").arg(toQt(roundedText(100.0 * check.feasibleShare, 3)));
  return sentences.join(QLatin1Char(' '));
}

void PreviewPane::showCheck() {
  const auto& check = m_document->check();
  m_plan->setText(plan());
  m_estimate->setText(estimate());
  m_estimate->setVisible(!m_estimate->text().isEmpty());
  m_problems->display(check.problems);
  QStringList commands;
  for (const auto& command : check.firstCommands)
    commands += toQt(command);
  m_commands->display(commands);
  m_commandsTitle->setVisible(!commands.isEmpty());
  m_commands->setVisible(!commands.isEmpty());
  // There is no program to be tried in a replay.
  for (QWidget* widget : {static_cast<QWidget*>(m_tryTitle), static_cast<QWidget*>(m_tryOnce)})
    widget->setVisible(!m_document->spec().replay);
  m_pictureTitle->setVisible(previewParameters(m_document->spec().space).has_value());
}

} // namespace sweep::ui
