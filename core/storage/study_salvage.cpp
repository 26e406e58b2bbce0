// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/study_salvage.h"

#include "core/storage/schema.h"
#include "core/storage/sqlite_database.h"
#include "core/storage/trial_rows.h"
#include "core/storage/work_folder.h"
#include "core/study/study_file.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <set>
#include <utility>

namespace sweep {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t PageSize = 4096;
/// Numbers are looked up one by one; this many in a row that are not there are taken for the end.
constexpr int GapAtTheEnd = 4096;
/// Bytes of a trial's row.
constexpr std::int64_t SmallestTrial = 32;

/// What was read of one copy.
struct Findings {
  StoredStudy study;
  bool hasSpec = false;
  int found = 0;
  int lost = 0;
};

/// The first page of a study: where its tables begin. In a study that was packed they begin elsewhere than in one that grew.
std::string firstPage(const WorkFolder& folder, bool packed) {
  const std::string grown = folder / "grown";
  const std::string copy = folder / "packed";
  std::ofstream(grown).flush();
  auto database = Database::open(grown, Database::Access::ReadWrite);
  if (!database || !migrate(*database, {}))
    return {};
  std::error_code ignored;
  fs::remove(copy, ignored);
  if (auto into = database->prepare("VACUUM INTO ?"); !into || !into->execute(copy))
    return {};
  std::string page(PageSize, '\0');
  std::ifstream(packed ? copy : grown, std::ios::binary).read(page.data(), PageSize);
  return page;
}

/// With a sound first page; how many pages there are stands in it, most significant byte first.
void mendFirstPage(const std::string& path, std::string page) {
  const auto pages = static_cast<std::uint32_t>(fs::file_size(path) / PageSize);
  for (int i = 0; i < 4; ++i)
    page[static_cast<std::size_t>(28 + i)] = static_cast<char>(pages >> (8 * (3 - i)));
  std::fstream file(path, std::ios::binary | std::ios::in | std::ios::out);
  file.write(page.data(), static_cast<std::streamsize>(page.size()));
}

/// No more than a file of that size can hold, whatever its damaged pages say.
int highestNumber(Database& database, std::int64_t fileSize) {
  std::int64_t highest = -1;
  for (const char* sql :
       {"SELECT max(number) FROM trial", "SELECT max(trial) FROM attempt", "SELECT max(trial) FROM report"})
    if (const auto number = database.integer(sql))
      highest = std::max(highest, *number);
  return static_cast<int>(std::min(highest, fileSize / SmallestTrial));
}

Trial lostTrial(int number) {
  Trial trial;
  trial.number = number;
  trial.state = TrialState::Failed;
  trial.failure =
      Failure{FailureClass::Lost, Message(SWEEP_TEXT("It stood in a damaged part of the file.")), {}};
  return trial;
}

/// The trial's own row, and what there is of its attempts and reports.
std::optional<Trial> readOne(Database& database, int number) {
  std::vector<Trial> trials;
  std::int64_t at = 0;
  const auto which = TrialSelection::one(number);
  const auto row = readTrialRows(database, which, trials, at);
  if (!row || !*row || trials.empty())
    return std::nullopt;
  (void)addAttempts(database, which, trials, at);
  (void)addReports(database, which, trials);
  return std::move(trials.front());
}

void readAllTrials(Database& database, std::int64_t fileSize, Findings& findings) {
  auto lookUp = database.prepare("SELECT number FROM trial WHERE number = ?1");
  if (!lookUp)
    return;
  const int highest = highestNumber(database, fileSize);
  std::vector<Trial>& trials = findings.study.trials;
  int last = -1;
  for (int number = 0; number <= std::max(highest, last + GapAtTheEnd); ++number) {
    const auto row = lookUp->execute(number);
    auto trial = row && *row ? readOne(database, number) : std::nullopt;
    if (trial || number <= highest)
      last = number;
    findings.found += trial.has_value();
    trials.push_back(trial ? std::move(*trial) : lostTrial(number));
  }
  trials.resize(static_cast<std::size_t>(last + 1));
  findings.lost = last + 1 - findings.found;
}

/// As far as it is known; whatever else is finished comes behind it.
std::vector<int> finishOrder(Database& database, const std::vector<Trial>& trials) {
  std::vector<int> order;
  if (auto known = readFinishOrder(database))
    order = std::move(*known);
  std::erase_if(order, [&](int number) {
    return number < 0 || number >= static_cast<int>(trials.size()) ||
           !isFinished(trials[static_cast<std::size_t>(number)].state);
  });
  const std::set<int> known(order.begin(), order.end());
  for (const auto& trial : trials)
    if (isFinished(trial.state) && !known.contains(trial.number))
      order.push_back(trial.number);
  return order;
}

/// The range of what was tried, where the study's own words are lost.
Domain domainOf(const std::vector<Value>& values) {
  std::vector<Value> choices;
  double low = 0.0;
  double high = 0.0;
  bool numbers = true;
  for (const auto& value : values) {
    const auto number = valueNumber(value);
    numbers = numbers && number;
    low = std::min(choices.empty() ? number.value_or(0.0) : low, number.value_or(low));
    high = std::max(choices.empty() ? number.value_or(0.0) : high, number.value_or(high));
    if (choices.size() < 1000 && std::ranges::find(choices, value) == choices.end())
      choices.push_back(value);
  }
  if (numbers && low < high)
    return FloatDomain{low, high, false, {}};
  return CategoricalDomain{std::move(choices), {}};
}

StudySpec guessedSpec(const std::string& path, const std::vector<Trial>& trials) {
  StudySpec spec;
  spec.name = fs::path(path).stem().string();
  std::map<std::string, std::vector<Value>> seen;
  for (const auto& trial : trials)
    for (const auto& [name, value] : trial.configuration)
      seen[name].push_back(value);
  for (const auto& [name, values] : seen)
    spec.space.parameters.push_back({name, domainOf(values), {}, {}, {}});
  return spec;
}

Findings readCopy(const std::string& copy) {
  Findings findings;
  auto database = Database::open(copy, Database::Access::Damaged);
  if (!database)
    return findings;
  (void)migrate(*database, {});
  if (const auto text = database->text("SELECT spec FROM study"))
    if (auto file = readStudyFile(*text)) {
      findings.study.spec = std::move(file->spec);
      findings.hasSpec = !text->empty();
    }
  readAllTrials(*database, static_cast<std::int64_t>(fs::file_size(copy)), findings);
  findings.study.finishOrder = finishOrder(*database, findings.study.trials);
  if (const auto seconds = database->integer("SELECT run_seconds FROM study"))
    findings.study.runSeconds = static_cast<double>(*seconds);
  return findings;
}

/// One way of looking at the file: with its log or without, with the first page that it has or with a new one.
struct Look {
  bool withLog = true;
  std::optional<bool> packedFirstPage = {};
};
constexpr std::array<Look, 4> Looks = {{{true, {}}, {false, {}}, {false, false}, {false, true}}};

Findings lookAt(const std::string& path, const WorkFolder& folder, const Look& look) {
  const std::string copy = folder / "copy";
  if (!copyStudyFile(path, copy, look.withLog))
    return {};
  if (look.packedFirstPage)
    mendFirstPage(copy, firstPage(folder, *look.packedFirstPage));
  return readCopy(copy);
}

Message noticeOf(const std::string& path, const Findings& findings) {
  const std::string found = std::to_string(findings.found);
  const std::string all = std::to_string(findings.found + findings.lost);
  if (!findings.hasSpec)
    return Message(
        SWEEP_TEXT(
            "%1 is damaged. %2 of %3 trials could be read; what the study was to do is lost. It is shown for "
            "reading only: export what you need, or save a copy."),
        {path, found, all});
  return Message(SWEEP_TEXT("%1 is damaged. %2 of %3 trials could be read. It is shown for reading only: "
                            "save a copy to go on with "
                            "it, or export what you need."),
                 {path, found, all});
}

/// Another program's file, or one of a newer version of ours.
std::optional<Error> claimOfOthers(const std::string& path) {
  auto database = Database::open(path, Database::Access::Immutable);
  const auto application =
      database ? database->integer("PRAGMA application_id") : Result<std::int64_t>(std::int64_t{0});
  const auto version =
      database ? database->integer("PRAGMA user_version") : Result<std::int64_t>(std::int64_t{0});
  if (!application || !version ||
      (*version <= newestVersion() && (*application == 0 || *application == StudyApplicationId)))
    return std::nullopt;
  const auto ours = checkIsStudy(*database, path);
  return ours ? std::nullopt : std::optional(ours.error());
}

/// In memory alone.
class SalvagedStudy : public Storage {
public:
  SalvagedStudy(std::string path, StoredStudy study, Message notice)
      : m_path(std::move(path)), m_study(std::move(study)), m_notice(std::move(notice)) {}

