#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace bridle {

/// Markup that stands in our source: only a literal converts to it, so nothing that was read can become
/// markup.
class Markup {
 public:
  consteval Markup(const char* literal)
      : text_(literal) {}  // NOLINT(*-explicit-*): a literal is what it is made of
  consteval Markup(std::string_view literal) : text_(literal) {}
  constexpr std::string_view view() const { return text_; }

 private:
  std::string_view text_;
};

/// Writes one HTML document straight down. Text is escaped because there is no other way to add it: `text`
/// for our own words, `evidence` for what was read from the phone or from an indicator file. In both,
/// characters that are not seen or that turn the direction of reading are shown as tokens like [U+202E],
/// bytes that are no UTF-8 as [byte FF].
class Html {
 public:
  /// Begins a document with a content security policy that allows its own style and nothing else. `running`
  /// stands at the top of every printed page; of it, letters, digits and the plainest punctuation are kept.
  Html(Markup title, Markup style, std::string_view running);

  /// Opens an element: "p", or with attributes "p class=lead".
  Html& open(Markup tag);
  Html& close();
  Html& text(std::string_view text);
  /// A value in an isolated element of its own. After `most` characters it is cut, and says how many it has.
  Html& evidence(std::string_view value, std::size_t most = 400);
  Html& element(Markup tag, std::string_view text);
  /// A row of column headings.
  Html& headings(std::initializer_list<Markup> titles);
  /// A name and what it is, for description lists.
  Html& entry(std::string_view name, std::string_view text);
  Html& evidence_entry(std::string_view name, std::string_view value, std::size_t most = 400);

  std::size_t size() const { return out_.size(); }
  /// Closes what is open and gives the document.
  std::string take();

 private:
  void append(std::string_view text, std::size_t most);
  std::string out_;
  std::vector<std::string_view> open_;
};

/// The source of a style sheet in a content security policy: 'sha256-…'.
std::string style_source(std::string_view style);

}  // namespace bridle
