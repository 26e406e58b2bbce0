// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/study/recorded_curves.h"
#include "ui/study_form/form_section.h"

#include <QFutureWatcher>

#include <memory>

class QPushButton;

namespace sweep::ui {

class QuietLabel;

/// What is replayed instead of running a program: a recorded table with what was found in it, or a formula. Shown while the study
/// is a replay.
class ReplaySection : public FormSection {
  Q_OBJECT
public:
  explicit ReplaySection(StudyDocument* document, QWidget* parent = nullptr);

  void load() override;

protected:
  std::optional<QString> keyOf(const StudyProblem& problem) const override;
  StudyProblem placeOf(const FieldEdit* field) const override;

private:
  using Curves = std::shared_ptr<const RecordedCurves>;

  void buildFields();
  void connectFields();
  void change(const QString& what, const std::function<void(Replay&)>& change, int visit = 0);
  void chooseTable();
  void look();
  void showFound();
  void takeParameters();

  FieldEdit* m_table;
  FieldEdit* m_formula;
  FieldEdit* m_seconds;
  QuietLabel* m_found;
  QPushButton* m_take;
  /// The table that was looked into, as it lies on disk, and what is in it.
  QString m_looked;
  Curves m_curves;
  QFutureWatcher<Curves> m_watcher;
};

} // namespace sweep::ui
