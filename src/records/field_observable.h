#pragma once

#include <optional>

#include "records/field.h"

namespace bridle {

/// What the values of a column are to an indicator: the one list for the case's views and for matching.
/// Nothing for columns that are no observables, and for `handle`, whose values tell by their look
/// (`observable_of_handle`).
constexpr std::optional<ObservableType> observable_of(FieldType type) {
  switch (type) {
    case FieldType::url:
      return ObservableType::url;
    case FieldType::host:
      return ObservableType::host;
    case FieldType::file_path:
      return ObservableType::file_path;
    case FieldType::process_name:
      return ObservableType::process_name;
    case FieldType::app_id:
      return ObservableType::app_id;
    case FieldType::email:
      return ObservableType::email;
    case FieldType::phone:
      return ObservableType::phone;
    case FieldType::profile_id:
      return ObservableType::profile_id;
    case FieldType::sha256:
      return ObservableType::sha256;
    case FieldType::sha1:
      return ObservableType::sha1;
    case FieldType::md5:
      return ObservableType::md5;
    case FieldType::certificate_sha256:
      return ObservableType::certificate_sha256;
    case FieldType::certificate_sha1:
      return ObservableType::certificate_sha1;
    case FieldType::certificate_md5:
      return ObservableType::certificate_md5;
    case FieldType::android_property:
      return ObservableType::android_property;
    default:
      return std::nullopt;
  }
}

/// An e-mail address, or else a phone number.
constexpr ObservableType observable_of_handle(std::string_view value) {
  return value.find('@') != std::string_view::npos ? ObservableType::email : ObservableType::phone;
}

}  // namespace bridle
