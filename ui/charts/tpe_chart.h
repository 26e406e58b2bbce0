// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/film_chart.h"

class QComboBox;

namespace sweep {
class RetoldSampler;
}

namespace sweep::ui {

/// The densities of TPE along one parameter when a trial was chosen: l of the good trials, g of the others, and under them their
/// ratio, by which the next trial is chosen.
class TpeChart : public FilmChart {
  Q_OBJECT
public:
  TpeChart(Selection* selection, QWidget* parent);

protected:
  void offerChoices(const Snapshot& snapshot) override;
  Maker maker() override;
  QString choices() const override;
  bool hasMoments(const Snapshot& snapshot) const override;
  QString whyNone() const override;

private:
  QComboBox* m_parameter;
  std::shared_ptr<RetoldSampler> m_sampler;
};

} // namespace sweep::ui
