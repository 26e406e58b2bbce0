// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runner/study_check.h"
#include "ui/study_document.h"
#include "ui/widgets/field_edit.h"

#include <QMap>
#include <QWidget>

#include <optional>
#include <vector>

class QGridLayout;
class QVBoxLayout;

namespace sweep::ui {

class FormField;

/// A part of the study form: shows one part of the spec and changes it through the document.
class FormSection : public QWidget {
  Q_OBJECT
public:
  FormSection(const QString& title, StudyDocument* document, QWidget* parent = nullptr);

  const QString& title() const { return m_title; }
  /// Shows the document's spec. Texts being typed are left alone where they say the same.
  virtual void load() = 0;
  /// Shows those of the problems that are its own; returns how many of them keep the study from running.
  virtual int showProblems(const std::vector<StudyProblem>& problems);
  /// The control that a problem belongs to; null when it is in another section.
  virtual QWidget* controlOf(const StudyProblem& problem);
  /// Texts that cannot be put into the spec yet.
  std::vector<StudyProblem> drafts() const;
  /// Once trials exist nothing may change that would make them incomparable.
  virtual void setFixed(bool fixed);

Q_SIGNALS:
  void draftsChanged();

protected:
  StudyDocument* document() const { return m_document; }
  const StudySpec& spec() const { return m_document->spec(); }
  void edit(const QString& what, const std::function<void(StudySpec&)>& change, int visit = 0);

  /// The key of the field that a problem belongs to, nothing when it belongs to another section.
  virtual std::optional<QString> keyOf(const StudyProblem& problem) const = 0;
  /// The problem that says where a field stands, without its sentence.
  virtual StudyProblem placeOf(const FieldEdit* field) const = 0;

  /// A row with the label in the form's common column. `content` is what stands in the row when it is more than the control.
  FormField* addField(const QString& key, const QString& label, QWidget* control, const QString& hint = {},
                      QWidget* content = nullptr);
  /// Shows or hides a row with its label.
  void setFieldVisible(const QString& key, bool visible);
  /// Over the whole width.
  void addWide(QWidget* widget);
  FormField* field(const QString& key) const { return m_fields.value(key); }
  /// Reports its drafts; for fields not added by addField.
  void watch(FieldEdit* field);
  QGridLayout* grid() const { return m_grid; }

private:
  QString m_title;
  StudyDocument* m_document;
  QGridLayout* m_grid;
  QMap<QString, FormField*> m_fields;
  QMap<QString, QWidget*> m_labels;
  /// Takes the problems that name no field.
  FormField* m_firstField = nullptr;
};

/// Width of the form's column of labels.
int labelColumn(const QWidget* widget);
/// Widgets side by side, without margins.
QWidget* sideBySide(std::initializer_list<QWidget*> widgets, QWidget* stretched = nullptr);

} // namespace sweep::ui
