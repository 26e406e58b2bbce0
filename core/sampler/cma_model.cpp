// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/sampler/cma_model.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace sweep {

namespace {

/// Cells finer than this are no obstacle to a step that is worth taking.
constexpr double FinestCell = 1e-4;

std::vector<double> chancesOf(const CategoricalDomain& domain) {
  return domain.weights.empty() ? std::vector<double>(domain.choices.size(), 1.0) : domain.weights;
}

bool isOneValued(const Domain& domain) {
  if (std::holds_alternative<ConstantDomain>(domain) || sizeOf(domain) == 1u)
    return true;
  if (const auto* floating = std::get_if<FloatDomain>(&domain))
    return !(floating->low < floating->high);
  if (const auto* categorical = std::get_if<CategoricalDomain>(&domain)) {
    const auto chances = chancesOf(*categorical);
    return std::count_if(chances.begin(), chances.end(), [](double chance) { return chance > 0.0; }) < 2;
  }
  return false;
}

/// The widened log line of whole numbers, as toUnit lays it out.
double logPlace(const IntDomain& domain, double x) {
  const double low = static_cast<double>(domain.low) - 0.5;
  const double high = static_cast<double>(domain.high) + 0.5;
  return std::log(x / low) / std::log(high / low);
}

} // namespace

CmaSpace::CmaSpace(SearchSpace space) : m_space(std::move(space)) {
  for (std::size_t i = 0; i < m_space.parameters().size(); ++i) {
    if (isOneValued(domain(i)))
      continue;
    const auto* categorical = std::get_if<CategoricalDomain>(&domain(i));
    if (!categorical) {
      m_numbers.push_back(i);
      continue;
    }
    Choice choice{i, chancesOf(*categorical), {}};
    const double total = std::accumulate(choice.chances.begin(), choice.chances.end(), 0.0);
    double before = 0.0;
    for (const double chance : choice.chances) {
      choice.places.push_back((before + chance / 2.0) / total);
      before += chance;
    }
    m_choices.push_back(std::move(choice));
  }
}

Configuration CmaSpace::configuration(const CmaPoint& point) const {
  std::vector<double> unit(m_space.parameters().size(), 0.5);
  for (std::size_t i = 0; i < m_numbers.size(); ++i)
    unit[m_numbers[i]] = point.place[static_cast<Eigen::Index>(i)];
  for (std::size_t i = 0; i < m_choices.size(); ++i)
    unit[m_choices[i].parameter] = m_choices[i].places[point.choices[i].value_or(0)];
  return m_space.fromUnit(unit);
}

CmaPoint CmaSpace::point(const Configuration& configuration, const Eigen::VectorXd& absent) const {
  CmaPoint point{absent, {}};
  for (std::size_t i = 0; i < m_numbers.size(); ++i) {
    const Parameter& parameter = m_space.parameters()[m_numbers[i]];
    if (const Value* value = configuration.find(parameter.name))
      point.place[static_cast<Eigen::Index>(i)] = toUnit(parameter.domain, *value);
  }
  for (const Choice& choice : m_choices) {
    const Parameter& parameter = m_space.parameters()[choice.parameter];
    const auto& values = std::get<CategoricalDomain>(parameter.domain).choices;
    auto& chosen = point.choices.emplace_back();
    if (const Value* value = configuration.find(parameter.name))
      if (const auto at = std::find(values.begin(), values.end(), *value); at != values.end())
        chosen = static_cast<std::size_t>(at - values.begin());
  }
  return point;
}

Eigen::VectorXd CmaSpace::start() const {
  Eigen::VectorXd start(static_cast<Eigen::Index>(m_numbers.size()));
  for (std::size_t i = 0; i < m_numbers.size(); ++i) {
    const Parameter& parameter = m_space.parameters()[m_numbers[i]];
    start[static_cast<Eigen::Index>(i)] =
        parameter.defaultValue ? toUnit(parameter.domain, *parameter.defaultValue) : 0.5;
  }
  return start;
}

std::optional<CmaSpace::Cell> CmaSpace::cell(std::size_t number, double place) const {
  constexpr double infinity = std::numeric_limits<double>::infinity();
  const Domain& line = domain(m_numbers[number]);
  const auto size = sizeOf(line);
  if (!size)
    return std::nullopt;
  const double count = static_cast<double>(*size);
  Cell cell;
  if (isLog(line)) {
    const auto& whole = std::get<IntDomain>(line);
    const double value = static_cast<double>(std::get<std::int64_t>(fromUnit(line, place)));
    cell = {logPlace(whole, value - 0.5), logPlace(whole, value + 0.5)};
  } else {
    const double index = std::clamp(std::floor(place * count), 0.0, count - 1.0);
    cell = {index / count, (index + 1.0) / count};
  }
  if (!(cell.upper - cell.lower >= FinestCell))
    return std::nullopt;
  if (cell.lower < 1e-9)
    cell.lower = -infinity;
  if (cell.upper > 1.0 - 1e-9)
    cell.upper = infinity;
  return cell;
}

