#include "store/deadletter.h"

#include "base/literals.h"

#include <QCryptographicHash>

namespace parking::store {

DeadLetter makeDeadLetter(const QByteArray &topic, const QByteArray &payload, const Error &error,
                          UtcTime receivedAt, UtcTime recordedAt)
{
    DeadLetter letter;
    letter.topic = topic.left(kDeadLetterBytes);
    letter.payload = payload.left(kDeadLetterBytes);
    letter.payloadBytes = payload.size();
    letter.sha256 = QCryptographicHash::hash(payload, QCryptographicHash::Sha256);
    letter.contentKey = QCryptographicHash::hash(
        QByteArray::number(topic.size()) + ' ' + topic + payload, QCryptographicHash::Sha256);
    letter.code = error.code.left(50);
    // The detail may quote the message: what cannot be stored is left out of it.
    letter.detail = error.detail.left(500).remove(QChar::Null);
    letter.sqlState = error.details.value(u"sqlstate"_s).toString().left(5);
    letter.receivedAt = receivedAt;
    letter.recordedAt = recordedAt;
    return letter;
}

} // namespace parking::store
