#include "base/plaintext.h"

namespace parking {

QString plainText(const QString &text, qsizetype longest)
{
    QString plain;
    for (qsizetype i = 0; i < text.size(); ++i) {
        char32_t sign = text[i].unicode();
        if (text[i].isHighSurrogate() && i + 1 < text.size() && text[i + 1].isLowSurrogate()) {
            sign = QChar::surrogateToUcs4(text[i], text[i + 1]);
            ++i;
        }
        switch (QChar::category(sign)) {
        case QChar::Other_Control:
        case QChar::Other_Format:
        case QChar::Other_Surrogate:
        case QChar::Other_PrivateUse:
        case QChar::Other_NotAssigned:
        case QChar::Separator_Line:
        case QChar::Separator_Paragraph:
            sign = U' ';
            break;
        default:
            break;
        }
        const auto piece = QChar::fromUcs4(sign);
        plain.append(QStringView(piece));
        if (plain.size() > longest * 2 + 64) // blanks are joined only at the end
            break;
    }
    plain = plain.simplified();
    if (plain.size() <= longest)
        return plain;
    plain.truncate(longest - 1);
    if (plain.back().isHighSurrogate())
        plain.chop(1);
    return plain + QChar(0x2026);
}

} // namespace parking
