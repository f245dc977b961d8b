#pragma once

#include "base/time.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

namespace parking::mail {

struct Message {
    QString from = {}; ///< addresses: isAddress()
    QStringList to = {};
    QString subject = {};
    QString text = {};
    QString id = {}; ///< left of the @ in Message-ID: the same for each attempt
    UtcTime date = {};
};

/// `local@domain` of signs that need no quoting, 254 at most: what can stand in a command and in a
/// head without being something else there.
bool isAddress(const QString &text);

/// The message as it is sent: lines of 78 bytes at most, CRLF, pure ASCII; text in UTF-8. Whatever
/// stands in subject and text stays there.
/// Source: RFC 5322; RFC 2047, part 2 and 5 (encoded words); RFC 3834 (Auto-Submitted).
QByteArray toBytes(const Message &message);

} // namespace parking::mail
