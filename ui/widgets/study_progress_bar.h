// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runner/study_runner.h"

#include <QWidget>

namespace sweep::ui {

/// Complete, failed, running and left as parts of one bar.
class StudyProgressBar : public QWidget {
  Q_OBJECT
public:
  explicit StudyProgressBar(QWidget* parent = nullptr);

  void setProgress(const Progress& progress);
  QSize sizeHint() const override { return {240, 16}; }
  QSize minimumSizeHint() const override { return {80, 16}; }

protected:
  void paintEvent(QPaintEvent* event) override;

private:
  Progress m_progress;
};

} // namespace sweep::ui
