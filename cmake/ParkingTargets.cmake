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
        # Four kinds of check stand at nearly each access, and the table of where they stand is as long
        # as the program: half of the time to compile, and most of the time to start. The address
        # sanitizer sees what is read through a wrong pointer; the fuzz targets are checked for all.
        if(NOT PARKING_FUZZ)
            target_compile_options(parking_flags INTERFACE
                -fno-sanitize=null,alignment,object-size,pointer-overflow)
        endif()
        # At a fixed address nothing of that table is written anew at each start.
        target_link_options(parking_flags INTERFACE $<$<CXX_COMPILER_ID:GNU>:-no-pie>)
    endif()
    if(PARKING_FUZZ)
        target_compile_options(parking_flags INTERFACE -fsanitize=fuzzer-no-link)
    endif()
    # ccache looks into precompiled headers only then.
    target_compile_options(parking_flags INTERFACE $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>)
    # Paths in debug information and __FILE__ start at the source tree: builds of two checkouts
    # are the same, which also lets ccache serve one from the other.
    target_compile_options(parking_flags INTERFACE "-ffile-prefix-map=${CMAKE_SOURCE_DIR}/=")
endif()

# What nearly every file includes is parsed once: it halves the time of a build. No more than that: the
# templates of all that is in here are made in each file anew (all of QtWidgets costs twice the time).
set(PARKING_CORE_HEADERS
    <algorithm> <array> <chrono> <functional> <memory> <optional> <span>
    <QByteArray> <QDateTime> <QHash> <QJsonArray> <QJsonDocument> <QJsonObject> <QList>
    <QMap> <QObject> <QSet> <QSqlQuery> <QString> <QStringList> <QTimer> <QUuid> <QVariant>)

set(PARKING_UI_HEADERS ${PARKING_CORE_HEADERS}
    <QApplication> <QFrame> <QHBoxLayout> <QLabel> <QLineEdit> <QMenu> <QMouseEvent> <QPainter>
    <QPushButton> <QVBoxLayout>)

# parking_precompile(target headers...) parses these headers once. GCC's parsed headers hold the paths of
# their checkout, and ccache would look at all their bytes: none would find what another has compiled.
# Beside them lies what they depend on instead (CCACHE_PCH_EXTSUM in ./dev): the headers are the
# system's alone.
function(parking_precompile target)
    target_precompile_headers(${target} PRIVATE ${ARGN})
    get_target_property(core Qt6::Core INTERFACE_INCLUDE_DIRECTORIES)
    set(known "${CMAKE_CXX_COMPILER_ID} ${CMAKE_CXX_COMPILER_VERSION} ${Qt6_VERSION} ${ARGN}")
    foreach(folder ${core})
        if(EXISTS "${folder}/qconfig.h")
            file(SHA256 "${folder}/qconfig.h" sum)
            file(TIMESTAMP "${folder}/qstring.h" time) # an update of the package
            string(APPEND known " ${sum} ${time}")
        endif()
    endforeach()
    file(CONFIGURE OUTPUT "${CMAKE_CURRENT_BINARY_DIR}/CMakeFiles/${target}.dir/cmake_pch.hxx.gch.sum"
        CONTENT "${known}" @ONLY)
endfunction()

# parking_unoptimised(target): what a test does is waiting for what it tests. Half of a build's time goes
# into its templates, and two thirds of that into making them fast.
function(parking_unoptimised target)
    if(NOT MSVC)
        target_compile_options(${target} PRIVATE -O0)
    endif()
endfunction()

# parking_tests(NAME test_x LABELS x FILES tst_a tst_b [LIBS ...] [TIMEOUT seconds] [MAIN file])
# builds the tests of a folder as one program, which links faster than many, and registers each file
# by its name. GUI tests run on the offscreen platform. A second call with the same name adds files.
# Those with a longer time limit begin first, so that none of them is waited for at the end.
function(parking_tests)
    cmake_parse_arguments(ARG "" "NAME;TIMEOUT;MAIN" "LABELS;LIBS;FILES" ${ARGN})
    if(NOT TARGET ${ARG_NAME})
        set(main "${CMAKE_SOURCE_DIR}/tests/support/main.cpp")
        if(ARG_MAIN)
            set(main ${ARG_MAIN})
        endif()
        add_executable(${ARG_NAME} ${main})
        target_link_libraries(${ARG_NAME} PRIVATE parking_flags parking_test_support)
        parking_unoptimised(${ARG_NAME})
        if(NOT ARG_MAIN) # GUI programs bring their own
            target_precompile_headers(${ARG_NAME} REUSE_FROM parking_test_support)
        endif()
    endif()
    target_link_libraries(${ARG_NAME} PRIVATE ${ARG_LIBS})
    if(NOT ARG_TIMEOUT)
        set(ARG_TIMEOUT 120)
    endif()
    if(PARKING_SANITIZE)
        math(EXPR ARG_TIMEOUT "${ARG_TIMEOUT} * 3") # every access to memory is looked at
    endif()
    set(environment QT_QPA_PLATFORM=offscreen LC_ALL=C.UTF-8 TZ=UTC ASAN_OPTIONS=detect_leaks=0
        QTEST_FUNCTION_TIMEOUT=${ARG_TIMEOUT}000) # Qt's own is 5 min, also under the sanitizers
    foreach(file ${ARG_FILES})
        target_sources(${ARG_NAME} PRIVATE ${file}.cpp)
        get_filename_component(test ${file} NAME)
        add_test(NAME ${test} COMMAND ${ARG_NAME} ${test})
        set_tests_properties(${test} PROPERTIES
            LABELS "${ARG_LABELS}" TIMEOUT ${ARG_TIMEOUT} COST ${ARG_TIMEOUT}
            ENVIRONMENT "${environment}")
    endforeach()
endfunction()
