// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/method_preview.h"

#include "core/sampler/registry.h"

#include <algorithm>

namespace sweep {

namespace {

void castShadows(MethodPreview& preview) {
  for (const auto& point : preview.points) {
    preview.xShadow.push_back(point.x);
    preview.yShadow.push_back(point.y);
  }
  for (auto* shadow : {&preview.xShadow, &preview.yShadow}) {
    std::sort(shadow->begin(), shadow->end());
    shadow->erase(std::unique(shadow->begin(), shadow->end()), shadow->end());
  }
}

int rankOf(const Parameter& parameter) {
  if (std::holds_alternative<ConstantDomain>(parameter.domain))
    return 3;
  return isNumeric(parameter.domain) ? (parameter.condition ? 1 : 0) : 2;
}

} // namespace

Result<MethodPreview> methodPreview(const StudySpec& spec, std::string_view x, std::string_view y,
                                    std::size_t count) {
  const Parameter* first = findParameter(spec.space.parameters, x);
  const Parameter* second = findParameter(spec.space.parameters, y);
  if (!first || !second)
    return Error(SWEEP_TEXT("There is no parameter “%1”."), {std::string(first ? y : x)});
  auto sampler = createSampler(spec);
  if (!sampler)
    return sampler.error();
  MethodPreview preview;
  preview.xAxis = parameterAxis(*first);
  preview.yAxis = parameterAxis(*second);
  if (const auto planned = plannedTrialCount(spec))
    preview.planned = *planned;
  const auto suggestions = (*sampler)->suggest({count, 0});
  preview.tried = suggestions.items.size();
  for (std::size_t i = 0; i < suggestions.items.size(); ++i) {
    const auto& configuration = suggestions.items[i].configuration;
    const Value* xValue = configuration.find(x);
    const Value* yValue = configuration.find(y);
    const auto xAt = xValue ? preview.xAxis.position(*xValue) : std::nullopt;
    const auto yAt = yValue ? preview.yAxis.position(*yValue) : std::nullopt;
    if (xAt && yAt)
      preview.points.push_back({static_cast<int>(i), *xAt, *yAt});
  }
  castShadows(preview);
  return preview;
}

StudySpec withSampler(StudySpec spec, std::string_view sampler) {
  if (spec.method.sampler == sampler)
    return spec;
  spec.method.sampler = sampler;
  spec.method.samplerOptions = {};
  return spec;
}

std::optional<std::pair<std::string, std::string>> previewParameters(const SpaceSpec& space) {
  std::vector<const Parameter*> searched;
  for (const auto& parameter : space.parameters)
    if (rankOf(parameter) < 3)
      searched.push_back(&parameter);
  std::stable_sort(searched.begin(), searched.end(),
                   [](const auto* a, const auto* b) { return rankOf(*a) < rankOf(*b); });
  if (searched.size() < 2)
    return std::nullopt;
  return std::pair(searched[0]->name, searched[1]->name);
}

} // namespace sweep
