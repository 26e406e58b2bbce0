// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/result_view/repeat_bar.h"

#include "ui/theme.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

namespace sweep::ui {

namespace {

constexpr int MostBest = 1000;
constexpr int MostRuns = 1000;
constexpr int UsualBest = 3;
constexpr int UsualRuns = 5;

} // namespace

RepeatBar::RepeatBar(const ResultEstimates& estimates, QWidget* parent)
    : QWidget(parent), m_estimates(estimates), m_words(new QLabel) {
  auto* row = new QHBoxLayout;
  row->setSpacing(space::Unit);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(space::Half);
  layout->addLayout(row);
  layout->addWidget(m_words);

  m_repeat = new QPushButton(Theme::instance().icon(QStringLiteral("redo")), tr("&Repeat the best"));
  m_repeat->setObjectName(QStringLiteral("repeat.go"));
  m_repeat->setAccessibleName(tr("Repeat the best"));
  m_repeat->setToolTip(tr("Tries the best configurations again, each with other seeds, until each has so "
                          "many runs: of a noisy score the "
                          "mean says more than the luckiest one"));
  row->addWidget(m_repeat);
  m_best = addNumber(QStringLiteral("repeat.best"), tr("Confi&gurations"),
                     tr("How many of the best configurations are repeated"), 1, UsualBest);
  m_runs = addNumber(QStringLiteral("repeat.runs"), tr("R&uns of each"),
                     tr("How many runs each of them is to have, those that it has already included"), 2,
                     UsualRuns);
  m_best->setMaximum(MostBest);
  m_runs->setMaximum(MostRuns);
  row->addStretch(1);
  m_words->setObjectName(QStringLiteral("repeat.plan"));
  m_words->setFont(smallFont());
  m_words->setForegroundRole(QPalette::PlaceholderText);
  m_words->setWordWrap(true);
  connect(m_repeat, &QPushButton::clicked, this, [this] { Q_EMIT repeatRequested(m_missing); });
  plan();
}

QSpinBox* RepeatBar::addNumber(const QString& name, const QString& label, const QString& tip, int least,
                               int value) {
  auto* box = new QSpinBox;
  box->setObjectName(name);
  box->setAccessibleName(QString(label).remove(QLatin1Char('&')));
  box->setToolTip(tip);
  box->setMinimum(least);
  box->setValue(value);
  auto* words = new QLabel(label);
  words->setBuddy(box);
  auto* row = static_cast<QHBoxLayout*>(layout()->itemAt(0)->layout());
  row->addSpacing(space::Unit);
  row->addWidget(words);
  row->addWidget(box);
  connect(box, &QSpinBox::valueChanged, this, &RepeatBar::plan);
  return box;
}

void RepeatBar::refresh(const Objective& objective, bool readOnly) {
  m_objective = objective;
  m_readOnly = readOnly;
  plan();
}

void RepeatBar::plan() {
  m_missing.clear();
  for (const std::size_t i : missingRuns(m_estimates.tried, m_objective, m_best->value(), m_runs->value()))
    m_missing.append(m_estimates.tried[i].trials.front());
  m_repeat->setEnabled(!m_missing.isEmpty() && !m_readOnly);
  const auto missing = static_cast<int>(m_missing.size());
  m_words->setText(m_readOnly     ? tr("This study is opened for reading only.")
                   : missing == 0 ? tr("Each of them has that many runs, or will have them.")
                   : missing == 1 ? tr("One more trial will run, with a seed of its own.")
                                  : tr("%n more trials will run, each with a seed of its own.", nullptr, missing));
}

} // namespace sweep::ui
