// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/replay_check.h"

#include "core/base/text.h"
#include "core/runner/replay_loading.h"
#include "core/sampler/registry.h"

#include <algorithm>
#include <limits>

namespace sweep {

namespace {

/// Of a plan such as a grid, as many points are looked up.
constexpr std::size_t MostPoints = 100'000;

class ReplayChecker {
public:
  ReplayChecker(const StudySpec& spec, const std::string& studyFolder)
      : m_spec(spec), m_studyFolder(studyFolder) {}

  ReplayCheck check() {
    const auto& replay = *m_spec.replay;
    if (!replay.table.empty() && !replay.formulas.empty())
      add(Section::Program, "table", Message(SWEEP_TEXT("Replay a table or a formula, not both.")));
    auto content = loadReplay(m_spec, m_studyFolder);
    if (!content)
      add(Section::Program, replay.table.empty() ? "formula" : "table", content.error());
    else if (content->table)
      checkTable(*content->table);
    else
      checkFormula();
    return std::move(m_check);
  }

private:
  void add(Section section, const char* key, Message message, bool isWarning = false) {
    m_check.problems.push_back({section, 0, Field::Whole, key, std::move(message), isWarning});
  }

  void checkFormula() {
    const auto& formulas = m_spec.replay->formulas;
    for (const auto& objective : m_spec.objectives)
      if (std::ranges::find(formulas, objective.metric, &std::pair<std::string, std::string>::first) ==
          formulas.end())
        add(Section::Program, "formula",
            Message(SWEEP_TEXT("There is no formula for “%1”."), {objective.metric}));
  }

  void checkTable(const ReplayTable& table) {
    m_check.pool = table.pool();
    const std::string runs = std::to_string(table.curves().runs.size());
    if (table.leftOut() > 0)
      add(Section::Program, "table",
          Message(SWEEP_TEXT("%1 of the %2 recorded runs lie outside of the ranges, or break a constraint, "
                             "and are left out."),
                  {std::to_string(table.leftOut()), runs}),
          true);
    if (m_spec.limits.trials &&
        static_cast<std::size_t>(std::max(*m_spec.limits.trials, 0)) > table.pool()->size())
      add(Section::Limits, "trials",
          Message(SWEEP_TEXT("The table has %1 configurations: no more are tried."),
                  {std::to_string(table.pool()->size())}),
          true);
    if (m_spec.budget)
      checkBudget(table.curves(), *m_spec.budget);
    checkPlan(*table.pool());
  }

  void checkBudget(const RecordedCurves& curves, const Budget& budget) {
    const auto range = stepsOf(curves);
    if (!range)
      return;
    if (budget.min < static_cast<double>(range->first))
      add(Section::Budget, "min",
          Message(SWEEP_TEXT("The first recorded step is %1: trials that go to %2 would have no result."),
                  {std::to_string(range->first), roundedText(budget.min)}));
    if (budget.max > static_cast<double>(range->last))
      add(Section::Budget, "max",
          Message(SWEEP_TEXT("The last recorded step is %1: no trial goes further."),
                  {std::to_string(range->last)}),
          true);
  }

  /// A grid of points that were not recorded would be something else.
  void checkPlan(const ConfigurationPool& pool) {
    const auto* entry = findSampler(m_spec.method.sampler);
    if (!entry || !entry->isWhole)
      return;
    const auto sampler = createSampler(m_spec);
    if (!sampler)
      return;
    for (const auto& item : (*sampler)->suggest({std::min(pool.size() + 1, MostPoints), 0}).items)
      if (!pool.find(item.configuration)) {
        add(Section::Method, "sampler",
            Message(SWEEP_TEXT("“%1” wants to try %2, which was not recorded. Set the levels to recorded "
                               "values, or choose "
                               "another method."),
                    {std::string(entry->name), item.configuration.json()}));
        return;
      }
  }

  const StudySpec& m_spec;
  const std::string& m_studyFolder;
  ReplayCheck m_check;
};

} // namespace

ReplayCheck checkOfReplay(const StudySpec& spec, const std::string& studyFolder) {
  return ReplayChecker(spec, studyFolder).check();
}

} // namespace sweep
