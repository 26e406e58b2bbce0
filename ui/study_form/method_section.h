// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/study_form/form_section.h"

namespace sweep {
struct MethodEntry;
}

namespace sweep::ui {

class FieldCombo;
class MethodPart;

/// How the space is searched: a method by its name or a sampler and a scheduler chosen by hand, their settings, and the
/// seed of everything random. What a method was set to is there again when a person comes back to it.
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
  void addMethod();
  void addSampler();
  void addScheduler();
  void addSettings(MethodPart* part, Configuration MethodChoice::*settings);
  void addSeed();
  /// The method whose name is shown; null for one by hand.
  const MethodEntry* shownMethod() const;
  void chooseMethod(const QString& id);
  void choosePair(StudySpec& spec, std::string_view sampler, std::string_view scheduler);
  void fitBudget(StudySpec& spec);
  FormField* placeFor(const StudyProblem& problem) const;
  void rollDice();

  FieldCombo* m_method;
  MethodPart* m_sampler;
  MethodPart* m_scheduler;
  FieldEdit* m_seed;
  /// A person asked for both halves, so that they are shown also where their pair has a name.
  bool m_byHand = false;
  /// The budget that a choice here brought along; it goes again with it unless it was changed.
  std::optional<Budget> m_broughtBudget;
};

} // namespace sweep::ui
