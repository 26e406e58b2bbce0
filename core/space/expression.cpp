// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/space/expression.h"

#include "core/base/text.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <limits>
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

double binomial(Rng& rng, double count, double chance) {
  constexpr double Most = 1e6;
  double successes = 0.0;
  for (double i = 0.0; i < std::min(count, Most); i += 1.0)
    successes += rng.uniform() < chance ? 1.0 : 0.0;
  return successes;
}

/// What evaluate() was given.
Rng& rngOf(void* slot) {
  return **static_cast<Rng**>(slot);
}
double drawNormal(void* slot) {
  return rngOf(slot).normal();
}
double drawUniform(void* slot) {
  return rngOf(slot).uniform();
}
double drawBinomial(void* slot, double count, double chance) {
  return binomial(rngOf(slot), count, chance);
}

/// rng: where the functions that draw find their source; null for none of them.
mu::Parser newParser(Rng** rng) {
  mu::Parser parser;
  parser.DefineInfixOprt("!", negation);
  parser.DefineOprt("%", remainderOf, mu::prMUL_DIV);
  // muParser's own log is to the base of 10; programs and papers mean the natural one.
  parser.DefineFun("log", naturalLog);
  parser.DefineFun("pow", power);
  parser.DefineFun("floor", downwards);
  parser.DefineFun("ceil", upwards);
  if (rng) {
    // Not to be worked out once and for all.
    parser.DefineFunUserData("normal", drawNormal, rng, false);
    parser.DefineFunUserData("uniform", drawUniform, rng, false);
    parser.DefineFunUserData("binomial", drawBinomial, rng, false);
  }
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

/// An expression in muParser's words: names become p0, p1, … so that their names can contain what
/// muParser does not allow in names, and can be those of its functions.
class Translation {
public:
  /// functions: a parser that has them.
  Translation(std::string_view text, const std::vector<std::string>& known, const mu::Parser& functions)
      : m_text(text), m_known(known), m_functions(functions) {}

  std::optional<Error> run() {
    if (trimmed(m_text).empty())
      return Error(SWEEP_TEXT("The expression is empty."));
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
          SWEEP_TEXT("Texts cannot be compared (position %1): only numbers can stand in an expression."),
          {position()});
    if (std::string_view("+-*/^%<>!?:,() \t\r\n").find(c) == std::string_view::npos)
      return Error(SWEEP_TEXT("The character “%1” (position %2) has no meaning in an expression."),
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

  bool isFunction(const std::string& word) const { return m_functions.GetFunDef().count(word) > 0; }

  std::string_view m_text;
  const std::vector<std::string>& m_known;
  const mu::Parser& m_functions;
  std::size_t m_at = 0;
  std::string m_expression;
  std::vector<std::size_t> m_origins;
  std::vector<std::string> m_names;
  std::vector<bool> m_compared = {false};
};

} // namespace

struct Expression::Compiled {
  Compiled(std::string original, std::string translated, std::vector<std::string> mentioned, Draws allowed)
      : text(std::move(original)), translation(std::move(translated)), names(std::move(mentioned)),
        draws(allowed), values(names.size()), parser(newParser(draws == Draws::Allowed ? &rng : nullptr)) {
    for (std::size_t i = 0; i < names.size(); ++i)
      parser.DefineVar("p" + std::to_string(i), &values[i]);
    parser.SetExpr(translation);
  }
  Compiled(const Compiled& other) : Compiled(other.text, other.translation, other.names, other.draws) {}
  Compiled& operator=(const Compiled&) = delete;

  double evaluate(std::span<const double> given) {
    std::ranges::copy(given, values.begin());
    try {
      return parser.Eval();
    } catch (const mu::ParserError&) {
      return std::numeric_limits<double>::quiet_NaN();
    }
  }

  std::string text;
  std::string translation;
  std::vector<std::string> names;
  Draws draws;
  std::vector<double> values;
  Rng* rng = nullptr;
  mu::Parser parser;
};

Result<Expression> Expression::compile(std::string_view text, const std::vector<std::string>& known,
                                       Draws draws) {
  Rng source(0);
  Rng* rng = &source;
  const mu::Parser functions = newParser(draws == Draws::Allowed ? &rng : nullptr);
  Translation translation(text, known, functions);
  if (auto error = translation.run())
    return *error;
  try {
    auto compiled =
        std::make_unique<Compiled>(std::string(text), translation.expression(), translation.names(), draws);
    compiled->rng = rng;
    // Names and syntax are looked at on the first evaluation.
    compiled->parser.Eval();
    compiled->rng = nullptr;
    return Expression(std::move(compiled));
  } catch (const mu::ParserError& error) {
    return Error(SWEEP_TEXT("The expression cannot be read at position %1: look for a missing operand, "
                            "operator or bracket there."),
                 {std::to_string(translation.positionOf(static_cast<int>(error.GetPos())))});
  }
}

Expression::Expression(std::unique_ptr<Compiled> compiled) : m_compiled(std::move(compiled)) {}
Expression::Expression(const Expression& other) : m_compiled(std::make_unique<Compiled>(*other.m_compiled)) {}
Expression::Expression(Expression&&) noexcept = default;
Expression& Expression::operator=(Expression&&) noexcept = default;
Expression::~Expression() = default;

Expression& Expression::operator=(const Expression& other) {
  m_compiled = std::make_unique<Compiled>(*other.m_compiled);
  return *this;
}

const std::string& Expression::text() const {
  return m_compiled->text;
}

const std::vector<std::string>& Expression::names() const {
  return m_compiled->names;
}

double Expression::evaluate(std::span<const double> values) const {
  Rng none(0);
  return evaluate(values, none);
}

double Expression::evaluate(std::span<const double> values, Rng& rng) const {
  m_compiled->rng = &rng;
  return m_compiled->evaluate(values);
}

} // namespace sweep
