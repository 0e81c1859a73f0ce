#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace bridle {

/// Links that stand inside the path, query or fragment of a URL, escaped or not ("?u=https%3A%2F%2Fhost/"),
/// eight at most: what unknown redirect services, archives and apps carry. Each reaches to the next "&", and
/// begins with its scheme.
std::vector<std::string> nested_links(std::string_view url);

/// The host that a browser stored data for, from the name it gave the file or folder ("https_HOST_0",
/// "http_HOST_8080.localstorage"); empty where a path component has no such form. Borrows: `component`.
/// Source: WebKit SecurityOriginData::databaseIdentifier and Chromium storage::GetIdentifierFromOrigin.
std::string_view host_of_storage_name(std::string_view component);

}  // namespace bridle
