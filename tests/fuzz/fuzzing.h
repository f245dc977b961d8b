#pragma once

#include <QByteArray>

#include <cstdio>
#include <cstdlib>

/// What every fuzz target begins and ends with. libFuzzer calls LLVMFuzzerTestOneInput() with one
/// input after another; a crash, a sanitizer's finding, a time-out or a broken promise ends it, and
/// the input is kept in a file.
namespace parking::fuzz {

inline QByteArray bytesOf(const unsigned char *data, size_t size)
{
    return {reinterpret_cast<const char *>(data), qsizetype(size)};
}

/// What holds for every input.
inline void promise(bool holds, const char *what)
{
    if (holds)
        return;
    std::fprintf(stderr, "broken promise: %s\n", what);
    std::abort();
}

} // namespace parking::fuzz

extern "C" int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);
