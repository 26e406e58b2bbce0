// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/study_form/problem_list.h"

#include "ui/study_form/problem_link.h"
#include "ui/text.h"
#include "ui/theme.h"
#include "ui/widgets/section_header.h"

#include <QVBoxLayout>

#include <algorithm>

namespace sweep::ui {

namespace {
/// More would only push the rest of the preview away.
constexpr std::size_t MostShown = 6;

bool sameSentences(const std::vector<StudyProblem>& a, const std::vector<StudyProblem>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const StudyProblem& one, const StudyProblem& other) {
    return one.message == other.message && one.section == other.section && one.index == other.index &&
           one.field == other.field && one.key == other.key && one.isWarning == other.isWarning;
  });
}
} // namespace

ProblemList::ProblemList(QWidget* parent) : QWidget(parent), m_layout(new QVBoxLayout(this)) {
  m_layout->setContentsMargins(0, 0, 0, 0);
  m_layout->setSpacing(space::Half);
  setObjectName(QStringLiteral("preview.problems"));
  setAccessibleName(tr("Problems of the study"));
}

void ProblemList::display(const std::vector<StudyProblem>& problems) {
  if (sameSentences(problems, m_problems))
    return;
  m_problems = problems;
  std::stable_sort(m_problems.begin(), m_problems.end(),
                   [](const auto& a, const auto& b) { return !a.isWarning && b.isWarning; });
  for (auto* link : m_links) {
    link->hide();
    link->deleteLater();
  }
  m_links.clear();
  for (std::size_t i = 0; i < std::min(MostShown, m_problems.size()); ++i)
    m_links.push_back(linkTo(i));
  if (m_problems.size() > MostShown)
    m_links.push_back(new QuietLabel(tr("and %n more", nullptr, static_cast<int>(m_problems.size() - MostShown))));
  for (auto* link : m_links)
    m_layout->addWidget(link);
  setVisible(!m_problems.empty());
}

QWidget* ProblemList::linkTo(std::size_t index) {
  const auto problem = m_problems[index];
  auto* link = new ProblemLink(translated(problem.message), problem.isWarning);
  link->setObjectName(QStringLiteral("preview.problem.%1").arg(index));
  connect(link, &ProblemLink::clicked, this, [this, problem] { Q_EMIT chosen(problem); });
  return link;
}

} // namespace sweep::ui
