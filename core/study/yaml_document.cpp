// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/study/yaml_document.h"

#include "core/base/text.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <sstream>
#include <utility>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/yaml.h>

namespace sweep {

namespace {

constexpr std::size_t MaxBytes = 4u << 20;
constexpr std::size_t MaxDepth = 64;
constexpr std::size_t MaxNodes = 100'000;

YamlMark markOf(const YAML::Mark& mark) {
  return mark.is_null() ? YamlMark{} : YamlMark{mark.line + 1, mark.column + 1};
}

/// What a node takes of the limits each time it is there.
struct Extent {
  std::size_t nodes = 1;
  std::size_t depth = 0;
};

Extent extentOf(const YamlNode& node) {
  Extent extent{1 + node.keys.size(), 0};
  for (const auto& item : node.items) {
    const auto inner = extentOf(item);
    extent.nodes += inner.nodes;
    extent.depth = std::max(extent.depth, inner.depth);
  }
  extent.depth += node.isScalar() ? 0 : 1;
  return extent;
}

/// Builds the tree from the parser's events, which come one per level: the depth is refused before the parser goes deeper.
class TreeBuilder : public YAML::EventHandler {
public:
  std::optional<YamlNode> takeRoot() { return std::exchange(m_root, std::nullopt); }
  /// Where the last scalar in quotes (or block scalar) begins.
  std::optional<YamlMark> lastQuoted() const { return m_lastQuoted; }

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    addScalar(mark, "null", true, anchor);
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    refuseTag(mark, tag);
    if (tag == "!")
      m_lastQuoted = markOf(mark);
    addScalar(mark, value, tag == "?", anchor);
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(YamlNode::Kind::List, mark, tag, anchor);
  }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(YamlNode::Kind::Map, mark, tag, anchor);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapEnd() override {
    mergeInto(m_open.back().node);
    close();
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const auto found = m_anchors.find(anchor);
    if (found == m_anchors.end())
      throw YamlError{markOf(mark),
                      Message(SWEEP_TEXT("an alias stands inside what it repeats, which has no end."))};
    count(found->second.extent.nodes, markOf(mark));
    limitDepth(m_open.size() + found->second.extent.depth, markOf(mark));
    add(found->second.node, 0);
  }

private:
  struct Anchored {
    YamlNode node;
    Extent extent;
  };
  struct Open {
    YamlNode node;
    YAML::anchor_t anchor = 0;
    std::optional<YamlNode::Key> key;
    std::set<std::string> seen;
  };

  static void refuseTag(const YAML::Mark& mark, const std::string& tag) {
    if (tag != "?" && tag != "!" && !tag.empty())
      throw YamlError{markOf(mark), Message(SWEEP_TEXT("the tag “%1” is not accepted; remove it."), {tag})};
  }

  void count(std::size_t nodes, YamlMark mark) {
    m_nodes += nodes;
    if (m_nodes > MaxNodes)
      throw YamlError{
          mark, Message(SWEEP_TEXT(
                    "the file has more than 100,000 entries (repeated ones counted); it is not read."))};
  }

  static void limitDepth(std::size_t levels, YamlMark mark) {
    if (levels > MaxDepth)
      throw YamlError{mark,
                      Message(SWEEP_TEXT("the file is nested more than 64 levels deep; it is not read."))};
  }

  void addScalar(const YAML::Mark& mark, const std::string& text, bool plain, YAML::anchor_t anchor) {
    YamlNode node;
    node.mark = markOf(mark);
    node.text = text;
    node.plain = plain;
    count(1, node.mark);
    add(std::move(node), anchor);
  }

  void open(YamlNode::Kind kind, const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor) {
    refuseTag(mark, tag);
    limitDepth(m_open.size() + 1, markOf(mark));
    count(1, markOf(mark));
    if (!m_open.empty() && m_open.back().node.isMap() && !m_open.back().key)
      throw YamlError{markOf(mark), Message(SWEEP_TEXT("a list or map cannot be a key."))};
    Open next;
    next.node.kind = kind;
    next.node.mark = markOf(mark);
    next.anchor = anchor;
    m_open.push_back(std::move(next));
  }

  void close() {
    Open done = std::move(m_open.back());
    m_open.pop_back();
    add(std::move(done.node), done.anchor);
  }

  void add(YamlNode node, YAML::anchor_t anchor) {
    if (anchor != 0)
      keepForAliases(node, anchor);
    if (m_open.empty()) {
      m_root = std::move(node);
      return;
    }
    Open& parent = m_open.back();
    if (parent.node.isMap() && !parent.key)
      startEntry(parent, node);
    else
      finishEntry(parent, std::move(node));
  }

  /// The copy counts too: anchors within anchors would keep their content once for each.
  void keepForAliases(const YamlNode& node, YAML::anchor_t anchor) {
    const auto extent = extentOf(node);
    count(extent.nodes, node.mark);
    m_anchors[anchor] = {node, extent};
  }

  static void startEntry(Open& map, const YamlNode& key) {
    if (!key.isScalar())
      throw YamlError{key.mark, Message(SWEEP_TEXT("a list or map cannot be a key."))};
    if (!map.seen.insert(key.text).second)
      throw YamlError{key.mark, Message(SWEEP_TEXT("“%1” is there twice; keep one."), {key.text})};
    map.key = YamlNode::Key{key.text, key.mark, key.plain};
  }

  static void finishEntry(Open& parent, YamlNode value) {
    if (parent.node.isMap())
      parent.node.keys.push_back(*std::exchange(parent.key, std::nullopt));
    parent.node.items.push_back(std::move(value));
  }

