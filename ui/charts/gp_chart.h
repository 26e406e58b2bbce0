// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/charts/film_chart.h"

class QComboBox;

namespace sweep {
class RetoldSampler;
}

namespace sweep::ui {

/// What the Gaussian process of Bayesian optimisation believed when a trial was chosen: along one parameter the predicted value with
/// its band, the results, and under them how much a trial was worth; over two parameters one of the three as colours.
class GpChart : public FilmChart {
  Q_OBJECT
public:
  GpChart(Selection* selection, QWidget* parent);

protected:
  void offerChoices(const Snapshot& snapshot) override;
  Maker maker() override;
  QString choices() const override;
  bool hasMoments(const Snapshot& snapshot) const override;
  QString whyNone() const override;

private:
  QComboBox* m_x;
  QComboBox* m_y;
  QComboBox* m_colour;
  std::shared_ptr<RetoldSampler> m_sampler;
};

} // namespace sweep::ui
