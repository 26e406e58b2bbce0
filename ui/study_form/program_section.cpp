// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/study_form/program_section.h"

#include "core/base/text.h"
#include "core/runner/command_template.h"
#include "ui/study_form/environment_table.h"
#include "ui/study_form/form_field.h"
#include "ui/study_files.h"
#include "ui/text.h"
#include "ui/theme.h"
#include "ui/widgets/field_combo.h"
#include "ui/widgets/names_edit.h"

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QFontDatabase>
#include <QMenu>
#include <QPushButton>
#include <QToolButton>

namespace sweep::ui {

namespace {

/// Where trials come from, in the order of the choice.
enum Way { RunProgram, ReplayTable, ReplayFormula };

/// The rows of what is run.
constexpr const char* ProgramRows[] = {"program", "command", "folder", "environment", "secrets"};

QPushButton* chooseButton(const QString& objectName, const QString& text, const QString& accessibleName) {
  auto* button = new QPushButton(text);
  button->setIcon(Theme::instance().icon(QStringLiteral("folder")));
  button->setObjectName(objectName);
  button->setAccessibleName(accessibleName);
  button->setAutoDefault(false);
  return button;
}

FieldEdit* lineFor(const QString& objectName, const QString& accessibleName) {
  auto* line = new FieldEdit;
  line->setObjectName(objectName);
  line->setAccessibleName(accessibleName);
  return line;
}

/// The interpreter that runs files with this suffix which cannot be started themselves; empty when they can, or for no one knows.
QString interpreterFor(const QFileInfo& file) {
  if (file.isExecutable())
    return {};
  const QString suffix = file.suffix().toLower();
  if (suffix == QLatin1String("py"))
    return QStringLiteral("python3");
  if (suffix == QLatin1String("sh"))
    return QStringLiteral("sh");
  return {};
}

} // namespace

ProgramSection::ProgramSection(StudyDocument* document, QWidget* parent)
    : FormSection(tr("Program"), document, parent),
      m_name(lineFor(QStringLiteral("study.name"), tr("Name of the study"))),
      m_way(new FieldCombo), m_program(lineFor(QStringLiteral("program.file"), tr("Program file"))),
      m_command(lineFor(QStringLiteral("program.command"), tr("Command"))),
      m_folder(lineFor(QStringLiteral("program.folder"), tr("Working folder"))),
      m_environment(new EnvironmentTable), m_secrets(new NamesEdit) {
  m_secrets->setObjectName(QStringLiteral("program.secrets"));
  m_secrets->setAccessibleName(tr("Names of secret variables"));
  m_secrets->setPlaceholderText(tr("HF_TOKEN, DB_PASSWORD"));
  buildFields();
  connect(m_name, &QLineEdit::textEdited, this, [this](const QString& text) {
    edit(tr("Rename the study"), [&](StudySpec& spec) { spec.name = fromQt(text); }, m_name->visit());
  });
  connect(m_way, &QComboBox::activated, this, &ProgramSection::chooseWay);
  connect(m_program, &QLineEdit::textEdited, this, [this](const QString& text) {
    edit(tr("Change the program"), [&](StudySpec& spec) { spec.program.program = fromQt(text); }, m_program->visit());
  });
  connect(m_command, &QLineEdit::textEdited, this, &ProgramSection::takeCommand);
  connect(m_folder, &QLineEdit::textEdited, this, [this](const QString& text) {
    edit(tr("Change the working folder"), [&](StudySpec& spec) { spec.program.workingDirectory = fromQt(text); },
         m_folder->visit());
  });
  connect(m_environment, &EnvironmentTable::changed, this, [this](const auto& variables, int visit) {
    edit(tr("Change the environment"), [&](StudySpec& spec) { spec.program.environment = variables; }, visit);
  });
  connect(m_secrets, &ReadingEdit::valueEdited, this, [this] {
    edit(
        tr("Change the secrets"), [&](StudySpec& spec) { spec.program.secrets = m_secrets->names(); },
        m_secrets->visit());
  });
}

void ProgramSection::buildFields() {
  addField(QStringLiteral("name"), tr("Study"), m_name);
  m_way->setNames(QStringLiteral("program.way"), tr("Where trials come from"));
  m_way->addItems({tr("Run the program"), tr("Replay a recorded table"), tr("Replay a formula")});
  m_way->setToolTip(tr("A replay starts nothing: it plays recorded or calculated learning curves on a virtual clock"));
  addField(QStringLiteral("way"), tr("Trials"), m_way, {}, sideBySide({m_way}));
  auto* chooseFile = chooseButton(QStringLiteral("program.choose"), tr("Choose…"), tr("Choose the program file"));
  connect(chooseFile, &QPushButton::clicked, this, &ProgramSection::chooseProgram);
  m_program->setPlaceholderText(tr("train.py, ./tool, or a name on PATH"));
  addField(QStringLiteral("program"), tr("Program"), m_program, {}, sideBySide({m_program, chooseFile}, m_program));
  m_command->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
  addField(QStringLiteral("command"), tr("Command"), m_command,
           tr("Words as in a shell, quotes too, but no shell is involved. ${program} is the file above, ${args} becomes "
              "--name=value for every parameter."),
           sideBySide({m_command, placeholderButton()}, m_command));
  auto* chooseDirectory = chooseButton(QStringLiteral("program.chooseFolder"), tr("Choose…"), tr("Choose the working folder"));
  connect(chooseDirectory, &QPushButton::clicked, this, &ProgramSection::chooseFolder);
  m_folder->setPlaceholderText(tr("The folder of the study"));
  addField(QStringLiteral("folder"), tr("Working folder"), m_folder, {}, sideBySide({m_folder, chooseDirectory}, m_folder));
  addField(QStringLiteral("environment"), tr("Environment"), m_environment);
  addField(QStringLiteral("secrets"), tr("Secrets"), m_secrets,
           tr("Variables whose values come from the environment that Sweepscope was started in and are never "
              "stored."));
}

QToolButton* ProgramSection::placeholderButton() {
  struct Entry {
    const char* placeholder;
    QString meaning;
  };
  const std::vector<Entry> entries = {{"${program}", tr("the program file")},
                                      {"${args}", tr("every parameter as --name=value")},
                                      {"${args_no_equals}", tr("every parameter as --name value")},
                                      {"${args_no_hyphens}", tr("every parameter as name=value")},
                                      {"${seed}", tr("a seed of its own for each trial")},
                                      {"${trial}", tr("the number of the trial")},
                                      {"${dir}", tr("a folder of its own for each trial")},
                                      {"${budget}", tr("how far the trial goes, where trials have a budget")},
                                      {"${checkpoint}", tr("the file to save the program's state in")},
                                      {"${resume}", tr("the state to continue from; left out at the start")}};
  auto* button = new QToolButton;
  button->setText(tr("Insert"));
  button->setObjectName(QStringLiteral("program.insert"));
  button->setAccessibleName(tr("Insert a placeholder into the command"));
  button->setToolTip(tr("Insert a placeholder"));
  button->setPopupMode(QToolButton::InstantPopup);
  button->setToolButtonStyle(Qt::ToolButtonTextOnly);
  auto* menu = new QMenu(button);
  for (const auto& entry : entries) {
    const QString placeholder = QString::fromLatin1(entry.placeholder);
    connect(menu->addAction(QStringLiteral("%1\t%2").arg(placeholder, entry.meaning)), &QAction::triggered, this,
            [this, placeholder] { insertPlaceholder(placeholder); });
  }
  button->setMenu(menu);
  return button;
}

void ProgramSection::insertPlaceholder(const QString& placeholder) {
  const auto isGap = [this](qsizetype at) {
    return at < 0 || at >= m_command->text().size() || m_command->text().at(at).isSpace();
  };
  const int at = m_command->cursorPosition();
  const QString before = isGap(at - 1) ? QString() : QStringLiteral(" ");
  const QString after = isGap(at) ? QString() : QStringLiteral(" ");
  m_command->setFocus();
  m_command->insert(before + placeholder + after);
  takeCommand();
}

void ProgramSection::takeCommand() {
  const auto words = shellWords(fromQt(m_command->text()));
  m_command->setDraftProblem(words ? QString() : tr("A quote is opened here and not closed."));
  if (words)
    edit(tr("Change the command"), [&](StudySpec& spec) { spec.program.command = *words; }, m_command->visit());
}

void ProgramSection::load() {
  const auto& program = spec().program;
  m_name->showText(toQt(spec().name));
  m_way->setCurrentIndex(!spec().replay ? RunProgram : spec().replay->formulas.empty() ? ReplayTable : ReplayFormula);
  for (const auto* row : ProgramRows)
    setFieldVisible(QString::fromLatin1(row), !spec().replay);
  m_program->showText(toQt(program.program));
  m_folder->showText(toQt(program.workingDirectory));
  m_environment->display(program.environment);
  m_secrets->setNames(program.secrets);
  if (!m_command->draftProblem().isEmpty() && m_command->hasFocus())
    return;
  if (shellWords(fromQt(m_command->text())) != program.command || program.command.empty()) {
    m_command->showText(toQt(templateLine(program.command)));
    m_command->setDraftProblem({});
  }
}

void ProgramSection::chooseProgram() {
  const QString start = QDir(document()->studyFolder()).absoluteFilePath(m_program->text());
  const QString path = QFileDialog::getOpenFileName(this, tr("Choose the program to tune"), start);
  if (!path.isEmpty())
    takeProgram(path);
}

void ProgramSection::takeProgram(const QString& path) {
  const QString interpreter = interpreterFor(QFileInfo(path));
  edit(tr("Choose the program"), [&](StudySpec& spec) {
    spec.program.program = fromQt(relativeToStudy(path));
    auto& command = spec.program.command;
    if (!interpreter.isEmpty() && !command.empty() && command.front() == "${program}")
      command.insert(command.begin(), fromQt(interpreter));
  });
}

void ProgramSection::chooseFolder() {
  const QString start = QDir(document()->studyFolder()).absoluteFilePath(m_folder->text());
  const QString path = QFileDialog::getExistingDirectory(this, tr("Choose the working folder"), start);
  if (!path.isEmpty())
    edit(tr("Choose the working folder"),
         [&](StudySpec& spec) { spec.program.workingDirectory = fromQt(relativeToStudy(path)); });
}

QString ProgramSection::relativeToStudy(const QString& path) const {
  return relativeToFolder(path, document()->studyFolder());
}

void ProgramSection::chooseWay(int way) {
  edit(tr("Change where trials come from"), [&](StudySpec& spec) {
    if (way == RunProgram) {
      spec.replay.reset();
      return;
    }
    spec.replay = spec.replay.value_or(Replay());
    spec.replay->formulas.clear();
    if (way == ReplayFormula) {
      spec.replay->table.clear();
      spec.replay->formulas.emplace_back(spec.objective().metric, "");
    }
  });
}

std::optional<QString> ProgramSection::keyOf(const StudyProblem& problem) const {
  switch (problem.section) {
  case Section::Name:
    return QStringLiteral("name");
  case Section::Program:
    if (spec().replay)
      return std::nullopt;
    return problem.key.empty() ? QStringLiteral("command") : toQt(problem.key);
  case Section::WorkingFolder:
    return QStringLiteral("folder");
  case Section::Environment:
    return problem.key.empty() ? QStringLiteral("environment") : toQt(problem.key);
  default:
    return std::nullopt;
  }
}

StudyProblem ProgramSection::placeOf(const FieldEdit*) const {
  StudyProblem place;
  place.section = Section::Program;
  return place;
}

int ProgramSection::showProblems(const std::vector<StudyProblem>& problems) {
  m_environment->markRows(problems);
  return FormSection::showProblems(problems);
}

QWidget* ProgramSection::controlOf(const StudyProblem& problem) {
  if (problem.section == Section::Environment && problem.key.empty())
    if (auto* line = m_environment->nameAt(problem.index))
      return line;
  return FormSection::controlOf(problem);
}

void ProgramSection::setFixed(bool fixed) {
  FormSection::setFixed(fixed);
  field(QStringLiteral("name"))->setEnabled(true);
}

} // namespace sweep::ui
