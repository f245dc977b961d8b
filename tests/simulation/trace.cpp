#include "trace.h"

#include "base/time.h"

#include <cstdio>

namespace parking::simulation {

void Trace::note(const char *what, const QByteArray &detail)
{
    const QByteArray line = toIso(m_clock.now()).toLatin1() + ' ' + what + ' ' + detail + '\n';
    m_hash.addData(line);
    ++m_lines;
    if (m_isLoud)
        std::fwrite(line.constData(), 1, size_t(line.size()), stderr);
}

} // namespace parking::simulation
