#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>

#include "base/bytes.h"
#include "base/time.h"
#include "records/observable.h"

namespace bridle {

/// One value of a record on its way to the case: NULL, integer, real, text or bytes. Borrows: text and bytes.
using Value = std::variant<std::monostate, std::int64_t, double, std::string_view, Bytes>;

/// What a column holds. It decides the SQLite type, how it is printed, and which indicators may meet it.
enum class FieldType : std::uint8_t {
  integer,
  real,
  boolean,
  time,   ///< nanoseconds since 1970, UTC
  text,   ///< shown, not searched
  prose,  ///< written by people: mined for links
  url,    ///< also gives its host
  host,
  file_path,  ///< a device path
  process_name,
  app_id,
  email,
  phone,
  handle,  ///< an e-mail address or a phone number, by its look
  profile_id,
  sha256,
  sha1,
  md5,
  certificate_sha256,  ///< of a signer, over its DER form
  certificate_sha1,
  certificate_md5,
  android_property,  ///< name of a system property
  json,              ///< what had no column of its own; mined for links
  blob,
  relation,  ///< overrides the relation of the row's other columns
};
constexpr std::string_view field_type_names[] = {"integer",
                                                 "real",
                                                 "boolean",
                                                 "time",
                                                 "text",
                                                 "prose",
                                                 "url",
                                                 "host",
                                                 "file_path",
                                                 "process_name",
                                                 "app_id",
                                                 "email",
                                                 "phone",
                                                 "handle",
                                                 "profile_id",
                                                 "sha256",
                                                 "sha1",
                                                 "md5",
                                                 "certificate_sha256",
                                                 "certificate_sha1",
                                                 "certificate_md5",
                                                 "android_property",
                                                 "json",
                                                 "blob",
                                                 "relation"};
constexpr std::string_view name(FieldType type) {
  return field_type_names[static_cast<std::size_t>(type)];
}

// The types that a Row is made of. A column's C++ type is its meaning: no extractor contains matching code.
struct Prose {
  std::string_view text;
};
struct Url {
  std::string_view text;
};
struct Host {
  std::string_view text;
};
struct FilePath {
  std::string_view text;
};
struct ProcessName {
  std::string_view text;
};
struct AppId {
  std::string_view text;
};
struct Email {
  std::string_view text;
};
struct Phone {
  std::string_view text;
};
struct Handle {
  std::string_view text;
};
struct ProfileId {
  std::string_view text;
};
struct Sha256Text {
  std::string_view text;
};
struct Sha1Text {
  std::string_view text;
};
struct Md5Text {
  std::string_view text;
};
struct CertificateSha256 {
  std::string_view text;
};
struct CertificateSha1 {
  std::string_view text;
};
struct CertificateMd5 {
  std::string_view text;
};
struct AndroidProperty {
  std::string_view text;
};
struct Json {
  std::string_view text;
};
struct Blob {
  Bytes bytes;
};

/// The one place where a C++ type becomes a column type.
template <class T>
struct Field;

template <class T, FieldType Type>
struct TextField {
  static constexpr auto type = Type;
  static Value value(const T& v) { return v.text; }
};
template <>
struct Field<Prose> : TextField<Prose, FieldType::prose> {};
template <>
struct Field<Url> : TextField<Url, FieldType::url> {};
template <>
struct Field<Host> : TextField<Host, FieldType::host> {};
template <>
struct Field<FilePath> : TextField<FilePath, FieldType::file_path> {};
template <>
struct Field<ProcessName> : TextField<ProcessName, FieldType::process_name> {};
template <>
struct Field<AppId> : TextField<AppId, FieldType::app_id> {};
template <>
struct Field<Email> : TextField<Email, FieldType::email> {};
template <>
struct Field<Phone> : TextField<Phone, FieldType::phone> {};
template <>
struct Field<Handle> : TextField<Handle, FieldType::handle> {};
template <>
struct Field<ProfileId> : TextField<ProfileId, FieldType::profile_id> {};
template <>
struct Field<Sha256Text> : TextField<Sha256Text, FieldType::sha256> {};
template <>
struct Field<Sha1Text> : TextField<Sha1Text, FieldType::sha1> {};
template <>
struct Field<Md5Text> : TextField<Md5Text, FieldType::md5> {};
template <>
struct Field<CertificateSha256> : TextField<CertificateSha256, FieldType::certificate_sha256> {};
template <>
struct Field<CertificateSha1> : TextField<CertificateSha1, FieldType::certificate_sha1> {};
template <>
struct Field<CertificateMd5> : TextField<CertificateMd5, FieldType::certificate_md5> {};
template <>
struct Field<AndroidProperty> : TextField<AndroidProperty, FieldType::android_property> {};
template <>
struct Field<Json> : TextField<Json, FieldType::json> {};
template <>
struct Field<std::string_view> {
  static constexpr auto type = FieldType::text;
  static Value value(std::string_view v) { return v; }
};
template <>
struct Field<std::int64_t> {
  static constexpr auto type = FieldType::integer;
  static Value value(std::int64_t v) { return v; }
};
template <>
struct Field<double> {
  static constexpr auto type = FieldType::real;
  static Value value(double v) { return v; }
};
template <>
struct Field<bool> {
  static constexpr auto type = FieldType::boolean;
  static Value value(bool v) { return std::int64_t{v}; }
};
template <>
struct Field<Time> {
  static constexpr auto type = FieldType::time;
  static Value value(Time v) { return v.nanoseconds; }
};
template <>
struct Field<Blob> {
  static constexpr auto type = FieldType::blob;
  static Value value(const Blob& v) { return v.bytes; }
};
template <>
struct Field<Relation> {
  static constexpr auto type = FieldType::relation;
  static Value value(Relation v) { return name(v); }
};
template <class T>
struct Field<std::optional<T>> {  // NULL and "" stay different
  static constexpr auto type = Field<T>::type;
  static Value value(const std::optional<T>& v) { return v ? Field<T>::value(*v) : Value{}; }
};

}  // namespace bridle
