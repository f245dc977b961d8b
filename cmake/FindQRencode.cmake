# libqrencode 4, which makes QR codes: QRencode::qrencode.
# It brings no CMake package, so look for header and library.
find_path(QRencode_INCLUDE_DIR qrencode.h)
find_library(QRencode_LIBRARY NAMES qrencode)
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(QRencode REQUIRED_VARS QRencode_LIBRARY QRencode_INCLUDE_DIR)
if(QRencode_FOUND AND NOT TARGET QRencode::qrencode)
    add_library(QRencode::qrencode UNKNOWN IMPORTED)
    set_target_properties(QRencode::qrencode PROPERTIES
        IMPORTED_LOCATION "${QRencode_LIBRARY}"
        INTERFACE_INCLUDE_DIRECTORIES "${QRencode_INCLUDE_DIR}")
endif()
mark_as_advanced(QRencode_INCLUDE_DIR QRencode_LIBRARY)
