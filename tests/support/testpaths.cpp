#include "testpaths.h"

#include "base/literals.h"

namespace parking::test {

QString sourcePath(const QString &relative)
{
    return QStringLiteral(PARKING_SOURCE_DIR "/") + relative;
}

QString dataPath(const QString &relative)
{
    return sourcePath(u"tests/data/"_s + relative);
}

QString programPath(const QString &name)
{
    return QStringLiteral(PARKING_BIN_DIR "/") + name;
}

} // namespace parking::test
