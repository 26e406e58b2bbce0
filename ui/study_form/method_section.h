// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/study_form/form_section.h"

namespace sweep::ui {

class FieldCombo;
class NumberEdit;
class OptionsForm;

/// How the space is searched: the sampler with its settings, and the seed of everything random.
class MethodSection : public FormSection {
  Q_OBJECT
public:
  explicit MethodSection(StudyDocument* document, QWidget* parent = nullptr);

  void load() override;
  int showProblems(const std::vector<StudyProblem>& problems) override;
  QWidget* controlOf(const StudyProblem& problem) override;
  void setFixed(bool fixed) override;

protected:
  std::optional<QString> keyOf(const StudyProblem& problem) const override;
  StudyProblem placeOf(const FieldEdit* field) const override;

private:
  void addSampler();
  void addScheduler();
  void addSeed();
  void showSummary();
  void rollDice();

  FieldCombo* m_sampler;
  OptionsForm* m_samplerOptions;
  FieldCombo* m_scheduler;
  OptionsForm* m_schedulerOptions;
  FieldEdit* m_seed;
  /// Whose options the forms show.
  std::string m_shownSampler;
  std::string m_shownScheduler;
};

} // namespace sweep::ui
