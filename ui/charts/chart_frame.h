// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/chart.h"
#include "ui/charts/chart_content.h"

#include <QStringList>

class QComboBox;
class QHBoxLayout;
class QMenu;

namespace sweep::ui {

class ChartView;

/// What all charts have in common: the picture, choosers above it, Copy and Save, the hover text.
/// A chart is a subclass that says what is to be seen of a snapshot.
class ChartFrame : public Chart {
  Q_OBJECT
public:
  /// id as in the registry; it begins the object names of all controls.
  ChartFrame(const QString& id, const QString& name, Selection* selection, QWidget* parent);

  void setSnapshot(SnapshotPtr snapshot) override;
  bool save(const QString& path, QSize size) override;
  ChartView* view() const { return m_view; }
  /// Whether the picture is that of the last snapshot and the last choice, as opposed to being computed.
  virtual bool isSettled() const { return true; }

public Q_SLOTS:
  /// The picture at twice its size, as an image and as SVG.
  void copy();
  /// Asks where to, then saves.
  void saveAs();

protected:
  virtual ChartContent contentOf(const Snapshot& snapshot) = 0;
  /// Brings the choosers to what the snapshot offers. Called before contentOf.
  virtual void offerChoices(const Snapshot& snapshot);
  /// What the hover text says of a trial beside its score and its place; empty for nothing.
  virtual QString hoverNote(const Trial& trial, const ChartPoint& point) const;
  /// The content again, after a choice.
  void refresh();
  const Snapshot* snapshot() const { return m_snapshot.get(); }

  /// A combo box above the picture, labelled; a new choice refreshes. `purpose` says what it chooses.
  QComboBox* addChooser(const QString& name, const QString& label, const QString& purpose);
  /// Replaces the items, keeps the choice where it is still there, else takes `preferred`.
  static void setChoices(QComboBox* chooser, const QStringList& choices, int preferred = 0);

  void resizeEvent(QResizeEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;

private:
  QWidget* makeTools();
  void placeTools();
  QString hoverText(const ChartPoint& point) const;

  QString m_id;
  SnapshotPtr m_snapshot;
  ChartView* m_view;
  QHBoxLayout* m_choosers = nullptr;
  QWidget* m_tools;
};

} // namespace sweep::ui
