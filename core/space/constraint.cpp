// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/space/constraint.h"

#include "core/base/text.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <muParser.h>
#include <optional>

namespace sweep {

namespace {

double negation(double value) {
  return value == 0.0 ? 1.0 : 0.0;
}
double naturalLog(double value) {
  return std::log(value);
}
double power(double base, double exponent) {
  return std::pow(base, exponent);
}
double downwards(double value) {
  return std::floor(value);
}
double upwards(double value) {
  return std::ceil(value);
}
double remainderOf(double a, double b) {
  return std::fmod(a, b);
}

mu::Parser newParser() {
  mu::Parser parser;
  parser.DefineInfixOprt("!", negation);
  parser.DefineOprt("%", remainderOf, mu::prMUL_DIV);
  // muParser's own log is to the base of 10; programs and papers mean the natural one.
  parser.DefineFun("log", naturalLog);
  parser.DefineFun("pow", power);
  parser.DefineFun("floor", downwards);
  parser.DefineFun("ceil", upwards);
  return parser;
}

bool isNameStart(char c) {
  return std::isalpha(static_cast<unsigned char>(c)) || c == '_';
}
bool isNamePart(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) || c == '_' || c == '.';
}
bool isComparison(std::string_view sign) {
  return sign == "<" || sign == ">" || sign == "<=" || sign == ">=" || sign == "==" || sign == "!=";
}

/// An expression in muParser's words: parameters become p0, p1, … so that their names can contain what
/// muParser does not allow in names, and can be those of its functions.
class Translation {
public:
  Translation(std::string_view text, const std::vector<std::string>& known) : m_text(text), m_known(known) {}

  std::optional<Error> run() {
    if (trimmed(m_text).empty())
      return Error(SWEEP_TEXT("The constraint is empty: write a comparison such as units * layers <= 1024."));
    while (m_at < m_text.size())
      if (auto error = isNameStart(m_text[m_at]) ? takeName() : takeOther())
        return error;
    return std::nullopt;
  }

  const std::string& expression() const { return m_expression; }
  const std::vector<std::string>& names() const { return m_names; }
  /// Where a position of expression() stands in the text, from 1.
  std::size_t positionOf(int at) const {
    return at < 0 || static_cast<std::size_t>(at) >= m_origins.size()
               ? m_text.size()
               : m_origins[static_cast<std::size_t>(at)] + 1;
  }

private:
  std::string position() const { return std::to_string(m_at + 1); }

  void write(std::string_view words, std::size_t length) {
    m_expression += words;
    m_origins.resize(m_expression.size(), m_at);
    m_at += length;
  }

  /// The longest known name here; a name with a hyphen wins over a subtraction.
  std::string knownName() const {
    std::size_t end = m_at;
    while (end < m_text.size() && (isNamePart(m_text[end]) || m_text[end] == '-'))
      ++end;
    for (; end > m_at; --end) {
      const bool whole = end == m_text.size() || !isNamePart(m_text[end]);
      const std::string name(m_text.substr(m_at, end - m_at));
      if (whole && std::find(m_known.begin(), m_known.end(), name) != m_known.end())
        return name;
    }
    return {};
  }

  std::optional<Error> takeName() {
    std::size_t end = m_at;
    while (end < m_text.size() && isNamePart(m_text[end]))
      ++end;
    const std::string word(m_text.substr(m_at, end - m_at));
    const auto next = m_text.find_first_not_of(" \t", end);
    const bool call = next != m_text.npos && m_text[next] == '(';
    const std::string name = knownName();
    if (!name.empty() && !(call && isFunction(word)))
      return takeParameter(name);
    if (word == "and" || word == "or" || word == "not")
      return takeSign(word == "and" ? "&&" : word == "or" ? "||" : "!", word.size());
    if (call && !isFunction(word))
      return Error(SWEEP_TEXT("There is no function “%1” (position %2)."), {word, position()});
    if (!call && word != "_pi" && word != "_e")
      return unknownName(word);
    write(word, word.size());
    return std::nullopt;
  }

  std::optional<Error> takeParameter(const std::string& name) {
    const auto found = std::find(m_names.begin(), m_names.end(), name);
    const auto index = found - m_names.begin();
    if (found == m_names.end())
      m_names.push_back(name);
    write("p" + std::to_string(index), name.size());
    return std::nullopt;
  }

  Error unknownName(const std::string& word) const {
    if (const auto close = closestTo(word, m_known); !close.empty())
      return Error(SWEEP_TEXT("“%1” is no numeric parameter (position %2); did you mean “%3”?"),
                   {word, position(), close});
    return Error(SWEEP_TEXT("“%1” is no numeric parameter (position %2)."), {word, position()});
  }

