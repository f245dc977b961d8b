#include "base/utf8console.h"

#ifdef Q_OS_WIN
#include <cstdio>
#include <io.h>
#include <windows.h>
#endif

namespace parking {

#ifdef Q_OS_WIN

namespace {

/// A stream without a file is one that a window's program was not given; one that leads into a file
/// or a pipe stays what it is.
void reopen(FILE *stream)
{
    if (::_fileno(stream) < 0 && std::freopen("CONOUT$", "w", stream) == nullptr)
        return; // then nobody reads it, as before
}

} // namespace

Utf8Console::Utf8Console()
{
    if (::GetConsoleWindow() == nullptr && ::AttachConsole(ATTACH_PARENT_PROCESS)) {
        reopen(stdout);
        reopen(stderr);
    }
    m_before = ::GetConsoleOutputCP();
    if (m_before != 0)
        ::SetConsoleOutputCP(CP_UTF8);
}

Utf8Console::~Utf8Console()
{
    if (m_before != 0)
        ::SetConsoleOutputCP(m_before);
}

#else

Utf8Console::Utf8Console() = default;
Utf8Console::~Utf8Console() = default;

#endif

} // namespace parking
