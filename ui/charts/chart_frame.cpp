// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/chart_frame.h"

#include "ui/charts/chart_axis.h"
#include "ui/charts/chart_export.h"
#include "ui/charts/chart_view.h"
#include "ui/selection.h"
#include "ui/text.h"
#include "ui/theme.h"
#include "ui/trial_text.h"

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QContextMenuEvent>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QMessageBox>
#include <QMimeData>
#include <QToolButton>
#include <QVBoxLayout>

namespace sweep::ui {

namespace {

QToolButton* toolButton(QWidget* parent, const QString& objectName, const QString& icon, const QString& name, const QString& tip) {
  auto* button = new QToolButton(parent);
  button->setObjectName(objectName);
  button->setAccessibleName(name);
  button->setToolTip(tip);
  button->setIcon(Theme::instance().icon(icon));
  button->setIconSize({16, 16});
  button->setAutoRaise(true);
  return button;
}

} // namespace

ChartFrame::ChartFrame(const QString& id, const QString& name, Selection* selection, QWidget* parent)
    : Chart(selection, parent), m_id(id), m_view(new ChartView(selection, this)) {
  setObjectName(QStringLiteral("chart.") + id);
  setAccessibleName(name);
  m_view->setAccessibleName(name);
  m_view->setHoverText([this](const ChartPoint& point) { return hoverText(point); });
  m_tools = makeTools();
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addWidget(m_view, 1);
  connect(&Theme::instance(), &Theme::changed, this, &ChartFrame::refresh);
}

QWidget* ChartFrame::makeTools() {
  auto* tools = new QWidget(this);
  auto* row = new QHBoxLayout(tools);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(0);
  auto* copyButton = toolButton(tools, m_id + QStringLiteral(".copy"), QStringLiteral("copy"), tr("Copy the chart"), tr("Copy the chart as a picture"));
  auto* saveButton = toolButton(tools, m_id + QStringLiteral(".save"), QStringLiteral("save"), tr("Save the chart"), tr("Save the chart as PNG or SVG…"));
  connect(copyButton, &QToolButton::clicked, this, &ChartFrame::copy);
  connect(saveButton, &QToolButton::clicked, this, &ChartFrame::saveAs);
  row->addWidget(copyButton);
  row->addWidget(saveButton);
  return tools;
}

void ChartFrame::setSnapshot(SnapshotPtr snapshot) {
  m_snapshot = std::move(snapshot);
  refresh();
}

void ChartFrame::offerChoices(const Snapshot&) {}

QString ChartFrame::hoverNote(const Trial&, const ChartPoint&) const { return {}; }

void ChartFrame::refresh() {
  if (!m_snapshot)
    return;
  offerChoices(*m_snapshot);
  m_view->setContent(contentOf(*m_snapshot));
}

QComboBox* ChartFrame::addChooser(const QString& name, const QString& label, const QString& purpose) {
  if (!m_choosers) {
    m_choosers = new QHBoxLayout;
    m_choosers->setContentsMargins(space::Half, space::Half, space::Half, 0);
    m_choosers->setSpacing(space::Unit);
    m_choosers->addStretch(1);
    m_choosers->addWidget(m_tools);
    static_cast<QVBoxLayout*>(layout())->insertLayout(0, m_choosers);
  }
  auto* chooser = new QComboBox(this);
  chooser->setObjectName(m_id + QLatin1Char('.') + name);
  chooser->setAccessibleName(purpose);
  chooser->setAccessibleDescription(purpose);
  chooser->setToolTip(purpose);
  chooser->setSizeAdjustPolicy(QComboBox::AdjustToContents);
  chooser->setMinimumContentsLength(4);
  chooser->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
  auto* text = new QLabel(label, this);
  text->setBuddy(chooser);
  const int end = m_choosers->count() - 2;
  m_choosers->insertWidget(end, text);
  m_choosers->insertWidget(end + 1, chooser);
  connect(chooser, &QComboBox::currentIndexChanged, this, &ChartFrame::refresh);
  return chooser;
}

void ChartFrame::setChoices(QComboBox* chooser, const QStringList& choices, int preferred) {
  QStringList shown;
  for (int i = 0; i < chooser->count(); ++i)
    shown.append(chooser->itemText(i));
  if (shown == choices)
    return;
  const QSignalBlocker quiet(chooser);
  const QString chosen = chooser->currentText();
  chooser->clear();
  chooser->addItems(choices);
  const auto kept = choices.indexOf(chosen);
  chooser->setCurrentIndex(kept >= 0 ? static_cast<int>(kept) : std::min(preferred, static_cast<int>(choices.size()) - 1));
}

QString ChartFrame::hoverText(const ChartPoint& point) const {
  const auto index = static_cast<std::size_t>(point.trial);
  if (!m_snapshot || point.trial < 0 || index >= m_snapshot->trials.size())
    return {};
  const Trial& trial = *m_snapshot->trials[index];
  QStringList lines;
  lines.append(tr("Trial %1 · %2").arg(trial.number).arg(stateText(trial)));
  if (const auto value = trial.value())
    lines.append(QStringLiteral("%1: %2").arg(shownText(m_snapshot->spec.objective().metric), shortNumber(*value, 6)));
  const auto& content = m_view->content();
  if (content.x.inHover)
    lines.append(QStringLiteral("%1: %2").arg(content.x.title, axisText(content.x, point.x)));
  if (content.y.inHover)
    lines.append(QStringLiteral("%1: %2").arg(content.y.title, axisText(content.y, point.y)));
  if (const QString note = hoverNote(trial, point); !note.isEmpty())
    lines.append(note);
  return lines.join(QLatin1Char('\n'));
}

bool ChartFrame::save(const QString& path, QSize size) { return saveChart(*m_view, path, size, m_view->accessibleName()); }

void ChartFrame::copy() {
  auto* data = new QMimeData;
  data->setImageData(chartImage(*m_view, m_view->size()));
  data->setData(QStringLiteral("image/svg+xml"), chartSvg(*m_view, m_view->size(), m_view->accessibleName()));
  QApplication::clipboard()->setMimeData(data);
}

void ChartFrame::saveAs() {
  auto* dialog = new QFileDialog(this, tr("Save Chart"));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setAcceptMode(QFileDialog::AcceptSave);
  dialog->setNameFilters({tr("PNG image (*.png)"), tr("SVG drawing (*.svg)")});
  dialog->setDefaultSuffix(QStringLiteral("png"));
  dialog->selectFile(m_id + QStringLiteral(".png"));
  connect(dialog, &QFileDialog::filterSelected, dialog, [dialog](const QString& filter) {
    dialog->setDefaultSuffix(filter.contains(QLatin1String("*.svg")) ? QStringLiteral("svg") : QStringLiteral("png"));
  });
  connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) {
    if (!save(path, m_view->size()))
      QMessageBox::warning(this, tr("Save Chart"), tr("The chart could not be written to %1. Choose another folder or name.").arg(path));
  });
  dialog->open();
}

void ChartFrame::contextMenuEvent(QContextMenuEvent* event) {
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  menu->addAction(Theme::instance().icon(QStringLiteral("copy")), tr("Copy Chart"), this, &ChartFrame::copy);
  menu->addAction(Theme::instance().icon(QStringLiteral("save")), tr("Save as PNG or SVG…"), this, &ChartFrame::saveAs);
  menu->addSeparator();
  auto* clear = menu->addAction(tr("Clear Selection"), m_selection.data(), &Selection::clear);
  clear->setEnabled(m_selection && !m_selection->empty());
  menu->popup(event->globalPos());
}

void ChartFrame::resizeEvent(QResizeEvent* event) {
  Chart::resizeEvent(event);
  placeTools();
}

/// Without choosers the buttons have no row of their own: they lie in the header of the picture.
void ChartFrame::placeTools() {
  if (m_choosers)
    return;
  m_tools->resize(m_tools->sizeHint());
  m_tools->move(width() - m_tools->width() - space::Half, 0);
  m_tools->raise();
  m_view->setReserved(m_tools->width());
}

} // namespace sweep::ui
