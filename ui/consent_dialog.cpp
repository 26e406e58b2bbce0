// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/consent_dialog.h"

#include "core/base/text.h"
#include "core/runner/command_template.h"
#include "core/runner/metric_reader.h"
#include "ui/study_document.h"
#include "ui/text.h"
#include "ui/theme.h"
#include "ui/widgets/section_header.h"

#include <QDialogButtonBox>
#include <QDir>
#include <QFontDatabase>
#include <QPushButton>
#include <QStyle>
#include <QTextBlockFormat>
#include <QTextCursor>
#include <QTextEdit>
#include <QVBoxLayout>
#include <vector>

namespace sweep::ui {

namespace {

constexpr QSize UsualSize(84 * space::Unit, 66 * space::Unit);
/// Of one text; nobody reads more, and the digest covers all of it.
constexpr qsizetype LongestText = 4000;

struct Fact {
  QString title;
  QStringList lines;
};

QString shown(const std::string& text) {
  const QString all = toQt(text);
  return writtenOut(all.left(LongestText)) + (all.size() > LongestText ? QStringLiteral(" …") : QString());
}

QStringList environmentOf(const StudySpec& spec) {
  QStringList lines;
  for (const auto& [name, value] : spec.program.environment)
    lines += shown(name + "=" + value);
  const auto& resources = spec.limits.resources;
  for (const auto& device : resources.devices)
    lines += shown(resources.deviceVariable + "=" + device);
  return lines;
}

QStringList secretsOf(const StudySpec& spec) {
  QStringList names;
  for (const auto& name : spec.program.secrets)
    names += shown(name);
  return names;
}

/// The texts that may stand in place of each parameter.
QStringList choicesOf(const StudySpec& spec) {
  QStringList lines;
  for (const auto& parameter : spec.space.parameters) {
    std::vector<std::string> texts;
    if (const auto* categories = std::get_if<CategoricalDomain>(&parameter.domain))
      for (const auto& choice : categories->choices)
        texts.push_back(shellQuoted(valueText(choice)));
    else if (const auto* constant = std::get_if<ConstantDomain>(&parameter.domain))
      texts.push_back(shellQuoted(valueText(constant->value)));
    if (!texts.empty())
      lines += shown(parameter.name + ": " + joined(texts, " "));
  }
  return lines;
}

/// What has no lines is left out.
std::vector<Fact> factsOf(const StudyDocument& document) {
  const StudySpec& spec = document.spec();
  const auto& check = document.check();
  const QDir folder(document.studyFolder());
  std::vector<Fact> facts;
  facts.push_back({ConsentDialog::tr("Command"), {shown(templateLine(spec.program.command))}});
  if (!spec.program.program.empty())
    facts.push_back({QStringLiteral("${program}"), {shown(spec.program.program)}});
  if (document.checked() && !check.program.empty())
    facts.push_back({ConsentDialog::tr("The file that is started"), {writtenOut(QDir::cleanPath(toQt(check.program)))}});
  if (document.checked() && !check.firstCommands.empty())
    facts.push_back({ConsentDialog::tr("The first time as"), {shown(check.firstCommands.front())}});
  facts.push_back({ConsentDialog::tr("With these words for its parameters"), choicesOf(spec)});
  facts.push_back(
      {ConsentDialog::tr("In the folder"),
       {writtenOut(QDir::cleanPath(folder.absoluteFilePath(toQt(spec.program.workingDirectory))))}});
  facts.push_back(
      {ConsentDialog::tr("With these variables beside those of Sweepscope"), environmentOf(spec)});
  facts.push_back({ConsentDialog::tr("With the secrets"), secretsOf(spec)});
  if (spec.metricSource.preset == MetricFilePreset)
    facts.push_back({ConsentDialog::tr("Reading metrics from the file"), {shown(spec.metricSource.file)}});
  std::erase_if(facts, [](const Fact& fact) { return fact.lines.isEmpty(); });
  return facts;
}

void insertFact(QTextCursor& cursor, const Fact& fact) {
  QTextBlockFormat heading;
  heading.setTopMargin(cursor.atStart() ? 0 : space::Double);
  QTextCharFormat quiet;
  quiet.setForeground(Theme::instance().quietText());
  if (!cursor.atStart())
    cursor.insertBlock();
  cursor.setBlockFormat(heading);
  cursor.insertText(fact.title, quiet);
  QTextBlockFormat content;
  content.setTopMargin(space::Half);
  QTextCharFormat fixed;
  fixed.setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
  fixed.setForeground(Theme::instance().text());
  for (const auto& line : fact.lines) {
    cursor.insertBlock(content);
    cursor.insertText(line, fixed);
  }
}

} // namespace

QString writtenOut(const QString& text) {
  QString result;
  for (const char32_t c : text.toUcs4()) {
    const auto category = QChar::category(c);
    const bool isSeen = category != QChar::Other_Control && category != QChar::Other_Format &&
                        category != QChar::Separator_Line && category != QChar::Separator_Paragraph;
    result += isSeen ? QString::fromUcs4(&c, 1)
                     : QStringLiteral("‹U+%1›").arg(static_cast<uint>(c), 4, 16, QLatin1Char('0')).toUpper();
  }
  return result;
}

ConsentDialog::ConsentDialog(const StudyDocument& document, QWidget* parent) : QDialog(parent) {
  setObjectName(QStringLiteral("consent"));
  setWindowTitle(tr("A study from elsewhere"));
  setAccessibleName(windowTitle());
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(space::Section, space::Section, space::Section, space::Double);
  layout->setSpacing(space::Double);
  layout->addWidget(buildHead(toQt(document.spec().name)));
  layout->addWidget(buildDetails(document), 1);
  layout->addWidget(buildButtons());
  resize(UsualSize);
}

QWidget* ConsentDialog::buildHead(const QString& study) {
  auto* head = new QWidget;
  auto* title = new SectionHeader(tr("Let “%1” start programs on this computer?").arg(writtenOut(study)));
  title->setObjectName(QStringLiteral("consent.title"));
  title->setWordWrap(true);
  auto* text = new QLabel(tr("This study was neither made nor run here before. Running it starts the program "
                             "below again and again, with all "
                             "that you may do on this computer. Go on if you know where it comes from; it is "
                             "asked once, and again only "
                             "when this here changes."));
  text->setTextFormat(Qt::PlainText);
  text->setWordWrap(true);
  auto* layout = new QVBoxLayout(head);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(space::Unit);
  layout->addWidget(title);
  layout->addWidget(text);
  return head;
}

QTextEdit* ConsentDialog::buildDetails(const StudyDocument& document) {
  auto* details = new QTextEdit;
  details->setObjectName(QStringLiteral("consent.details"));
  details->setAccessibleName(tr("What would be started"));
  details->setReadOnly(true);
  details->setTabChangesFocus(true);
  details->setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
  QTextCursor cursor(details->document());
  for (const auto& fact : factsOf(document))
    insertFact(cursor, fact);
  details->moveCursor(QTextCursor::Start);
  return details;
}

QWidget* ConsentDialog::buildButtons() {
  auto* buttons = new QDialogButtonBox;
  auto* run = buttons->addButton(tr("Let it run"), QDialogButtonBox::AcceptRole);
  run->setObjectName(QStringLiteral("consent.run"));
  run->setAutoDefault(false);
  auto* cancel = buttons->addButton(QDialogButtonBox::Cancel);
  cancel->setObjectName(QStringLiteral("consent.cancel"));
  cancel->setDefault(true);
  cancel->setFocus();
  connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
  connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
  return buttons;
}

} // namespace sweep::ui
