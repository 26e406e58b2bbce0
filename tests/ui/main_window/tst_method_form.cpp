// SPDX-License-Identifier: GPL-3.0-or-later
// The method as a person picks it: by its name or by hand, with the settings of both halves.
#include "core/runner/methods.h"
#include "tests/ui/main_window/window_driver.h"

#include <QComboBox>
#include <QLineEdit>

namespace sweep::ui::test {
namespace {

const MethodChoice& methodIn(WindowDriver& person) {
  return person.document().spec().method;
}

TEST(MethodForm, ANameChoosesBothHalvesAndShowsTheSettingsOfBoth) {
  WindowDriver person;
  person.fillForm("/bin/echo", "loss", "500");
  person.choose("method.name", "TPE × ASHA");
  EXPECT_EQ(methodIn(person).sampler, "tpe");
  EXPECT_EQ(methodIn(person).scheduler, "asha");
  EXPECT_FALSE(person.control<QComboBox>("method.sampler").isVisible());
  person.choose("method.scheduler.variant", "promotion");
  person.type("method.scheduler.eta", "3");
  EXPECT_EQ(methodIn(person).schedulerOptions,
            (Configuration{{"variant", std::string("promotion")}, {"eta", std::int64_t{3}}}));
  EXPECT_TRUE(person.control<QLineEdit>("method.sampler.startup").isVisible());
}

TEST(MethodForm, EveryNamedMethodCanBePicked) {
  WindowDriver person;
  person.fillForm("/bin/echo", "loss", "500");
  for (const auto& method : methods()) {
    person.choose("method.name", QString::fromStdString(std::string(method.name)));
    EXPECT_EQ(methodIn(person).sampler, method.sampler);
    EXPECT_EQ(methodIn(person).scheduler, method.scheduler);
    EXPECT_TRUE(person.waitUntilRunnable())
        << method.id << ": " << person.action("run").toolTip().toStdString();
  }
}

TEST(MethodForm, SettingsAreThereAgainWhenAPersonComesBack) {
  WindowDriver person;
  person.fillForm("/bin/echo", "loss", "500");
  person.choose("method.name", "Grid search");
  person.type("method.sampler.levels", "7");
  person.choose("method.name", "Hyperband");
  person.type("method.scheduler.eta", "4");
  person.choose("method.name", "ASHA");
  EXPECT_TRUE(methodIn(person).schedulerOptions.empty());
  person.choose("method.name", "Hyperband");
  EXPECT_EQ(methodIn(person).schedulerOptions, (Configuration{{"eta", std::int64_t{4}}}));
  EXPECT_EQ(person.control<QLineEdit>("method.scheduler.eta").text(), "4");
  person.choose("method.name", "Grid search");
  EXPECT_EQ(methodIn(person).samplerOptions, (Configuration{{"levels", std::int64_t{7}}}));
  // Another study knows nothing of it.
  person.window().newStudy();
  person.choose("method.name", "Hyperband");
  EXPECT_TRUE(methodIn(person).schedulerOptions.empty());
}

TEST(MethodForm, ABudgetComesAndGoesWithTheMethodThatSpendsIt) {
  WindowDriver person;
  person.fillForm("/bin/echo", "loss", "500");
  EXPECT_FALSE(person.document().spec().budget);
  person.choose("method.name", "Hyperband");
  EXPECT_TRUE(person.document().spec().budget);
  person.choose("method.name", "Random search");
  EXPECT_FALSE(person.document().spec().budget);
  person.choose("method.name", "ASHA");
  person.document().edit("another budget", [](StudySpec& spec) { spec.budget->max = 27.0; });
  person.choose("method.name", "Random search");
  EXPECT_TRUE(person.document().spec().budget) << "what a person has set stays";
}

TEST(MethodForm, AnyPairIsComposedByHand) {
  WindowDriver person;
  person.fillForm("/bin/echo", "loss", "500");
  person.choose("method.name", "Compose by hand");
  EXPECT_TRUE(person.control<QComboBox>("method.sampler").isVisible());
  person.choose("method.sampler", "CMA-ES");
  person.choose("method.scheduler", "Median stopping");
  EXPECT_EQ(methodIn(person).sampler, "cma-es");
  EXPECT_EQ(methodIn(person).scheduler, "median");
  EXPECT_TRUE(person.control<QComboBox>("method.sampler").isVisible());
  EXPECT_TRUE(person.waitUntilRunnable()) << person.action("run").toolTip().toStdString();
  EXPECT_EQ(person.control<QComboBox>("method.name").currentText(), "Compose by hand");
  person.choose("method.name", "Hyperband");
  EXPECT_FALSE(person.control<QComboBox>("method.sampler").isVisible());
}

TEST(MethodForm, EachChoiceIsOneStepOfUndo) {
  WindowDriver person;
  person.fillForm("/bin/echo", "loss", "500");
  person.choose("method.name", "NSGA-II");
  person.choose("method.name", "Successive Halving");
  person.type("method.scheduler.eta", "2");
  person.trigger("undo");
  EXPECT_TRUE(methodIn(person).schedulerOptions.empty());
  EXPECT_EQ(person.control<QComboBox>("method.name").currentText(), "Successive Halving");
  const auto before = methodIn(person);
  // `choose` walks through the list, so that the last step is the one from the entry above.
  person.trigger("undo");
  EXPECT_EQ(methodIn(person).sampler, "nsga-ii");
  EXPECT_FALSE(person.document().spec().budget);
  EXPECT_EQ(person.control<QComboBox>("method.name").currentText(), "NSGA-II");
  person.trigger("redo");
  EXPECT_EQ(methodIn(person), before);
}

TEST(MethodForm, AStudyFileBringsTheMethodBack) {
  WindowDriver person;
  person.fillForm("/bin/echo", "loss", "500");
  person.choose("method.name", "GP × Hyperband");
  person.choose("method.scheduler.rounding", "down");
  const StudySpec spec = person.document().spec();
  const QString file = person.path("mine.yaml");
  person.answerFileDialog(file);
  person.trigger("saveStudyAs");
  person.window().newStudy();
  person.window().openPath(file);
  EXPECT_EQ(person.document().spec(), spec);
  EXPECT_EQ(person.control<QComboBox>("method.name").currentText(), "GP × Hyperband");
  EXPECT_EQ(person.control<QComboBox>("method.scheduler.rounding").currentText(), "down");
}

} // namespace
} // namespace sweep::ui::test
