#include "archive/pseudonyms.h"

#include <QMessageAuthenticationCode>
#include <QRandomGenerator>

#include <algorithm>

namespace parking::archive {

namespace {

constexpr qsizetype kEuiDigits = 16;

bool isEui(const QString &text)
{
    return text.size() == kEuiDigits && std::all_of(text.cbegin(), text.cend(), [](QChar c) {
               return (c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'f');
           });
}

} // namespace

Pseudonyms::Pseudonyms() : m_key(32, Qt::Uninitialized)
{
    QRandomGenerator::system()->generate(m_key.begin(), m_key.end());
}

QString Pseudonyms::of(const QString &name) const
{
    if (name.isEmpty())
        return name;
    const QByteArray code =
        QMessageAuthenticationCode::hash(name.toUtf8(), m_key, QCryptographicHash::Sha256)
            .toHex()
            .left(kEuiDigits);
    return isEui(name) ? QString::fromLatin1(code) : u'x' + QString::fromLatin1(code);
}

} // namespace parking::archive
