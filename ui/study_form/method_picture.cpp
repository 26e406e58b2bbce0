// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/study_form/method_picture.h"

#include "core/sampler/registry.h"
#include "ui/study_document.h"
#include "ui/study_form/method_plane.h"
#include "ui/text.h"
#include "ui/theme.h"
#include "ui/widgets/field_combo.h"
#include "ui/widgets/section_header.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QSignalBlocker>
#include <QVBoxLayout>
#include <QtConcurrent/QtConcurrentRun>

namespace sweep::ui {

namespace {

QStringList searchedParameters(const SpaceSpec& space) {
  QStringList names;
  for (const auto& parameter : space.parameters)
    if (!std::holds_alternative<ConstantDomain>(parameter.domain))
      names += toQt(parameter.name);
  return names;
}

QString samplerName(const std::string& id) {
  const auto* entry = findSampler(id);
  return entry ? translated(Message(entry->name)) : toQt(id);
}

} // namespace

MethodPicture::MethodPicture(StudyDocument* document, QWidget* parent)
    : QWidget(parent), m_document(document), m_x(new FieldCombo), m_y(new FieldCombo), m_planes(new QWidget),
      m_own(new MethodPlane), m_other(new MethodPlane), m_sentence(new QuietLabel) {
  build();
  connect(document, &StudyDocument::checkChanged, this, &MethodPicture::followSpec);
  for (auto* combo : {m_x, m_y})
    connect(combo, &QComboBox::activated, this, &MethodPicture::compute);
  connect(&m_watcher, &QFutureWatcherBase::finished, this, [this] {
    display(*m_watcher.result());
    if (std::exchange(m_stale, false))
      compute();
  });
  followSpec();
}

void MethodPicture::build() {
  setObjectName(QStringLiteral("preview.picture"));
  setAccessibleName(tr("What this method will try"));
  m_x->setNames(QStringLiteral("preview.picture.x"), tr("Parameter across"));
  m_y->setNames(QStringLiteral("preview.picture.y"), tr("Parameter upwards"));
  m_own->setObjectName(QStringLiteral("preview.picture.own"));
  m_own->setAccessibleName(tr("What this method will try"));
  m_other->setObjectName(QStringLiteral("preview.picture.other"));
  m_other->setAccessibleName(tr("What another method would try"));
  auto* choices = new QHBoxLayout;
  choices->setSpacing(space::Unit);
  choices->addWidget(m_x, 1);
  choices->addWidget(new QLabel(QStringLiteral("×")));
  choices->addWidget(m_y, 1);
  auto* planes = new QHBoxLayout(m_planes);
  planes->setContentsMargins(0, 0, 0, 0);
  planes->setSpacing(space::Double);
  planes->addWidget(m_own, 1);
  planes->addWidget(m_other, 1);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(space::Unit);
  layout->addLayout(choices);
  layout->addWidget(m_planes);
  layout->addWidget(m_sentence);
}

void MethodPicture::followSpec() {
  const auto pair = previewParameters(m_document->spec().space);
  setVisible(pair.has_value());
  if (!pair)
    return;
  offerParameters();
  compute();
}

void MethodPicture::offerParameters() {
  const auto& space = m_document->spec().space;
  const QStringList names = searchedParameters(space);
  const auto first = previewParameters(space);
  const auto offer = [&names](FieldCombo* combo, const QString& otherwise) {
    const QString chosen = names.contains(combo->currentText()) ? combo->currentText() : otherwise;
    combo->clear();
    for (const auto& name : names)
      combo->addItem(name, name);
    combo->showData(chosen);
  };
  QStringList shown;
  for (int i = 0; i < m_x->count(); ++i)
    shown += m_x->itemText(i);
  if (shown == names || !first)
    return;
  offer(m_x, toQt(first->first));
  offer(m_y, toQt(first->second));
}

void MethodPicture::compute() {
  if (m_watcher.isRunning()) {
    m_stale = true;
    return;
  }
  m_watcher.setFuture(QtConcurrent::run(
      [spec = m_document->spec(), x = fromQt(m_x->currentText()), y = fromQt(m_y->currentText())]() -> Answer {
        return std::make_shared<const Result<MethodComparison>>(compareMethods(spec, x, y));
      }));
}

void MethodPicture::display(const Result<MethodComparison>& comparison) {
  m_planes->setVisible(comparison.ok());
  m_sentence->setVisible(comparison.ok());
  // Why there is none stands among the problems.
  if (!comparison)
    return;
  m_own->display(samplerName(comparison->ownSampler), comparison->own, true);
  m_other->display(tr("beside: %1").arg(samplerName(comparison->otherSampler)), comparison->other, false);
  m_sentence->setText(conclusion(*comparison));
}

QString MethodPicture::conclusion(const MethodComparison& comparison) const {
  const auto& own = comparison.own;
  const auto& other = comparison.other;
  return tr("The first %1 trials try %2 different values of %3; %4 with as many trials tries %5.")
      .arg(own.tried)
      .arg(own.xShadow.size())
      .arg(toQt(own.xAxis.name), samplerName(comparison.otherSampler).toLower())
      .arg(other.xShadow.size());
}

} // namespace sweep::ui
