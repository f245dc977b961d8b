# libical 3, which reads calendars: Libical::ical.
# What its own CMake package names differs between distributions, so look for header and library.
find_path(Libical_INCLUDE_DIR libical/ical.h)
find_library(Libical_LIBRARY NAMES ical libical)
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(Libical REQUIRED_VARS Libical_LIBRARY Libical_INCLUDE_DIR)
if(Libical_FOUND AND NOT TARGET Libical::ical)
    add_library(Libical::ical UNKNOWN IMPORTED)
    set_target_properties(Libical::ical PROPERTIES
        IMPORTED_LOCATION "${Libical_LIBRARY}"
        INTERFACE_INCLUDE_DIRECTORIES "${Libical_INCLUDE_DIR}")
endif()
mark_as_advanced(Libical_INCLUDE_DIR Libical_LIBRARY)
