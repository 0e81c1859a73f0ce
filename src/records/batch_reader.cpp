#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>

#include "base/text.h"
#include "records/batch.h"
#include "records/batch_layout.h"

namespace bridle {
namespace {

std::unexpected<Error> broken(std::string_view what) {
  return fail(Fault::malformed, fmt::format("batch {}", what));
}

// Reads frames from a descriptor through one buffer that holds a frame at most.
class FrameReader {
 public:
  FrameReader(int fd, const BatchVisitor& visit)
      : fd_(fd), more_(visit.more), last_reader_(visit.last_reader) {}

  /// Fills the buffer until `size` unread bytes are there.
  Result<> need(std::size_t size) {
    if (end_ - start_ >= size) return {};
    if (start_ > 0) {
      buffer_.erase(0, start_);
      end_ -= start_;
      start_ = 0;
    }
    constexpr std::size_t step = 1 << 20;
    while (end_ < size) {
      buffer_.resize(std::max(end_ + step, buffer_.size()));
      ssize_t got = ::pread(fd_, buffer_.data() + end_, buffer_.size() - end_, at_);
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) return fail(Fault::io, fmt::format("batch file: {}", system_message(errno)));
      if (got == 0 && more_ && more_()) continue;
      if (got == 0) return fail(Fault::truncated, "batch file ends in the middle of a frame");
      end_ += static_cast<std::size_t>(got);
      at_ += got;
      give_back();
    }
    return {};
  }
  std::string_view take(std::size_t size) {
    std::string_view taken(buffer_.data() + start_, size);
    start_ += size;
    return taken;
  }

 private:
  // Pages that the writer fills next are then those that are still warm. Where the file system cannot, they
  // stay until the file closes.
  void give_back() {
    constexpr off_t step = 4 << 20;
    if (!last_reader_ || at_ - given_back_ < step) return;
    off_t whole = at_ / step * step;
    ::fallocate(fd_, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, given_back_, whole - given_back_);
    given_back_ = whole;
  }

  int fd_;
  const std::function<bool()>& more_;
  bool last_reader_;
  off_t at_ = 0, given_back_ = 0;
  std::string buffer_;
  std::size_t start_ = 0, end_ = 0;
};

class Payload {
 public:
  explicit Payload(std::string_view bytes) : in_(as_bytes(bytes)) {}
  std::uint64_t integer(std::size_t width) {
    Bytes taken = in_.take(width);
    return in_.ok() ? load_little(taken, width) : 0;
  }
  Bytes counted() { return in_.take(integer(4)); }
  std::string_view text() {
    auto text = as_text(counted());
    valid_ = valid_ && is_utf8(text);
    return text;
  }
  template <class Enum>
  Enum choice(std::uint64_t count) {
    std::uint64_t value = integer(1);
    valid_ = valid_ && value < count;
    return static_cast<Enum>(value < count ? value : 0);
  }
  void require(bool condition) { valid_ = valid_ && condition; }
  bool good_to_the_end() const { return valid_ && in_.ok() && in_.at_end(); }

 private:
  Cursor in_;
  bool valid_ = true;
};

enum : std::size_t { value_null, value_integer, value_real, value_text, value_blob };

bool may_hold(FieldType type, std::size_t kind) {
  if (kind == value_null) return true;
  switch (type) {
    case FieldType::integer:
    case FieldType::boolean:
    case FieldType::time:
      return kind == value_integer;
    case FieldType::real:
      return kind == value_real;
    case FieldType::blob:
      return kind == value_blob;
    default:
      return kind == value_text;
  }
}

Value read_value(Payload& in, FieldType type) {
  std::uint64_t kind = in.integer(1);
  in.require(may_hold(type, kind));
  switch (kind) {
    case value_integer:
      return static_cast<std::int64_t>(in.integer(8));
    case value_real:
      return std::bit_cast<double>(in.integer(8));
    case value_text:
      return in.text();
    case value_blob:
      return in.counted();
    default:
      return {};
  }
}

BatchEnd read_end(Payload& in) {
  BatchEnd end;
  end.failed = in.integer(1) != 0;
  end.fault = in.choice<Fault>(6);
  end.reason = in.text();
  end.rows = in.integer(8);
  end.skips = in.integer(8);
  end.lost_pages = in.integer(8);
  end.losses = in.integer(1) != 0;
  std::uint64_t notes = in.integer(2);
  in.require(notes <= batch_layout::note_limit);
  for (std::uint64_t i = 0; i < notes && in.good_to_the_end() == false; ++i)
    end.notes.emplace_back(in.text());
  return end;
}

}  // namespace

Result<BatchEnd> read_batch(int fd, const TableSchema& table, const BatchVisitor& visit) {
  FrameReader file(fd, visit);
  TRY(file.need(batch_layout::magic.size()));
  if (file.take(batch_layout::magic.size()) != batch_layout::magic) return broken("header is not ours");
  std::vector<Value> values(table.columns.size());
  std::uint64_t rows = 0, skips = 0;
  for (;;) {
    TRY(file.need(batch_layout::frame_header));
    Payload header(file.take(batch_layout::frame_header));
    std::uint64_t kind = header.integer(1);
    std::uint64_t length = header.integer(4);
    if (length > batch_frame_limit + batch_text_limit) return fail(Fault::limit, "batch frame is too long");
    TRY(file.need(length));
    Payload in(file.take(length));
    if (kind == batch_layout::row) {
      BatchRow row{.state = in.choice<RowState>(4), .locator = in.text(), .values = values};
      in.require(row.locator.size() <= batch_text_limit);
      for (std::size_t i = 0; i < values.size(); ++i) values[i] = read_value(in, table.columns[i].type);
      if (!in.good_to_the_end()) return broken("row does not fit its table");
      ++rows;
      visit.row(row);
    } else if (kind == batch_layout::mined) {
      BatchMined mined;
      mined.column = static_cast<std::uint16_t>(in.integer(2));
      mined.type = in.choice<ObservableType>(std::size(observable_type_names));
      mined.form = in.choice<MinedForm>(std::size(mined_form_names));
      mined.value = in.text();
      in.require(mined.column < table.columns.size() && rows > 0 &&
                 mined.value.size() <= batch_layout::mined_limit);
      if (!in.good_to_the_end()) return broken("mined value does not fit its table");
      visit.mined(mined);
    } else if (kind == batch_layout::skip) {
      BatchSkip skip{.locator = in.text(), .fault = in.choice<Fault>(6), .reason = in.text()};
      in.require(skip.locator.size() <= batch_text_limit && skip.reason.size() <= batch_text_limit);
      if (!in.good_to_the_end()) return broken("skip is malformed");
      ++skips;
      visit.skip(skip);
    } else if (kind == batch_layout::end) {
      BatchEnd end = read_end(in);
      if (!in.good_to_the_end()) return broken("end is malformed");
      if (end.rows != rows || end.skips != skips) return broken("does not hold what its end says");
      return end;
    } else {
      return broken("frame is of an unknown kind");
    }
  }
}

}  // namespace bridle
