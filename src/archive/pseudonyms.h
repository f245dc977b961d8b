#pragma once

#include <QByteArray>
#include <QString>

namespace parking::archive {

/// Other names for those that are not to be known: the same for the same, as long as this object
/// lives, and from no two archives can it be told that they name the same one. The key is nowhere
/// kept.
class Pseudonyms {
public:
    Pseudonyms();

    /// Empty stays empty; an EUI becomes one. At most 17 characters else.
    QString of(const QString &name) const;

private:
    QByteArray m_key;
};

} // namespace parking::archive
