#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "testing/plist_builder.h"

namespace bridle::testing {

/// Builds what NSKeyedArchiver writes: `add` gives a UID to use as a member of other objects.
class KeyedArchiveBuilder {
 public:
  KeyedArchiveBuilder() { objects_.emplace_back("$null"); }

  /// A string, number or data as it is.
  PlistTree add(PlistTree value);
  /// An object with its class; the class is written once for each name. "NSObject" ends every chain by
  /// itself.
  PlistTree add(std::string_view class_name, PlistTree::Dictionary members,
                std::initializer_list<std::string_view> superclasses = {});
  /// Gives a number from `add` another content, so that objects can refer in circles.
  void replace(const PlistTree& uid, std::string_view class_name, PlistTree::Dictionary members);
  /// NSURL.
  PlistTree add_url(std::string_view url, PlistTree base = plist_uid(0));
  /// NSArray of UIDs.
  PlistTree add_array(PlistTree::Array items) { return add("NSArray", {{"NS.objects", std::move(items)}}); }
  /// NSDictionary.
  PlistTree add_dictionary(PlistTree::Array keys, PlistTree::Array values);

  PlistTree tree(const PlistTree& root, const std::string& name = "root") const;
  std::string write(const PlistTree& root) const { return write_bplist(tree(root)); }

 private:
  PlistTree class_of(std::string_view name, std::initializer_list<std::string_view> superclasses);
  PlistTree::Array objects_;
  std::vector<std::pair<std::string, PlistTree>> classes_;
};

}  // namespace bridle::testing
