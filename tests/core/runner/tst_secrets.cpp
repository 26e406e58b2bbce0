// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/command_template.h"
#include "core/runner/secrets.h"
#include "core/runner/study_check.h"
#include "core/study/secret_names.h"

#include <cstdlib>
#include <gmock/gmock.h>

namespace sweep {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class SecretsTest : public testing::Test {
protected:
  void SetUp() override {
    setenv("SWEEP_TEST_TOKEN", "hf_1234567", 1);
    unsetenv("SWEEP_TEST_ABSENT");
    spec.program.program = "/bin/true";
    spec.program.secrets = {"SWEEP_TEST_TOKEN"};
    spec.space.parameters = {{"x", FloatDomain{0.0, 1.0, false, {}}, {}, {}, {}}};
  }
  void TearDown() override { unsetenv("SWEEP_TEST_TOKEN"); }

  std::vector<std::string> problems(bool warnings = false) const {
    std::vector<std::string> sentences;
    for (const auto& problem : checkStudy(spec, "/tmp", {}).problems)
      if (problem.isWarning == warnings)
        sentences.push_back(problem.message.str());
    return sentences;
  }

  StudySpec spec;
};

TEST_F(SecretsTest, MustBeInTheEnvironmentBeforeTheStudyRuns) {
  EXPECT_THAT(problems(), IsEmpty());
  spec.program.secrets.push_back("SWEEP_TEST_ABSENT");
  EXPECT_THAT(missingSecrets(spec.program), ElementsAre("SWEEP_TEST_ABSENT"));
  EXPECT_THAT(problems(), ElementsAre(HasSubstr("The secret SWEEP_TEST_ABSENT is not set")));
}

TEST_F(SecretsTest, AreTakenOutOfWhatAProgramPrinted) {
  EXPECT_EQ(withoutSecrets("401 for hf_1234567: bad token hf_1234567\n", spec.program),
            "401 for ‹SWEEP_TEST_TOKEN›: bad token ‹SWEEP_TEST_TOKEN›\n");
  setenv("SWEEP_TEST_TOKEN", "1", 1);
  EXPECT_EQ(withoutSecrets("step 1 of 11", spec.program), "step 1 of 11") << "too short to be one";
}

TEST_F(SecretsTest, HaveNoPlaceInTheCommand) {
  spec.program.command = {"${program}", "--token=${envvar:SWEEP_TEST_TOKEN}", "${args}"};
  EXPECT_THAT(problems(), ElementsAre(HasSubstr("which everyone on this machine can see")));
}

TEST_F(SecretsTest, AreNotGivenAValueInTheStudyAsWell) {
  spec.program.environment = {{"SWEEP_TEST_TOKEN", "hf_1234567"}};
  EXPECT_THAT(problems(), Contains(HasSubstr("is named as a secret and has a value in the study as well")));
}

TEST_F(SecretsTest, AreSuspectedBehindCertainNames) {
  for (const char* name : {"HF_TOKEN", "api_key", "DB_PASSWORD", "KEY", "AWS_SECRET_ACCESS_KEY"})
    EXPECT_TRUE(soundsSecret(name)) << name;
  for (const char* name : {"TOKENIZERS_PARALLELISM", "OMP_NUM_THREADS", "KEYBOARD", "PATH", ""})
    EXPECT_FALSE(soundsSecret(name)) << name;
  spec.program.environment = {{"WANDB_API_KEY", "abc"}, {"OTHER_TOKEN", ""}};
  EXPECT_THAT(problems(), IsEmpty());
  EXPECT_THAT(problems(true), ElementsAre(HasSubstr("The value of WANDB_API_KEY is stored with the study")));
}

} // namespace
} // namespace sweep
