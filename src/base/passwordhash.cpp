#include "base/passwordhash.h"

#include "base/literals.h"

#include <QCryptographicHash>
#include <QPasswordDigestor>
#include <QRandomGenerator>
#include <QStringList>

#include <optional>

namespace parking {

namespace {

constexpr int kRounds = 200'000;
constexpr int kMostRounds = 10'000'000;
constexpr int kSaltBytes = 16;
constexpr int kKeyBytes = 32;
const QString kScheme = u"pbkdf2-sha256"_s;

struct Parts {
    int rounds = 0;
    QByteArray salt;
    QByteArray key;
};

QByteArray derive(const QString &password, const QByteArray &salt, int rounds)
{
    return QPasswordDigestor::deriveKeyPbkdf2(QCryptographicHash::Sha256, password.toUtf8(), salt,
                                              rounds, kKeyBytes);
}

std::optional<Parts> partsOf(const QString &hash)
{
    const QStringList words = hash.split(u'$');
    if (words.size() != 4 || words[0] != kScheme)
        return std::nullopt;
    Parts parts;
    bool isNumber = false;
    parts.rounds = words[1].toInt(&isNumber);
    parts.salt = QByteArray::fromHex(words[2].toLatin1());
    parts.key = QByteArray::fromHex(words[3].toLatin1());
    const bool isGood = isNumber && parts.rounds > 0 && parts.rounds <= kMostRounds
        && parts.salt.size() >= 8 && parts.key.size() == kKeyBytes;
    return isGood ? std::optional(parts) : std::nullopt;
}

} // namespace

QString hashPassword(const QString &password)
{
    QByteArray salt(kSaltBytes, Qt::Uninitialized);
    for (char &byte : salt)
        byte = char(QRandomGenerator::system()->bounded(256));
    return QStringList{kScheme, QString::number(kRounds), QString::fromLatin1(salt.toHex()),
                       QString::fromLatin1(derive(password, salt, kRounds).toHex())}
        .join(u'$');
}

bool isPassword(const QString &password, const QString &hash)
{
    const auto parts = partsOf(hash);
    if (!parts)
        return false;
    const QByteArray key = derive(password, parts->salt, parts->rounds);
    int differing = 0; // looks at all of it, so that the time tells nothing
    for (int i = 0; i < kKeyBytes; ++i)
        differing |= key[i] ^ parts->key[i];
    return differing == 0;
}

bool isPasswordHash(const QString &text)
{
    return partsOf(text).has_value();
}

} // namespace parking
