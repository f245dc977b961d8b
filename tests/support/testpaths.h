#pragma once

#include <QString>

/// Where this build and its sources lie. Known to one file alone, so that all others compile to the
/// same in every checkout.
namespace parking::test {

QString sourcePath(const QString &relative); ///< from the top folder of the sources
QString dataPath(const QString &relative); ///< from tests/data
QString programPath(const QString &name); ///< of a program that was built, without ".exe"

} // namespace parking::test
