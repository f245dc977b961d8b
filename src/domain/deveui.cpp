#include "domain/deveui.h"

#include "base/literals.h"
#include "domain/errors.h"

namespace parking::domain {

Result<DevEui> DevEui::parse(QStringView text)
{
    bool ok = text.size() == 16;
    quint64 value = 0;
    for (qsizetype i = 0; ok && i < 16; ++i) {
        const char16_t c = text[i].unicode();
        const int digit = c >= u'0' && c <= u'9' ? c - u'0'
            : c >= u'a' && c <= u'f'             ? c - u'a' + 10
            : c >= u'A' && c <= u'F'             ? c - u'A' + 10
                                                 : -1;
        ok = digit >= 0;
        value = (value << 4) | quint64(digit & 0xf);
    }
    if (!ok)
        return errors::validation(u"dev_eui"_s, u"Invalid DevEUI format: %1"_s.arg(text.left(64)));
    return DevEui(value);
}

Result<DevEui> DevEui::normalize(QStringView text)
{
    QString digits;
    for (const QChar c : text) {
        if (c != u':' && c != u'-' && c != u' ')
            digits.append(c);
    }
    const Result<DevEui> eui = parse(digits);
    if (!eui)
        return errors::validation(u"dev_eui"_s, u"Invalid DevEUI format: %1"_s.arg(text.left(64)));
    return eui;
}

QString DevEui::toString() const
{
    return QString::number(m_value, 16).rightJustified(16, u'0');
}

} // namespace parking::domain
