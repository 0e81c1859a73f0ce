#include "engine/container_tables.h"

namespace bridle {
namespace {

constexpr std::array entry_columns{
    column<&ContainerEntryRow::file_id>("Name of the stored file."),
    column<&ContainerEntryRow::domain>("Backup domain."),
    column<&ContainerEntryRow::relative_path>("Path below the domain."),
    column<&ContainerEntryRow::flags>("1 file, 2 directory, 4 link."),
    column<&ContainerEntryRow::size>("Recorded size of the content."),
    column<&ContainerEntryRow::key_class>("Protection class of the file's key."),
    column<&ContainerEntryRow::wrapped_key>("The file's key under its class key."),
};
constexpr std::array dump_columns{
    column<&DumpEntryRow::path>("Path below the evidence."),
    column<&DumpEntryRow::type>("DumpEntryType."),
    column<&DumpEntryRow::size>("Size by the archive or the file system."),
    column<&DumpEntryRow::modified>("Nanoseconds since 1970."),
    column<&DumpEntryRow::accessed>("Nanoseconds since 1970."),
    column<&DumpEntryRow::changed>("Nanoseconds since 1970."),
    column<&DumpEntryRow::created>("Nanoseconds since 1970."),
    column<&DumpEntryRow::mode>("st_mode."),
    column<&DumpEntryRow::owner>("User id."),
    column<&DumpEntryRow::group>("Group id."),
    column<&DumpEntryRow::target>("Of a link."),
    column<&DumpEntryRow::member>("Number in the archive, from 1; 0 in a folder."),
    column<&DumpEntryRow::offset>("Where the content begins in the archive, when it stands there as it is."),
    column<&DumpEntryRow::locked>("Encrypted in the archive."),
    column<&DumpEntryRow::modified_is_local>("`modified` is a wall clock's."),
};
constexpr std::array unpacked_columns{
    column<&UnpackedRow::member>("Number in the archive."),
    column<&UnpackedRow::offset>("Where its content begins."),
    column<&UnpackedRow::size>("How long it is."),
    column<&UnpackedRow::problem>("Why not all of it is there."),
};
constexpr std::array section_columns{
    column<&SectionRow::kind>("DumpSection::Kind, or -1 for the text as a whole."),
    column<&SectionRow::name>("Its name in paths; of the whole, the clock's zone."),
    column<&SectionRow::title>("As it stands in the text; of the whole, the wall clock at its end."),
    column<&SectionRow::command>(
        "What printed it, or a service's priority; of the whole, the offset from UTC."),
    column<&SectionRow::offset>("Where its content begins."),
    column<&SectionRow::size>("How long it is; of the whole, how many headers there are."),
    column<&SectionRow::first_line>("Number of its first line; of the whole, how many there are."),
    column<&SectionRow::errors>("Marks of failed steps; of the whole, lines in no section."),
    column<&SectionRow::ended>("Its last line is there; of the whole, dumpstate's last line."),
    column<&SectionRow::cut_off>("Its end is missing; of the whole, more sections than are kept."),
    column<&SectionRow::timed_out>("It was stopped because it took too long."),
};
constexpr std::array fact_columns{
    column<&ContainerFactRow::kind>("What sort of fact."),
    column<&ContainerFactRow::key>("Its name."),
    column<&ContainerFactRow::value>("Its value."),
};

}  // namespace

constinit const TableSchema container_entry_table =
    table<ContainerEntryRow>("container_entry", "One row per entry of a container's index.", entry_columns);
constinit const TableSchema dump_entry_table =
    table<DumpEntryRow>("dump_entry", "One row per entry of a dump.", dump_columns);
constinit const TableSchema unpacked_table =
    table<UnpackedRow>("unpacked", "One row per entry that was unpacked.", unpacked_columns);
constinit const TableSchema section_table =
    table<SectionRow>("dump_section", "One row per section of a bug report's text.", section_columns);
constinit const TableSchema container_fact_table =
    table<ContainerFactRow>("container_fact", "What the container says of itself.", fact_columns);

}  // namespace bridle
