#include "base/windowsend.h"

#include <atomic>
#include <cstdlib>
#include <future>
#include <mutex>
#include <windows.h>

namespace parking {

namespace {

constexpr const wchar_t *kWindow = L"SmartParkingEnd";

std::mutex s_mutex;
std::function<void()> s_tell; // none: nobody hears it
std::chrono::seconds s_longest{0};
std::atomic<bool> s_isSessionEnding{false};

bool tell()
{
    const std::lock_guard lock(s_mutex);
    if (!s_tell)
        return false;
    s_tell();
    std::thread([longest = s_longest] {
        std::this_thread::sleep_for(longest);
        std::_Exit(EXIT_FAILURE);
    }).detach();
    return true;
}

BOOL WINAPI onControl(DWORD what)
{
    if (!tell())
        return FALSE;
    // Of these the system ends the process as soon as its word was heard.
    if (what == CTRL_CLOSE_EVENT || what == CTRL_LOGOFF_EVENT || what == CTRL_SHUTDOWN_EVENT)
        std::this_thread::sleep_for(s_longest);
    return TRUE;
}

LRESULT CALLBACK onMessage(HWND window, UINT message, WPARAM first, LPARAM second)
{
    switch (message) {
    case WM_ENDSESSION: // the system ends the process as soon as this returns
        if (!first) // somebody else has refused
            return 0;
        s_isSessionEnding = true;
        if (tell())
            std::this_thread::sleep_for(s_longest);
        return 0;
    case WM_DESTROY:
        ::PostQuitMessage(0);
        return 0;
    default:
        return ::DefWindowProcW(window, message, first, second);
    }
}

/// A logout is told to windows: a console's program that has loaded user32 does not hear of it by
/// onControl.
void listen(std::promise<HWND> made)
{
    WNDCLASSW kind = {};
    kind.lpfnWndProc = onMessage;
    kind.hInstance = ::GetModuleHandleW(nullptr);
    kind.lpszClassName = kWindow;
    ::RegisterClassW(&kind);
    HWND window = ::CreateWindowExW(0, kWindow, kWindow, 0, 0, 0, 0, 0, nullptr, nullptr,
                                    kind.hInstance, nullptr);
    made.set_value(window);
    MSG message;
    while (window && ::GetMessageW(&message, nullptr, 0, 0) > 0)
        ::DispatchMessageW(&message);
}

} // namespace

WindowsEnd::WindowsEnd(std::function<void()> tell, std::chrono::seconds longest)
{
    {
        const std::lock_guard lock(s_mutex);
        s_tell = std::move(tell);
        s_longest = longest;
    }
    ::SetConsoleCtrlHandler(onControl, TRUE);
    std::promise<HWND> made;
    std::future<HWND> window = made.get_future();
    m_listener = std::thread(listen, std::move(made));
    m_window = window.get();
}

WindowsEnd::~WindowsEnd()
{
    ::SetConsoleCtrlHandler(onControl, FALSE);
    {
        const std::lock_guard lock(s_mutex);
        s_tell = nullptr;
    }
    if (s_isSessionEnding) {
        m_listener.detach();
        return;
    }
    if (m_window)
        ::PostMessageW(m_window, WM_CLOSE, 0, 0);
    m_listener.join();
}

} // namespace parking