  /// The merge key `<<` of YAML 1.1: entries of another map (or of several, the first wins) that are not there already.
  void mergeInto(YamlNode& map) {
    const auto at = std::find_if(map.keys.begin(), map.keys.end(),
                                 [](const auto& key) { return key.plain && key.text == "<<"; });
    if (at == map.keys.end())
      return;
    const auto index = at - map.keys.begin();
    const YamlNode source = std::move(map.items[static_cast<std::size_t>(index)]);
    map.keys.erase(at);
    map.items.erase(map.items.begin() + index);
    for (const auto& other : source.isList() ? source.items : std::vector<YamlNode>{source})
      mergeFrom(other, m_open.back());
  }

  static void mergeFrom(const YamlNode& other, Open& into) {
    if (!other.isMap())
      throw YamlError{other.mark, Message(SWEEP_TEXT("“<<” wants a map to take entries from."))};
    for (std::size_t i = 0; i < other.keys.size(); ++i) {
      if (!into.seen.insert(other.keys[i].text).second)
        continue;
      into.node.keys.push_back(other.keys[i]);
      into.node.items.push_back(other.items[i]);
    }
  }

  std::vector<Open> m_open;
  std::map<YAML::anchor_t, Anchored> m_anchors;
  std::optional<YamlNode> m_root;
  std::optional<YamlMark> m_lastQuoted;
  std::size_t m_nodes = 0;
};

void refuseUnreadable(std::string_view text) {
  if (text.size() > MaxBytes)
    throw YamlError{{},
                    Message(SWEEP_TEXT("The file is larger than 4 MiB; it is not read as a study file."))};
  if (text.starts_with("\xff\xfe") || text.starts_with("\xfe\xff"))
    throw YamlError{{}, Message(SWEEP_TEXT("The file is UTF-16; save it as UTF-8."))};
  YamlMark mark{1, 1};
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = characterLength(text, at);
    if (length == 0 || text[at] == '\0')
      throw YamlError{mark,
                      Message(SWEEP_TEXT("there are bytes that are not text; save the file as UTF-8."))};
    mark = text[at] == '\n' ? YamlMark{mark.line + 1, 1} : YamlMark{mark.line, mark.column + 1};
    at += length;
  }
}

std::string_view lineAt(std::string_view text, int line) {
  for (int i = 1; i < line && !text.empty(); ++i)
    text.remove_prefix(
        std::min(text.size(), text.find('\n') == text.npos ? text.size() : text.find('\n') + 1));
  return text.substr(0, text.find('\n'));
}

bool isIndentedByTab(std::string_view line) {
  const auto blank = line.substr(0, line.find_first_not_of(" \t"));
  return blank.find('\t') != blank.npos;
}

YamlError parserError(const YAML::Exception& error, std::string_view text) {
  const YamlMark mark = markOf(error.mark);
  for (const int line : {mark.line, mark.line - 1})
    if (line > 0 && isIndentedByTab(lineAt(text, line)))
      return {{line, 1}, Message(SWEEP_TEXT("the line is indented with a tab; YAML wants spaces."))};
  return {mark, Message(SWEEP_TEXT("this cannot be read as YAML (%1)."), {error.msg})};
}

std::string_view textFrom(std::string_view text, YamlMark mark) {
  text = text.substr(static_cast<std::size_t>(lineAt(text, mark.line).data() - text.data()));
  text.remove_prefix(std::min(text.size(), static_cast<std::size_t>(mark.column - 1)));
  if (text.starts_with('&'))
    text.remove_prefix(std::min(text.size(), text.find_first_of("\"' \n")));
  return trimmed(text);
}

/// The parser takes the end of the file for the end of a quoted text; that a quote is missing is found out here.
void refuseOpenQuote(std::string_view text, YamlMark mark) {
  const std::string_view quoted = textFrom(text, mark);
  const char quote = quoted.empty() ? 0 : quoted.front();
  if (quote != '"' && quote != '\'')
    return;
  for (std::size_t i = 1; i < quoted.size(); ++i) {
    const bool escape = quote == '"' ? quoted[i] == '\\' : quoted.substr(i, 2) == "''";
    if (escape)
      ++i;
    else if (quoted[i] == quote)
      return;
  }
  throw YamlError{mark, Message(SWEEP_TEXT("the quote that begins here is not closed."))};
}

YamlNode parseOrThrow(std::string_view text) {
  refuseUnreadable(text);
  std::istringstream stream{std::string(text)};
  try {
    YAML::Parser parser(stream);
    TreeBuilder builder;
    parser.HandleNextDocument(builder);
    auto root = builder.takeRoot();
    if (!root)
      throw YamlError{{}, Message(SWEEP_TEXT("The file is empty."))};
    if (builder.lastQuoted())
      refuseOpenQuote(text, *builder.lastQuoted());
    TreeBuilder second;
    if (parser.HandleNextDocument(second))
      throw YamlError{second.takeRoot().value_or(YamlNode{}).mark,
                      Message(SWEEP_TEXT("a second document begins here; a study file has one."))};
    return std::move(*root);
  } catch (const YAML::Exception& error) {
    throw parserError(error, text);
  }
}

} // namespace

const YamlNode* YamlNode::find(std::string_view key) const {
  for (std::size_t i = 0; i < keys.size(); ++i)
    if (keys[i].text == key)
      return &items[i];
  return nullptr;
}

Error YamlError::error() const {
  if (mark.line == 0)
    return message;
  return Error(SWEEP_TEXT("line %1, column %2: %3"),
               {std::to_string(mark.line), std::to_string(mark.column), message.str()});
}

Result<YamlNode> parseYaml(std::string_view text) {
  try {
    return parseOrThrow(text);
  } catch (const YamlError& error) {
    return error.error();
  }
}

} // namespace sweep
