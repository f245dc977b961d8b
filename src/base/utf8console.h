#pragma once

#include <QtGlobal>

namespace parking {

/// While it lives the console shows what the program writes as what it is, UTF-8; afterwards it is
/// as before. A program of the window's kind that was started from a console joins it, so that its
/// words reach somebody. Windows alone needs this.
class Utf8Console {
public:
    Utf8Console();
    ~Utf8Console();
    Q_DISABLE_COPY_MOVE(Utf8Console)

private:
    unsigned m_before = 0; ///< the code page that was set
};

} // namespace parking
