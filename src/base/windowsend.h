#pragma once

#include <chrono>
#include <functional>
#include <thread>

struct HWND__;

namespace parking {

/// Windows: what asks a program to end, be it of the console or of a window: Ctrl+C, Ctrl+Break,
/// the console closed, a logout, a shutdown. `tell` is called for it in a thread of its own; the
/// program then has `longest` to end, after which it has ended, with exit code 1. One per process;
/// free of Qt.
class WindowsEnd {
public:
    WindowsEnd(std::function<void()> tell, std::chrono::seconds longest);
    ~WindowsEnd(); ///< where a logout has been told, what is ended after this keeps its time
    WindowsEnd(const WindowsEnd &) = delete;
    WindowsEnd &operator=(const WindowsEnd &) = delete;

private:
    HWND__ *m_window = nullptr;
    std::thread m_listener;
};

} // namespace parking
