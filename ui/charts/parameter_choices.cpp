// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/charts/parameter_choices.h"

#include "ui/text.h"

namespace sweep::ui {

QStringList searchedNames(const Snapshot& snapshot) {
  QStringList names;
  for (const auto& parameter : snapshot.spec.space.parameters)
    if (!std::holds_alternative<ConstantDomain>(parameter.domain))
      names.append(toQt(parameter.name));
  return names;
}

} // namespace sweep::ui