  Result<StoredStudy> load() override { return m_study; }
  Result<void> saveSpec(const StudySpec&) override { return refusal(); }
  Result<void> write(std::span<const TrialChange>, double) override { return refusal(); }
  std::string path() const override { return m_path; }
  bool readOnly() const override { return true; }
  Message notice() const override { return m_notice; }

private:
  Error refusal() const {
    return Error(SWEEP_TEXT("%1 is damaged and cannot be changed. Save a copy of what could be read."),
                 {m_path});
  }

  std::string m_path;
  StoredStudy m_study;
  Message m_notice;
};

} // namespace

Result<std::unique_ptr<Storage>> salvageStudy(const std::string& path) {
  const Error nothing(SWEEP_TEXT("Nothing can be read of %1. Restore it from a copy; it was left as it is."),
                      {path});
  const WorkFolder folder;
  std::error_code failed;
  const auto size = fs::file_size(path, failed);
  if (failed || size < PageSize || !folder.isThere() || !haveRoomForCopies(size))
    return nothing;
  // What opens well and is somebody else's is not for us to take apart.
  if (auto error = claimOfOthers(path))
    return *error;
  Findings best;
  for (const Look& look : Looks) {
    auto findings = lookAt(path, folder, look);
    if (findings.found > best.found || (findings.found == best.found && findings.hasSpec && !best.hasSpec))
      best = std::move(findings);
    if (best.found > 0 && best.lost == 0 && best.hasSpec)
      break;
  }
  if (best.found == 0 && !best.hasSpec)
    return nothing;
  if (!best.hasSpec)
    best.study.spec = guessedSpec(path, best.study.trials);
  const Message notice = noticeOf(path, best);
  return std::unique_ptr<Storage>(std::make_unique<SalvagedStudy>(path, std::move(best.study), notice));
}

} // namespace sweep
