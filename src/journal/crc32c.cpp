#include "journal/crc32c.h"

#include <array>
#include <cstring>

#if defined(__x86_64__) && defined(__GNUC__)
#include <nmmintrin.h>
#define PARKING_CRC_INSTRUCTION
#endif

namespace parking::journal {

namespace {

using Tables = std::array<std::array<quint32, 256>, 8>;

/// Slicing by 8: table k holds the CRC of a byte followed by k zero bytes.
constexpr Tables makeTables()
{
    Tables tables{};
    for (quint32 byte = 0; byte < 256; ++byte) {
        quint32 crc = byte;
        for (int bit = 0; bit < 8; ++bit)
            crc = (crc >> 1) ^ ((crc & 1) ? 0x82F63B78u : 0u);
        tables[0][byte] = crc;
    }
    for (size_t k = 1; k < 8; ++k) {
        for (size_t byte = 0; byte < 256; ++byte)
            tables[k][byte] = (tables[k - 1][byte] >> 8) ^ tables[0][tables[k - 1][byte] & 0xff];
    }
    return tables;
}

constexpr Tables kTables = makeTables();

#ifdef PARKING_CRC_INSTRUCTION
__attribute__((target("sse4.2"))) quint32 byInstruction(QByteArrayView bytes)
{
    quint64 crc = 0xffffffffu;
    const char *p = bytes.data();
    qsizetype left = bytes.size();
    for (; left >= 8; left -= 8, p += 8) {
        quint64 eight;
        std::memcpy(&eight, p, sizeof eight);
        crc = _mm_crc32_u64(crc, eight);
    }
    quint32 rest = quint32(crc);
    for (; left > 0; --left, ++p)
        rest = _mm_crc32_u8(rest, quint8(*p));
    return ~rest;
}
#endif

} // namespace

quint32 crc32c(QByteArrayView bytes)
{
#ifdef PARKING_CRC_INSTRUCTION
    if (__builtin_cpu_supports("sse4.2"))
        return byInstruction(bytes);
#endif
    return crc32cByTable(bytes);
}

quint32 crc32cByTable(QByteArrayView bytes)
{
    quint32 crc = 0xffffffffu;
    const auto *p = reinterpret_cast<const quint8 *>(bytes.data());
    qsizetype left = bytes.size();
    for (; left >= 8; left -= 8, p += 8) {
        crc ^= quint32(p[0]) | quint32(p[1]) << 8 | quint32(p[2]) << 16 | quint32(p[3]) << 24;
        crc = kTables[7][crc & 0xff] ^ kTables[6][(crc >> 8) & 0xff]
            ^ kTables[5][(crc >> 16) & 0xff] ^ kTables[4][crc >> 24] ^ kTables[3][p[4]]
            ^ kTables[2][p[5]] ^ kTables[1][p[6]] ^ kTables[0][p[7]];
    }
    for (; left > 0; --left, ++p)
        crc = (crc >> 8) ^ kTables[0][(crc ^ *p) & 0xff];
    return ~crc;
}

} // namespace parking::journal
