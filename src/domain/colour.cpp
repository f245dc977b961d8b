#include "domain/colour.h"

#include "base/encoding.h"
#include "base/literals.h"
#include "domain/errors.h"

#include <array>

namespace parking::domain {

QString Rgb::toHex() const
{
    const char bytes[] = {char(r), char(g), char(b)};
    return QString::fromLatin1(QByteArray(bytes, 3).toHex().toUpper());
}

Result<Rgb> parseRgbHex(QStringView text)
{
    const Result<QByteArray> bytes = fromHex(text);
    if (!bytes || bytes->size() != 3)
        return errors::validation(u"colour"_s, u"Invalid hex color: %1"_s.arg(text.left(32)));
    return Rgb{quint8(bytes->at(0)), quint8(bytes->at(1)), quint8(bytes->at(2))};
}

Rgb displayColour(QStringView state)
{
    struct Entry {
        QLatin1StringView name;
        Rgb colour;
    };
    static constexpr std::array<Entry, 5> kColours = {{
        {"FREE"_L1, {0x00, 0xff, 0x00}},
        {"OCCUPIED"_L1, {0xff, 0x00, 0x00}},
        {"RESERVED"_L1, {0xff, 0xff, 0x00}},
        {"MAINTENANCE"_L1, {0xff, 0xa5, 0x00}},
        {"ERROR"_L1, {0x00, 0x00, 0xff}},
    }};
    for (const Entry &entry : kColours) {
        if (state.compare(entry.name, Qt::CaseInsensitive) == 0)
            return entry.colour;
    }
    return {0xff, 0xff, 0xff};
}

} // namespace parking::domain
