# Eclipse Paho C, asynchronous, with TLS: PahoMqttC::Async.
# Its own CMake package names differ between distributions, so look for header and library.
find_path(PahoMqttC_INCLUDE_DIR MQTTAsync.h)
find_library(PahoMqttC_LIBRARY NAMES paho-mqtt3as)
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(PahoMqttC REQUIRED_VARS PahoMqttC_LIBRARY PahoMqttC_INCLUDE_DIR)
if(PahoMqttC_FOUND AND NOT TARGET PahoMqttC::Async)
    add_library(PahoMqttC::Async UNKNOWN IMPORTED)
    set_target_properties(PahoMqttC::Async PROPERTIES
        IMPORTED_LOCATION "${PahoMqttC_LIBRARY}"
        INTERFACE_INCLUDE_DIRECTORIES "${PahoMqttC_INCLUDE_DIR}")
endif()
mark_as_advanced(PahoMqttC_INCLUDE_DIR PahoMqttC_LIBRARY)
