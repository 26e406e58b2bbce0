// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/study/study_spec.h"
#include "ui/trusted_studies.h"

#include <QObject>

class QWidget;

namespace sweep::ui {

class StudyDocument;

/// Whether the document's study may start programs. One that was made in this window, or is known from before, may; one that came
/// from elsewhere shows what it would start, and asks: once for what it would start, since the answer is remembered. UI thread.
class RunConsent : public QObject {
  Q_OBJECT
public:
  enum class Origin { Here, Elsewhere };
  explicit RunConsent(StudyDocument* document, QObject* parent = nullptr);

  /// Another study is in the document now. One from elsewhere that is known from before counts as from here.
  void setOrigin(Origin origin);
  /// True when it may start programs. Asks where needed, in front of `window`; a study from here is known from then on.
  bool obtain(QWidget* window);
  /// A study from here is saved for a folder: it will be known when it is opened there.
  void remember(const StudySpec& spec, const QString& studyFolder);

private:
  std::string digest() const;

  StudyDocument* m_document;
  TrustedStudies m_trusted;
  Origin m_origin = Origin::Here;
};

} // namespace sweep::ui
