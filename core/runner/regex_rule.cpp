// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/runner/metric_number.h"
#include "core/runner/metric_rule.h"

#include "core/base/text.h"

#include <QRegularExpression>
#include <QString>

#include <algorithm>

namespace sweep {

namespace {

using View = std::string_view;

/// The work that one try at one place of a line may take, in steps of the engine: an expression whose work grows with the power of
/// the line's length ends there, at once, instead of hanging on it.
constexpr QLatin1String WorkLimit("(*LIMIT_MATCH=100000)");
/// Even honest expressions may take time with the square of a line's length.
constexpr std::size_t LongestLine = 8 * 1024;

/// A user's expression.
class RegexRule : public MetricRule {
public:
  explicit RegexRule(QRegularExpression expression) : m_expression(std::move(expression)) {
    const QStringList names = m_expression.namedCaptureGroups();
    m_step = static_cast<int>(names.indexOf(QStringLiteral("step")));
    m_name = static_cast<int>(names.indexOf(QStringLiteral("name")));
    m_value = static_cast<int>(names.indexOf(QStringLiteral("value")));
    if (m_value >= 0)
      return;
    m_name = m_expression.captureCount() > 1 ? 1 : -1;
    m_value = m_expression.captureCount() > 1 ? 2 : 1;
  }

  void read(View line, LineFinding& found) const override {
    line = line.substr(0, LongestLine);
    const QString text = QString::fromUtf8(line.data(), static_cast<qsizetype>(line.size()));
    for (qsizetype at = 0; at <= text.size();) {
      const auto match = m_expression.match(text, at, QRegularExpression::NormalMatch,
                                            QRegularExpression::DontCheckSubjectStringMatchOption);
      found.isTooHard = found.isTooHard || !match.isValid();
      if (!match.hasMatch())
        return;
      readMatch(text, line, match, found);
      at = std::max(at + 1, match.capturedEnd() + (match.capturedLength() == 0 ? 1 : 0));
      if (at < text.size() && text.at(at).isLowSurrogate())
        ++at;
    }
  }

private:
  void readMatch(const QString& text, View line, const QRegularExpressionMatch& match, LineFinding& found) const {
    const std::string captured = match.captured(m_value).toStdString();
    const View trimmedText = trimmed(captured);
    const auto number = numberAt(trimmedText, 0);
    const std::string name = m_name >= 0 ? match.captured(m_name).toStdString() : "value";
    if (m_step >= 0 && match.hasCaptured(m_step))
      found.step = readInteger(match.captured(m_step).toStdString());
    if (!number || name.empty())
      return;
    if (number->end != trimmedText.size()) {
      found.unreadName = name;
      found.unreadNumber = trimmedText;
      return;
    }
    const auto offset = [&](qsizetype at) {
      return std::min(line.size(), static_cast<std::size_t>(QStringView(text).left(at).toUtf8().size()));
    };
    found.metrics.push_back({name, number->value, offset(match.capturedStart(m_value)), offset(match.capturedEnd(m_value))});
  }

  QRegularExpression m_expression;
  int m_step = -1;
  int m_name = -1;
  int m_value = 1;
};

} // namespace

Result<std::unique_ptr<MetricRule>> makeRegexRule(const MetricSource& source) {
  QRegularExpression expression(WorkLimit + QString::fromStdString(source.expression));
  if (trimmed(source.expression).empty())
    return Error(SWEEP_TEXT("Write the regular expression that finds the metric, such as loss is (?<value>\\S+)."));
  if (!expression.isValid())
    return Error(SWEEP_TEXT("The regular expression cannot be read: %1, at its character %2."),
                 {expression.errorString().toStdString(), std::to_string(std::max<qsizetype>(expression.patternErrorOffset() - WorkLimit.size(), 0) + 1)});
  if (expression.captureCount() < 1)
    return Error(SWEEP_TEXT("The regular expression has no group for the value: put brackets around the number, as in "
                            "loss is (?<value>\\S+)."));
  expression.optimize();
  return std::unique_ptr<MetricRule>(std::make_unique<RegexRule>(std::move(expression)));
}

} // namespace sweep