CmaModel::CmaModel(const CmaSpace& space, Start start)
    : m_populationSize(start.populationSize > 0 ? start.populationSize
                                                : cmaPopulationSize(static_cast<int>(std::max<std::size_t>(
                                                      1, space.numberCount() + space.choiceCount())))),
      m_mean(std::move(start.mean)) {
  if (space.numberCount() > 0)
    m_cma.emplace(m_mean, start.step, m_populationSize,
                  space.numberCount() > MostFullDimensions ? CmaShape::Diagonal : CmaShape::Full);
  for (std::size_t i = 0; i < space.choiceCount(); ++i)
    m_choices.emplace_back(space.chances(i));
}

double CmaModel::spread() const {
  if (!m_cma)
    return 0.0;
  double squares = 0.0;
  for (int i = 0; i < m_cma->dimensions(); ++i)
    squares += m_cma->deviation(i) * m_cma->deviation(i);
  return std::sqrt(squares / m_cma->dimensions());
}

CmaPoint CmaModel::sample(const Eigen::VectorXd& normals, std::span<const double> uniforms) const {
  CmaPoint point{m_cma ? m_cma->sample(normals) : Eigen::VectorXd(), {}};
  for (std::size_t i = 0; i < m_choices.size(); ++i)
    point.choices.emplace_back(m_choices[i].sample(uniforms[i]));
  return point;
}

CmaPoint CmaModel::pulledIn(CmaPoint point) const {
  if (m_cma)
    point.place = m_cma->pulledIn(point.place);
  return point;
}

void CmaModel::tell(const CmaSpace& space, std::span<const CmaPoint> ranked, double bestValue) {
  ++m_generation;
  if (m_cma)
    tellNumbers(space, ranked, bestValue);
  tellChoices(ranked);
}

void CmaModel::tellNumbers(const CmaSpace& space, std::span<const CmaPoint> ranked, double bestValue) {
  Eigen::MatrixXd places(m_cma->dimensions(), static_cast<Eigen::Index>(ranked.size()));
  for (std::size_t i = 0; i < ranked.size(); ++i)
    places.col(static_cast<Eigen::Index>(i)) = ranked[i].place;
  m_cma->tell(places, bestValue);
  keepMargins(space);
  m_mean = m_cma->mean();
}

/// Hamano et al. 2022, section 4, with their margin 1 / (n λ).
void CmaModel::keepMargins(const CmaSpace& space) {
  const double margin = 1.0 / (static_cast<double>(m_cma->dimensions()) * m_populationSize);
  for (int i = 0; i < m_cma->dimensions(); ++i) {
    const auto cell = space.cell(static_cast<std::size_t>(i), m_cma->mean()[i]);
    if (!cell)
      continue;
    const CmaMarginal kept =
        withMargin({m_cma->mean()[i], m_cma->deviation(i)}, cell->lower, cell->upper, margin);
    if (std::isfinite(kept.mean) && std::isfinite(kept.deviation) && kept.deviation > 0.0)
      m_cma->setMarginal(i, kept.mean, kept.deviation);
  }
}

/// The rate of an exponential mean over about as many good points as there are free chances; the margin of CatCMA, by which
/// about a quarter of the draws differ from the likeliest categories somewhere.
void CmaModel::tellChoices(std::span<const CmaPoint> ranked) {
  const CmaConstants constants = cmaConstants(1, m_populationSize);
  double freeChances = 0.0;
  for (const auto& choice : m_choices)
    freeChances += static_cast<double>(choice.possible() - 1);
  const double rate = constants.effectiveParents / (freeChances + constants.effectiveParents);
  const double away = 1.0 - std::pow(0.73, 1.0 / static_cast<double>(m_choices.size()));
  for (std::size_t i = 0; i < m_choices.size(); ++i) {
    std::vector<std::size_t> categories;
    std::vector<double> weights;
    for (int rank = 0; rank < constants.parents; ++rank)
      if (const auto& category = ranked[static_cast<std::size_t>(rank)].choices[i]) {
        categories.push_back(*category);
        weights.push_back(constants.weights[rank]);
      }
    m_choices[i].follow(categories, weights, rate);
    m_choices[i].keepMargin(std::min(away / static_cast<double>(m_choices[i].possible() - 1),
                                     0.5 / static_cast<double>(m_choices[i].possible())));
  }
}

} // namespace sweep
