// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/study_form/form_section.h"

#include <QStringList>

class QStringListModel;

namespace sweep::ui {

class FieldCombo;
class NumberEdit;

/// What is optimised.
class ObjectiveSection : public FormSection {
  Q_OBJECT
public:
  explicit ObjectiveSection(StudyDocument* document, QWidget* parent = nullptr);

  void load() override;
  /// Names that the program is known to print: offered while the metric's name is typed.
  void setKnownMetrics(const QStringList& names);
  /// Makes this metric the objective.
  void setMetric(const QString& name);

protected:
  std::optional<QString> keyOf(const StudyProblem& problem) const override;
  StudyProblem placeOf(const FieldEdit* field) const override;

private:
  void buildFields();
  void connectFields();
  void change(const QString& what, const std::function<void(Objective&)>& change, int visit = 0);

  FieldEdit* m_metric;
  FieldCombo* m_direction;
  FieldCombo* m_reduction;
  NumberEdit* m_lastCount;
  NumberEdit* m_target;
  QStringListModel* m_known;
};

} // namespace sweep::ui
