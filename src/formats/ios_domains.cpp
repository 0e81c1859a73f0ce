#include "formats/ios_domains.h"

namespace bridle {
namespace {

struct Domain {
  std::string_view name, path;
};
constexpr Domain fixed[] = {
    {"HomeDomain", "/private/var/mobile"},
    {"RootDomain", "/private/var/root"},
    {"CameraRollDomain", "/private/var/mobile"},
    {"MediaDomain", "/private/var/mobile"},
    {"TonesDomain", "/private/var/mobile"},
    {"KeyboardDomain", "/private/var/mobile"},
    {"HomeKitDomain", "/private/var/mobile"},
    {"HealthDomain", "/private/var/mobile/Library"},
    {"WirelessDomain", "/private/var/wireless"},
    {"SystemPreferencesDomain", "/private/var/preferences"},
    {"ManagedPreferencesDomain", "/private/var/Managed Preferences"},
    {"KeychainDomain", "/private/var/Keychains"},
    {"DatabaseDomain", "/private/var/db"},
    {"InstallDomain", "/private/var/installd"},
    {"MobileDeviceDomain", "/private/var/MobileDevice"},
    {"NetworkDomain", "/private/var/networkd"},
    {"ProtectedDomain", "/private/var/protected"},
};
constexpr Domain containers[] = {
    {"AppDomain-", "/private/var/mobile/Containers/Data/Application/*"},
    {"AppDomainGroup-", "/private/var/mobile/Containers/Shared/AppGroup/*"},
    {"AppDomainPlugin-", "/private/var/mobile/Containers/Data/PluginKitPlugin/*"},
    {"SysContainerDomain-", "/private/var/containers/Data/System/*"},
    {"SysSharedContainerDomain-", "/private/var/containers/Shared/SystemGroup/*"},
};

std::string joined(std::string_view root, std::string_view relative_path) {
  std::string path(root);
  if (relative_path.empty()) return path;
  path += '/';
  path += relative_path;
  return path;
}

}  // namespace

bool stays_below(std::string_view path) {
  if (path.starts_with('/') || path.find('\0') != std::string_view::npos) return false;
  while (!path.empty()) {
    auto end = path.find('/');
    if (path.substr(0, end) == "..") return false;
    if (end == std::string_view::npos) break;
    path.remove_prefix(end + 1);
  }
  return true;
}

std::optional<std::string> device_path(std::string_view domain, std::string_view relative_path) {
  if (!stays_below(relative_path)) return std::nullopt;
  for (const Domain& d : fixed)
    if (domain == d.name) return joined(d.path, relative_path);
  for (const Domain& d : containers)
    if (domain.starts_with(d.name) && domain.size() > d.name.size()) return joined(d.path, relative_path);
  return std::nullopt;
}

std::string_view domain_owner(std::string_view domain) {
  for (const Domain& d : containers)
    if (domain.starts_with(d.name)) return domain.substr(d.name.size());
  return {};
}

}  // namespace bridle