  std::optional<Error> takeOther() {
    static constexpr std::string_view doubles[] = {"<=", ">=", "==", "!=", "&&", "||"};
    const auto two = m_text.substr(m_at, 2);
    if (std::find(std::begin(doubles), std::end(doubles), two) != std::end(doubles))
      return takeSign(two, 2);
    const char c = m_text[m_at];
    if (std::isdigit(static_cast<unsigned char>(c)) || c == '.')
      return takeNumber();
    if (c == '=')
      return Error(SWEEP_TEXT("A single = (position %1) compares nothing: write == for “is equal to”."),
                   {position()});
    if (c == '"' || c == '\'')
      return Error(
          SWEEP_TEXT(
              "Texts cannot be compared (position %1): only numeric parameters can stand in a constraint."),
          {position()});
    if (std::string_view("+-*/^%<>!?:,() \t\r\n").find(c) == std::string_view::npos)
      return Error(SWEEP_TEXT("The character “%1” (position %2) has no meaning in a constraint."),
                   {std::string(m_text.substr(m_at, characterLength())), position()});
    return takeSign(m_text.substr(m_at, 1), 1);
  }

  std::optional<Error> takeNumber() {
    std::size_t end = m_at;
    while (end < m_text.size() && (isNamePart(m_text[end]) || exponentSign(end)))
      ++end;
    const std::string word(m_text.substr(m_at, end - m_at));
    if (!readNumber(word))
      return Error(SWEEP_TEXT("“%1” (position %2) is not a number."), {word, position()});
    write(word, word.size());
    return std::nullopt;
  }

  bool exponentSign(std::size_t at) const {
    return (m_text[at] == '+' || m_text[at] == '-') && (m_text[at - 1] == 'e' || m_text[at - 1] == 'E');
  }

  std::size_t characterLength() const {
    std::size_t length = 1;
    while (m_at + length < m_text.size() &&
           (static_cast<unsigned char>(m_text[m_at + length]) & 0xc0) == 0x80)
      ++length;
    return length;
  }

  /// Also keeps 1 < x < 5 from being read as (1 < x) < 5.
  std::optional<Error> takeSign(std::string_view sign, std::size_t length) {
    if (sign == "(")
      m_compared.push_back(false);
    else if (sign == ")" && m_compared.size() > 1)
      m_compared.pop_back();
    else if (sign == "&&" || sign == "||" || sign == "," || sign == "?" || sign == ":")
      m_compared.back() = false;
    else if (isComparison(sign)) {
      if (m_compared.back())
        return Error(
            SWEEP_TEXT("Two comparisons in a row (position %1): join them with &&, as in 1 < x && x < 5."),
            {position()});
      m_compared.back() = true;
    }
    write(sign, length);
    return std::nullopt;
  }

  static bool isFunction(const std::string& word) { return newParser().GetFunDef().count(word) > 0; }

  std::string_view m_text;
  const std::vector<std::string>& m_known;
  std::size_t m_at = 0;
  std::string m_expression;
  std::vector<std::size_t> m_origins;
  std::vector<std::string> m_names;
  std::vector<bool> m_compared = {false};
};

} // namespace

struct Constraint::Compiled {
  Compiled(std::string text, std::string translated, std::vector<std::string> parameters)
      : expression(std::move(text)), translation(std::move(translated)), names(std::move(parameters)),
        values(names.size()), parser(newParser()) {
    for (std::size_t i = 0; i < names.size(); ++i)
      parser.DefineVar("p" + std::to_string(i), &values[i]);
    parser.SetExpr(translation);
  }
  Compiled(const Compiled& other) : Compiled(other.expression, other.translation, other.names) {}

  std::string expression;
  std::string translation;
  std::vector<std::string> names;
  std::vector<double> values;
  mu::Parser parser;
};

Result<Constraint> Constraint::compile(std::string_view expression,
                                       const std::vector<std::string>& numericNames) {
  Translation translation(expression, numericNames);
  if (auto error = translation.run())
    return *error;
  try {
    auto compiled =
        std::make_unique<Compiled>(std::string(expression), translation.expression(), translation.names());
    // Names and syntax are looked at on the first evaluation.
    compiled->parser.Eval();
    return Constraint(std::move(compiled));
  } catch (const mu::ParserError& error) {
    return Error(SWEEP_TEXT("The constraint cannot be read at position %1: look for a missing operand, "
                            "operator or bracket there."),
                 {std::to_string(translation.positionOf(static_cast<int>(error.GetPos())))});
  }
}

Constraint::Constraint(std::unique_ptr<Compiled> compiled) : m_compiled(std::move(compiled)) {}
Constraint::Constraint(const Constraint& other) : m_compiled(std::make_unique<Compiled>(*other.m_compiled)) {}
Constraint::Constraint(Constraint&&) noexcept = default;
Constraint& Constraint::operator=(Constraint&&) noexcept = default;
Constraint::~Constraint() = default;

Constraint& Constraint::operator=(const Constraint& other) {
  m_compiled = std::make_unique<Compiled>(*other.m_compiled);
  return *this;
}

const std::string& Constraint::expression() const {
  return m_compiled->expression;
}

const std::vector<std::string>& Constraint::names() const {
  return m_compiled->names;
}

bool Constraint::satisfied(const Configuration& configuration) const {
  for (std::size_t i = 0; i < m_compiled->names.size(); ++i) {
    const Value* value = configuration.find(m_compiled->names[i]);
    const auto number = value ? valueNumber(*value) : std::nullopt;
    if (!number)
      return true;
    m_compiled->values[i] = *number;
  }
  try {
    const double result = m_compiled->parser.Eval();
    return result != 0.0 && !std::isnan(result);
  } catch (const mu::ParserError&) {
    return false;
  }
}

} // namespace sweep
