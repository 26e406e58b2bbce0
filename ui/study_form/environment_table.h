// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/runner/study_check.h"

#include <QWidget>

#include <string>
#include <utility>
#include <vector>

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace sweep::ui {

class FieldEdit;

/// Variables added to the program's environment, a row each.
class EnvironmentTable : public QWidget {
  Q_OBJECT
public:
  using Variables = std::vector<std::pair<std::string, std::string>>;
  explicit EnvironmentTable(QWidget* parent = nullptr);

  void display(const Variables& variables);
  void markRows(const std::vector<StudyProblem>& problems);
  /// Null when there is no such row.
  FieldEdit* nameAt(std::size_t row) const;

Q_SIGNALS:
  void changed(const sweep::ui::EnvironmentTable::Variables& variables, int visit);

private:
  struct Row {
    QWidget* widget;
    FieldEdit* name;
    FieldEdit* value;
  };
  void addRow();
  void removeLastRow();
  void append();
  void removeAt(std::size_t index);
  Variables variables() const;
  static void hideSecret(const Row& row);

  QVBoxLayout* m_layout;
  QPushButton* m_add;
  std::vector<Row> m_rows;
};

} // namespace sweep::ui
