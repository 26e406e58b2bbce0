// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/study_form/method_part.h"

#include "ui/study_form/options_form.h"
#include "ui/text.h"
#include "ui/widgets/field_combo.h"
#include "ui/widgets/section_header.h"

namespace sweep::ui {

MethodPart::MethodPart(const QString& objectName, const QString& accessibleName, QObject* parent)
    : QObject(parent), m_combo(new FieldCombo), m_title(new SectionHeader({}, SectionHeader::Size::Small)),
      m_options(new OptionsForm(objectName)) {
  m_combo->setNames(objectName, accessibleName);
}

void MethodPart::show(const std::string& id, std::vector<Option> described, const Configuration& chosen,
                      bool titled) {
  m_combo->showData(toQt(id));
  m_title->setText(m_combo->currentText());
  m_title->setVisible(titled && !described.empty());
  if (id != m_shown)
    m_options->setOptions(std::move(described));
  m_shown = id;
  m_options->setValues(chosen);
}

void MethodPart::exchange(std::string& id, Configuration& chosen, std::string_view next) {
  if (id == next)
    return;
  m_left[id] = std::move(chosen);
  const auto before = m_left.find(next);
  chosen = before == m_left.end() ? Configuration() : before->second;
  id = next;
}

} // namespace sweep::ui
