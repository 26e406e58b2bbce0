// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QList>
#include <QStringList>
#include <QWidget>

#include <string_view>

class QLabel;
class QMainWindow;
class QMenu;
class QToolButton;

namespace sweep::ui {

class ChartDock;
class Selection;
class StudyDocument;
struct ChartEntry;

/// The Explore mode: charts of the study side by side, with one selection. A person adds, closes, moves and stacks them; the
/// arrangement is remembered. Without one it opens with the first three charts that the study has something for.
class Explorer : public QWidget {
  Q_OBJECT
public:
  Explorer(StudyDocument* document, Selection* selection, QWidget* parent = nullptr);
  ~Explorer() override;

  /// Ids of the charts that are open, in the order in which they were opened.
  QStringList openCharts() const;

public Q_SLOTS:
  void addChart(const QString& id);
  /// Back to the first three.
  void resetArrangement();

Q_SIGNALS:
  /// A person wants these failed trials to run again.
  void retryRequested(const QList<int>& trials);

protected:
  void showEvent(QShowEvent* event) override;
  void hideEvent(QHideEvent* event) override;

private:
  void makeBar();
  void fillMenu();
  void arrangeFirst();
  bool restore();
  void remember() const;
  ChartDock* open(const ChartEntry& entry, int copy);
  void close(ChartDock* dock);
  void place(ChartDock* dock);
  void closeAll();
  void passOn();
  void showSelection();
  int freeCopy(std::string_view id) const;

  StudyDocument* m_document;
  Selection* m_selection;
  QWidget* m_bar;
  QMenu* m_menu = nullptr;
  QLabel* m_selected = nullptr;
  QToolButton* m_clear = nullptr;
  QLabel* m_empty;
  QMainWindow* m_area;
  QList<ChartDock*> m_docks;
  bool m_arranged = false;
};

} // namespace sweep::ui
