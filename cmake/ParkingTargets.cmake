# One interface target carries every compiler flag; each of our targets links it.
add_library(parking_flags INTERFACE)
target_compile_definitions(parking_flags INTERFACE
    QT_NO_CAST_FROM_ASCII
    QT_NO_CAST_TO_ASCII
    QT_NO_FOREACH
    QT_NO_KEYWORDS
    QT_NO_URL_CAST_FROM_STRING
    QT_STRICT_ITERATORS)

if(MSVC)
    target_compile_options(parking_flags INTERFACE /W4 /utf-8 /permissive-)
    if(PARKING_WERROR)
        target_compile_options(parking_flags INTERFACE /WX)
    endif()
else()
    target_compile_options(parking_flags INTERFACE
        -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual
        -Wnull-dereference -Wimplicit-fallthrough)
    # GCC 12 reports false positives of -Wnull-dereference inside Qt's inline containers under -O2.
    target_compile_options(parking_flags INTERFACE $<$<CXX_COMPILER_ID:GNU>:-Wno-null-dereference>)
    if(PARKING_WERROR)
        target_compile_options(parking_flags INTERFACE -Werror)
    endif()
    if(PARKING_SANITIZE)
        target_compile_options(parking_flags INTERFACE
            -fsanitize=address,undefined -fno-omit-frame-pointer -fno-sanitize-recover=undefined)
        target_link_options(parking_flags INTERFACE -fsanitize=address,undefined)
    endif()
    # Paths in debug information and __FILE__ start at the source tree: builds of two checkouts
    # are the same, which also lets ccache serve one from the other.
    target_compile_options(parking_flags INTERFACE "-ffile-prefix-map=${CMAKE_SOURCE_DIR}/=")
endif()

# parking_test(NAME tst_x [LABELS unit] [LIBS ...] [TIMEOUT seconds]) builds NAME.cpp as one Qt Test
# program and registers it. GUI tests run on the offscreen platform.
function(parking_test)
    cmake_parse_arguments(ARG "" "NAME;TIMEOUT" "LABELS;LIBS;SOURCES" ${ARGN})
    add_executable(${ARG_NAME} ${ARG_NAME}.cpp ${ARG_SOURCES})
    target_link_libraries(${ARG_NAME} PRIVATE parking_flags parking_core Qt6::Test ${ARG_LIBS})
    target_compile_definitions(${ARG_NAME} PRIVATE
        PARKING_TEST_DATA="${CMAKE_SOURCE_DIR}/tests/data"
        PARKING_SOURCE_DIR="${CMAKE_SOURCE_DIR}"
        PARKING_BIN_DIR="${CMAKE_RUNTIME_OUTPUT_DIRECTORY}")
    if(NOT ARG_TIMEOUT)
        set(ARG_TIMEOUT 120)
    endif()
    add_test(NAME ${ARG_NAME} COMMAND ${ARG_NAME})
    set_tests_properties(${ARG_NAME} PROPERTIES
        LABELS "${ARG_LABELS}" TIMEOUT ${ARG_TIMEOUT}
        ENVIRONMENT "QT_QPA_PLATFORM=offscreen;LC_ALL=C.UTF-8;TZ=UTC;ASAN_OPTIONS=detect_leaks=0")
endfunction()
