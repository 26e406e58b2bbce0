// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/explorer/explorer.h"

#include "ui/charts/registry.h"
#include "ui/explorer/chart_dock.h"
#include "ui/explorer/explorer_entries.h"
#include "ui/failures/failures_panel.h"
#include "ui/selection.h"
#include "ui/study_document.h"
#include "ui/text.h"
#include "ui/theme.h"

#include <QCoreApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QMainWindow>
#include <QMenu>
#include <QSettings>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

namespace sweep::ui {

namespace {

constexpr int FirstCharts = 3;

QString chartsKey() { return QStringLiteral("explorer/charts"); }
QString stateKey() { return QStringLiteral("explorer/state"); }

QToolButton* barButton(QWidget* bar, const QString& objectName, const QString& text, const QString& tip) {
  auto* button = new QToolButton(bar);
  button->setObjectName(objectName);
  button->setText(text);
  button->setAccessibleName(text);
  button->setToolTip(tip);
  button->setAutoRaise(true);
  return button;
}

} // namespace

Explorer::Explorer(StudyDocument* document, Selection* selection, QWidget* parent)
    : QWidget(parent), m_document(document), m_selection(selection), m_bar(new QWidget(this)),
      m_empty(new QLabel(tr("No chart is open. Add one with “Add chart” above."), this)), m_area(new QMainWindow(this)) {
  setObjectName(QStringLiteral("explorer"));
  setAccessibleName(tr("Explore"));
  m_area->setWindowFlags(Qt::Widget);
  m_area->setObjectName(QStringLiteral("explorer.area"));
  m_area->setDockNestingEnabled(true);
  m_area->setTabPosition(Qt::AllDockWidgetAreas, QTabWidget::North);
  m_area->setContextMenuPolicy(Qt::NoContextMenu);
  m_empty->setObjectName(QStringLiteral("explorer.empty"));
  m_empty->setAlignment(Qt::AlignCenter);
  m_empty->setForegroundRole(QPalette::PlaceholderText);
  m_empty->hide();
  makeBar();
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(space::Unit, space::Unit, space::Unit, space::Unit);
  column->setSpacing(space::Unit);
  column->addWidget(m_bar);
  column->addWidget(m_empty, 1);
  column->addWidget(m_area, 1);
  connect(document, &StudyDocument::snapshotChanged, this, &Explorer::passOn);
  connect(document, &StudyDocument::specChanged, this, &Explorer::passOn);
  connect(selection, &Selection::changed, this, &Explorer::showSelection);
  showSelection();
}

Explorer::~Explorer() {
  remember();
  // The docks go with the area; they have nobody to tell any more.
  for (auto* dock : std::as_const(m_docks))
    dock->disconnect(this);
}

void Explorer::makeBar() {
  m_menu = new QMenu(this);
  m_menu->setObjectName(QStringLiteral("explorer.menu"));
  connect(m_menu, &QMenu::aboutToShow, this, &Explorer::fillMenu);
  auto* add = barButton(m_bar, QStringLiteral("explorer.add"), tr("Add chart"), tr("Add a chart: each answers a question"));
  add->setIcon(Theme::instance().icon(QStringLiteral("add")));
  add->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
  add->setPopupMode(QToolButton::InstantPopup);
  add->setMenu(m_menu);
  m_selected = new QLabel(m_bar);
  m_selected->setObjectName(QStringLiteral("explorer.selected"));
  m_selected->setForegroundRole(QPalette::PlaceholderText);
  m_clear = barButton(m_bar, QStringLiteral("explorer.clear"), tr("Clear selection"), tr("Select nothing (Esc)"));
  connect(m_clear, &QToolButton::clicked, m_selection, &Selection::clear);
  auto* reset = barButton(m_bar, QStringLiteral("explorer.reset"), tr("Arrange anew"), tr("Close all charts and show the three that say most"));
  connect(reset, &QToolButton::clicked, this, &Explorer::resetArrangement);
  auto* row = new QHBoxLayout(m_bar);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(space::Unit);
  row->addWidget(add);
  row->addSpacing(space::Unit);
  row->addWidget(m_selected);
  row->addWidget(m_clear);
  row->addStretch(1);
  row->addWidget(reset);
}

/// The charts that the study has something for, those that are not open yet first.
void Explorer::fillMenu() {
  m_menu->clear();
  const QStringList opened = openCharts();
  for (const bool again : {false, true}) {
    if (again && !m_menu->isEmpty())
      m_menu->addSeparator();
    for (const auto& entry : explorerEntries()) {
      const QString id = toQt(entry.id);
      if (opened.contains(id) != again || !entry.applies(*m_document->snapshot()))
        continue;
      const QString name = QCoreApplication::translate("charts", entry.name);
      const QString question = QCoreApplication::translate("charts", entry.question);
      auto* action = m_menu->addAction(tr("%1: %2").arg(name, question));
      action->setObjectName(QStringLiteral("explorer.add.") + id);
      connect(action, &QAction::triggered, this, [this, id] { addChart(id); });
    }
  }
}

QStringList Explorer::openCharts() const {
  QStringList ids;
  for (const auto* dock : m_docks)
    ids.append(toQt(dock->entry().id));
  return ids;
}

int Explorer::freeCopy(std::string_view id) const {
  const auto taken = [&](int copy) {
    return std::any_of(m_docks.begin(), m_docks.end(), [&](const ChartDock* dock) { return dock->entry().id == id && dock->copy() == copy; });
  };
  int copy = 0;
  while (taken(copy))
    ++copy;
  return copy;
}

void Explorer::addChart(const QString& id) {
  if (const auto* entry = findExplorerEntry(fromQt(id)))
    place(open(*entry, freeCopy(entry->id)));
}

ChartDock* Explorer::open(const ChartEntry& entry, int copy) {
  auto* dock = new ChartDock(entry, copy, m_selection, m_area);
  m_docks.append(dock);
  connect(dock, &ChartDock::closed, this, [this, dock] { close(dock); });
  if (auto* failures = dock->findChild<FailuresPanel*>())
    connect(failures, &FailuresPanel::retryRequested, this, &Explorer::retryRequested);
  dock->setSnapshot(m_document->snapshot());
  m_empty->hide();
  m_area->show();
  return dock;
}

void Explorer::close(ChartDock* dock) {
  m_docks.removeOne(dock);
  dock->deleteLater();
  m_empty->setVisible(m_docks.isEmpty());
  m_area->setVisible(!m_docks.isEmpty());
}

void Explorer::closeAll() {
  for (auto* dock : std::as_const(m_docks)) {
    dock->disconnect(this);
    delete dock;
  }
  m_docks.clear();
}

/// Beside the largest chart, along its longer side.
void Explorer::place(ChartDock* dock) {
  ChartDock* largest = nullptr;
  const auto area = [](const ChartDock* of) { return of->width() * of->height(); };
  for (auto* other : std::as_const(m_docks))
    if (other != dock && other->isVisible() && !other->isFloating() && (!largest || area(other) > area(largest)))
      largest = other;
  if (!largest)
    m_area->addDockWidget(Qt::TopDockWidgetArea, dock);
  else
    m_area->splitDockWidget(largest, dock, largest->width() > largest->height() ? Qt::Horizontal : Qt::Vertical);
  dock->show();
}

static void shareSpace(QMainWindow* area, const QList<ChartDock*>& docks) {
  QList<QDockWidget*> all(docks.begin(), docks.end());
  if (all.size() > 1)
    area->resizeDocks(all.mid(0, 2), {area->height() / 2, area->height() / 2}, Qt::Vertical);
  if (all.size() > 2)
    area->resizeDocks(all.mid(1, 2), {area->width() / 2, area->width() / 2}, Qt::Horizontal);
}

void Explorer::arrangeFirst() {
  QList<ChartDock*> docks;
  for (const auto& entry : charts())
    if (docks.size() < FirstCharts && entry.applies(*m_document->snapshot()))
      docks.append(open(entry, 0));
  // One across the top, the others side by side under it.
  if (!docks.isEmpty())
    m_area->addDockWidget(Qt::TopDockWidgetArea, docks[0]);
  if (docks.size() > 1)
    m_area->splitDockWidget(docks[0], docks[1], Qt::Vertical);
  if (docks.size() > 2)
    m_area->splitDockWidget(docks[1], docks[2], Qt::Horizontal);
  // Shares of the space can be given only once the docks have been laid out.
  QMetaObject::invokeMethod(m_area, [area = m_area, docks] { shareSpace(area, docks); }, Qt::QueuedConnection);
}

void Explorer::resetArrangement() {
  closeAll();
  arrangeFirst();
}

bool Explorer::restore() {
  const QSettings settings;
  const QStringList names = settings.value(chartsKey()).toStringList();
  for (const auto& name : names) {
    const auto* entry = findExplorerEntry(fromQt(name.section(QLatin1Char('.'), 0, 0)));
    if (entry)
      m_area->addDockWidget(Qt::TopDockWidgetArea, open(*entry, name.section(QLatin1Char('.'), 1, 1).toInt()));
  }
  m_area->restoreState(settings.value(stateKey()).toByteArray());
  return !m_docks.isEmpty();
}

void Explorer::remember() const {
  if (!m_arranged)
    return;
  QStringList names;
  for (const auto* dock : m_docks)
    names.append(QStringLiteral("%1.%2").arg(toQt(dock->entry().id)).arg(dock->copy()));
  QSettings settings;
  settings.setValue(chartsKey(), names);
  settings.setValue(stateKey(), m_area->saveState());
}

void Explorer::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  if (std::exchange(m_arranged, true))
    return;
  if (!restore())
    arrangeFirst();
}

void Explorer::hideEvent(QHideEvent* event) {
  QWidget::hideEvent(event);
  remember();
}

void Explorer::passOn() {
  for (auto* dock : std::as_const(m_docks))
    dock->setSnapshot(m_document->snapshot());
}

void Explorer::showSelection() {
  const auto count = m_selection->trials().size();
  m_selected->setVisible(count > 0);
  m_clear->setVisible(count > 0);
  m_selected->setText(count == 1 ? tr("Trial %1 is selected").arg(m_selection->current()) : tr("%1 trials are selected").arg(count));
}

} // namespace sweep::ui
