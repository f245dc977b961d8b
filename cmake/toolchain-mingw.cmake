# Windows programs made on Debian by MinGW-w64 (package g++-mingw-w64-x86-64-posix), as ./dev windows does:
#
#   cmake --preset windows -DPARKING_WINDOWS_PREFIX=/where/qt/and/the/others/are
#
# The prefix holds what is linked, built for Windows by the same compiler, and is made outside this
# repository: Qt's base and its Svg, Charts and (of its tools) nothing more, of the very version of
# QT_HOST_PATH, whose moc, rcc and uic run here; OpenSSL (no-shared), zlib, libpq, Paho MQTT C with
# TLS, simdjson, Protocol Buffers with the protoc of this system's version, libical, libcurl, libqrencode.
set(CMAKE_SYSTEM_NAME Windows)
set(CMAKE_SYSTEM_PROCESSOR x86_64)
set(triple x86_64-w64-mingw32)

# The variant with POSIX threads: std::thread and std::mutex are not in the other one.
set(CMAKE_C_COMPILER ${triple}-gcc-posix)
set(CMAKE_CXX_COMPILER ${triple}-g++-posix)
set(CMAKE_RC_COMPILER ${triple}-windres)

if(NOT PARKING_WINDOWS_PREFIX)
    set(PARKING_WINDOWS_PREFIX "$ENV{PARKING_WINDOWS_PREFIX}")
endif()
set(PARKING_WINDOWS_PREFIX "${PARKING_WINDOWS_PREFIX}" CACHE PATH
    "Where Qt and the other libraries for Windows are")
if(NOT IS_DIRECTORY "${PARKING_WINDOWS_PREFIX}")
    message(FATAL_ERROR "PARKING_WINDOWS_PREFIX has to be the folder of Qt and the others for Windows")
endif()
list(APPEND CMAKE_TRY_COMPILE_PLATFORM_VARIABLES PARKING_WINDOWS_PREFIX)

set(QT_HOST_PATH /usr CACHE PATH "The Qt of this system, whose tools run here")
set(CMAKE_AUTORCC_OPTIONS --no-zstd) # whatever the Qt of this system knows
set(CMAKE_PREFIX_PATH "${PARKING_WINDOWS_PREFIX}")
set(CMAKE_FIND_ROOT_PATH "${PARKING_WINDOWS_PREFIX}" "/usr/${triple}")
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER)
set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)
# The same bytes each time. The compiler's runtime stays in DLLs, which Qt's libraries use too.
set(CMAKE_EXE_LINKER_FLAGS_INIT "-Wl,--no-insert-timestamp")
