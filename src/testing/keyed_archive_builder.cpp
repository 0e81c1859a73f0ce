#include "testing/keyed_archive_builder.h"

namespace bridle::testing {

PlistTree KeyedArchiveBuilder::add(PlistTree value) {
  objects_.push_back(std::move(value));
  return plist_uid(objects_.size() - 1);
}

PlistTree KeyedArchiveBuilder::class_of(std::string_view name,
                                        std::initializer_list<std::string_view> superclasses) {
  for (const auto& [known, uid] : classes_)
    if (known == name) return uid;
  PlistTree::Array chain{PlistTree(name)};
  for (std::string_view one : superclasses) chain.emplace_back(one);
  chain.emplace_back("NSObject");
  PlistTree uid = add(PlistTree::Dictionary{{"$classname", PlistTree(name)}, {"$classes", std::move(chain)}});
  classes_.emplace_back(std::string(name), uid);
  return uid;
}

PlistTree KeyedArchiveBuilder::add(std::string_view class_name, PlistTree::Dictionary members,
                                   std::initializer_list<std::string_view> superclasses) {
  std::size_t index = objects_.size();
  objects_.emplace_back();
  members.emplace_back("$class", class_of(class_name, superclasses));
  objects_[index] = std::move(members);
  return plist_uid(index);
}

void KeyedArchiveBuilder::replace(const PlistTree& uid, std::string_view class_name,
                                  PlistTree::Dictionary members) {
  members.emplace_back("$class", class_of(class_name, {}));
  objects_[static_cast<std::size_t>(std::get<PlistTree::Uid>(uid.value).number)] = std::move(members);
}

PlistTree KeyedArchiveBuilder::add_url(std::string_view url, PlistTree base) {
  PlistTree text = add(PlistTree(url));
  return add("NSURL", {{"NS.base", std::move(base)}, {"NS.relative", std::move(text)}});
}

PlistTree KeyedArchiveBuilder::add_dictionary(PlistTree::Array keys, PlistTree::Array values) {
  return add("NSDictionary", {{"NS.keys", std::move(keys)}, {"NS.objects", std::move(values)}});
}

PlistTree KeyedArchiveBuilder::tree(const PlistTree& root, const std::string& name) const {
  return PlistTree::Dictionary{{"$version", 100000},
                               {"$archiver", "NSKeyedArchiver"},
                               {"$top", PlistTree::Dictionary{{name, root}}},
                               {"$objects", objects_}};
}

}  // namespace bridle::testing
