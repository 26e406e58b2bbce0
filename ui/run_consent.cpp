// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/run_consent.h"

#include "core/runner/run_digest.h"
#include "ui/consent_dialog.h"
#include "ui/study_document.h"
#include "ui/text.h"

namespace sweep::ui {

RunConsent::RunConsent(StudyDocument* document, QObject* parent) : QObject(parent), m_document(document) {}

std::string RunConsent::digest() const {
  return runDigest(m_document->spec(), fromQt(m_document->studyFolder()));
}

void RunConsent::setOrigin(Origin origin) {
  m_origin = origin == Origin::Elsewhere && !m_trusted.contains(digest()) ? Origin::Elsewhere : Origin::Here;
}

bool RunConsent::obtain(QWidget* window) {
  if (m_origin == Origin::Elsewhere && !m_trusted.contains(digest()) &&
      ConsentDialog(*m_document, window).exec() != QDialog::Accepted)
    return false;
  m_origin = Origin::Here;
  m_trusted.add(digest());
  return true;
}

void RunConsent::remember(const StudySpec& spec, const QString& studyFolder) {
  if (m_origin == Origin::Here)
    m_trusted.add(runDigest(spec, fromQt(studyFolder)));
}

} // namespace sweep::ui
