// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/study_form/form_section.h"

#include <QFutureWatcher>

class QMenu;
class QToolButton;

namespace sweep::ui {

class FieldCombo;
class FoundMetrics;
class MetricSample;
class ProblemLabel;
class QuietLabel;

/// Where metrics are read from, and what is read of a sample: lines of output or the content of a file, pasted, or filled in from
/// the last try, a trial or a file.
class MetricSection : public FormSection {
  Q_OBJECT
public:
  explicit MetricSection(StudyDocument* document, QWidget* parent = nullptr);
  ~MetricSection() override;

  void load() override;
  /// The sample stays open for looking.
  void setFixed(bool fixed) override;
  /// What a try printed, and what stood in its file of metrics.
  void setTry(const QString& output, const QString& file);

Q_SIGNALS:
  /// The name of a metric in the sample was pressed.
  void metricChosen(const QString& name);

protected:
  std::optional<QString> keyOf(const StudyProblem& problem) const override;
  StudyProblem placeOf(const FieldEdit* field) const override;

private:
  void buildSource();
  void buildSample();
  QToolButton* fillButton();
  void connectFields();
  void change(const std::function<void(MetricSource&)>& change, int visit = 0);
  bool isFile() const;
  void showSource();
  void showFound();
  void forgetForeignSample();

  void fillMenu(QMenu* menu);
  void addTrial(QMenu* menu, const QString& text, const Trial& trial);
  void fillFromTry();
  void fillFrom(const QString& path);
  void chooseFile();

  FieldCombo* m_source;
  FieldEdit* m_expression;
  FieldEdit* m_file;
  FieldCombo* m_format;
  MetricSample* m_sample;
  QToolButton* m_fill = nullptr;
  QuietLabel* m_summary;
  ProblemLabel* m_problem;
  FoundMetrics* m_found;

  QString m_tryOutput;
  QString m_tryFile;
  /// Whose output the sample is.
  Program m_sampleProgram;
  struct Loaded {
    QString path;
    QString text;
    QString problem;
  };
  static Loaded loadSample(const QString& path, bool whole);
  QFutureWatcher<Loaded> m_loader;
};

} // namespace sweep::ui
