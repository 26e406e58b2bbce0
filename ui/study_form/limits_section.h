// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/study_form/form_section.h"

namespace sweep::ui {

class FailureKindsButton;
class FieldCombo;
class NumberEdit;
class QuantityEdit;
class ReadingEdit;

/// When trials and the study end. Can be changed while the study runs.
class LimitsSection : public FormSection {
  Q_OBJECT
public:
  explicit LimitsSection(StudyDocument* document, QWidget* parent = nullptr);

  void load() override;
  /// Limits and rules may change while the study runs.
  void setFixed(bool) override {}

protected:
  std::optional<QString> keyOf(const StudyProblem& problem) const override;
  StudyProblem placeOf(const FieldEdit* field) const override;

private:
  struct Line {
    const char* key;
    ReadingEdit* edit;
    /// How the spec says it, and how it is told.
    std::function<std::optional<Value>(const StudySpec&)> read;
    std::function<void(StudySpec&, const std::optional<Value>&)> write;
  };
  /// beside: stand in the same row behind the line.
  void add(const char* key, const QString& label, ReadingEdit* edit, const QString& placeholder, const QString& hint,
           const QList<QWidget*>& beside = {});
  void addTrialLimits();
  void addTimeLimits();
  void addRetries();
  void addFailureRules();
  void addInterrupted();
  void addResources();

  std::vector<Line> m_lines;
  FailureKindsButton* m_retryKinds;
  FieldCombo* m_retrySeed;
  FieldCombo* m_interrupted;
};

} // namespace sweep::ui
