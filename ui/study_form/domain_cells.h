// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/space/domain.h"

#include <QWidget>

#include <vector>

namespace sweep::ui {

class FieldCombo;
class FieldEdit;
class NumberEdit;

/// The cells for what a parameter may be: low, high, scale and step of a range, a list of choices, or a fixed value.
class DomainCells : public QWidget {
  Q_OBJECT
public:
  explicit DomainCells(QWidget* parent = nullptr);

  void display(const Domain& domain);
  void setNames(const QString& objectPrefix, const QString& parameter);
  QWidget* controlOf(Field field) const;
  Field fieldOf(const FieldEdit* line) const;
  std::vector<FieldEdit*> lines() const;

Q_SIGNALS:
  /// `field` says which cell a person used.
  void edited(const sweep::Domain& domain, sweep::Field field, int visit);

private:
  void connectCells();
  void showCells(const Domain& domain);
  void takeNumber(NumberEdit* line);
  void takeChoices();

  Domain m_domain;
  NumberEdit* m_low;
  NumberEdit* m_high;
  FieldCombo* m_scale;
  NumberEdit* m_step;
  FieldEdit* m_choices;
  FieldEdit* m_fixed;
};

} // namespace sweep::ui
