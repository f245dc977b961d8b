#pragma once

#include "base/literals.h"

#include <QString>
#include <QStringList>

namespace parking::chirpstack {

/// What a message said wrongly and can do without: people name tags as they like, and no sensor's
/// word is lost over one.
class LeftOut {
public:
    static constexpr int kNotes = 4; // the rest is counted
    static constexpr int kPathLength = 80;

    void add(const QString &path, QStringView what)
    {
        if (++m_count <= kNotes)
            m_notes.append(u"%1 dropped: %2"_s.arg(shown(path), what));
    }
    int count() const { return m_count; }
    /// One for each of the first few, then how many more there were.
    QStringList notes() const
    {
        QStringList notes = m_notes;
        if (m_count > kNotes)
            notes.append(u"%1 more dropped"_s.arg(m_count - kNotes));
        return notes;
    }

private:
    /// A sender chose parts of it.
    static QString shown(const QString &path)
    {
        QString text = path.left(kPathLength);
        for (QChar &c : text) {
            if (!c.isPrint())
                c = u'?';
        }
        return text;
    }

    QStringList m_notes;
    int m_count = 0;
};

/// U+0000 is a character of JSON and protobuf, and of no database's text.
inline QString withoutZeros(QString text)
{
    text.remove(QChar(u'\0'));
    return text;
}

} // namespace parking::chirpstack
