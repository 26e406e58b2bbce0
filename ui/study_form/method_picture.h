// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "ui/study_form/method_comparison.h"

#include <QFutureWatcher>
#include <QWidget>

#include <memory>

namespace sweep::ui {

class FieldCombo;
class MethodPlane;
class QuietLabel;
class StudyDocument;

/// What the method will try: two parameters, the planned points and their shadows, with another method beside it so that the
/// difference can be seen. Computed beside the UI thread.
class MethodPicture : public QWidget {
  Q_OBJECT
public:
  explicit MethodPicture(StudyDocument* document, QWidget* parent = nullptr);

private:
  using Answer = std::shared_ptr<const Result<MethodComparison>>;
  void build();
  void followSpec();
  void offerParameters();
  void compute();
  void display(const Result<MethodComparison>& comparison);
  QString conclusion(const MethodComparison& comparison) const;

  StudyDocument* m_document;
  FieldCombo* m_x;
  FieldCombo* m_y;
  QWidget* m_planes;
  MethodPlane* m_own;
  MethodPlane* m_other;
  QuietLabel* m_sentence;
  QFutureWatcher<Answer> m_watcher;
  bool m_stale = false;
};

} // namespace sweep::ui
