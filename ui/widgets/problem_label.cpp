// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/problem_label.h"

#include "ui/theme.h"

namespace sweep::ui {

ProblemLabel::ProblemLabel(QWidget* parent) : QLabel(parent) {
  setFont(smallFont());
  setWordWrap(true);
  setTextInteractionFlags(Qt::TextSelectableByMouse);
  setFocusPolicy(Qt::NoFocus);
  hide();
  connect(&Theme::instance(), &Theme::changed, this, &ProblemLabel::colour);
}

void ProblemLabel::clearProblems() {
  m_sentences.clear();
  m_onlyWarnings = true;
  showSentences();
}

void ProblemLabel::addProblem(const QString& sentence, bool isWarning) {
  m_sentences += sentence;
  m_onlyWarnings = m_onlyWarnings && isWarning;
  showSentences();
}

void ProblemLabel::showSentences() {
  setText(m_sentences.join(QLatin1Char('\n')));
  setAccessibleName(text());
  setVisible(!m_sentences.isEmpty());
  colour();
}

void ProblemLabel::colour() {
  QPalette colours = palette();
  colours.setColor(QPalette::WindowText, m_onlyWarnings ? Theme::instance().warning() : Theme::instance().failed());
  setPalette(colours);
}

} // namespace sweep::ui
