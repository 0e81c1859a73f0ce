#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace bridle::testing {

/// Inputs for bench/matching, made from counters, so that two runs measure the same work.

/// Bundles of the public sets' shape: an indicator object and its relationship for each value.
void write_bundle(const std::filesystem::path& path, std::uint64_t first, std::uint64_t count,
                  bool only_hosts);
/// Lines "t value": a letter for the type. Every line of a file is distinct; one in a thousand is indicated.
void write_observables(const std::filesystem::path& path, std::uint64_t count);
/// Lines of the same form, by turns a host below a domain and a URL, none of them indicated.
std::string host_lines(std::uint64_t count);
/// Messages: sentences, a link in one of eight.
std::string messages(std::size_t size);
/// A system log: times, names of processes with dots, file names, versions, addresses; a link in one of
/// thirty lines.
std::string log_lines(std::size_t size);

}  // namespace bridle::testing
