#pragma once

#include <QByteArrayView>

namespace parking::journal {

/// CRC-32C (Castagnoli, reflected polynomial 0x82F63B78; RFC 3720, appendix B.4).
/// "123456789" gives 0xE3069283.
quint32 crc32c(QByteArrayView bytes);

/// The same where the processor has no instruction for it.
quint32 crc32cByTable(QByteArrayView bytes);

} // namespace parking::journal
