#include "mail/message.h"

#include "base/literals.h"
#include "base/plaintext.h"

#include <QDateTime>
#include <QLocale>
#include <QRegularExpression>

namespace parking::mail {

namespace {

constexpr qsizetype kWordBytes = 36; // 48 signs of base64: 60 with what stands around them
constexpr qsizetype kLineBytes = 57; // 76 signs of base64
constexpr qsizetype kLongestSubject = 200;

/// One encoded word after the other, none of which ends within a character.
QByteArray encodedWords(const QString &text)
{
    QByteArrayList words;
    QByteArray piece;
    const auto close = [&] {
        if (!piece.isEmpty())
            words.append("=?UTF-8?B?" + piece.toBase64() + "?=");
        piece.clear();
    };
    for (qsizetype i = 0; i < text.size(); ++i) {
        const qsizetype signs = text[i].isHighSurrogate() && i + 1 < text.size() ? 2 : 1;
        const QByteArray sign = text.mid(i, signs).toUtf8();
        if (piece.size() + sign.size() > kWordBytes)
            close();
        piece += sign;
        i += signs - 1;
    }
    close();
    return words.join("\r\n ");
}

QByteArray domainOf(const QString &address)
{
    return address.section(u'@', -1).toLatin1();
}

QByteArray dateOf(UtcTime time)
{
    const QDateTime utc = QDateTime::fromMSecsSinceEpoch(toMillis(time), Qt::UTC);
    return QLocale::c().toString(utc, u"ddd, dd MMM yyyy HH:mm:ss"_s).toLatin1() + " +0000";
}

} // namespace

bool isAddress(const QString &text)
{
    static const QRegularExpression address(
        u"\\A[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)*\\z"_s);
    return text.size() <= 254 && address.match(text).hasMatch();
}

QByteArray toBytes(const Message &message)
{
    QByteArrayList to;
    for (const QString &address : message.to)
        to.append(address.toLatin1());
    QByteArray bytes = "Date: " + dateOf(message.date) + "\r\nFrom: " + message.from.toLatin1()
        + "\r\nTo: " + to.join(",\r\n ")
        + "\r\nSubject: " + encodedWords(plainText(message.subject, kLongestSubject))
        + "\r\nMessage-ID: <" + message.id.toLatin1() + '@' + domainOf(message.from)
        + ">\r\nAuto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\n"
          "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n";
    const QByteArray text = QString(message.text).replace(u'\n', u"\r\n"_s).toUtf8();
    for (qsizetype at = 0; at < text.size(); at += kLineBytes)
        bytes += text.mid(at, kLineBytes).toBase64() + "\r\n";
    return bytes;
}

} // namespace parking::mail
