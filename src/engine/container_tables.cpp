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
constexpr std::array fact_columns{
    column<&ContainerFactRow::kind>("What sort of fact."),
    column<&ContainerFactRow::key>("Its name."),
    column<&ContainerFactRow::value>("Its value."),
};

}  // namespace

constinit const TableSchema container_entry_table =
    table<ContainerEntryRow>("container_entry", "One row per entry of a container's index.", entry_columns);
constinit const TableSchema container_fact_table =
    table<ContainerFactRow>("container_fact", "What the container says of itself.", fact_columns);

}  // namespace bridle
