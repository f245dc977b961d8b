#include "kiosk/kioskrows.h"

#include "kiosk/kiosklabels.h"

namespace parking::ui {

using domain::DataAge;
using domain::SignWord;
using Role = KioskText::Role;

namespace {

constexpr qsizetype kOneColumn = 9;
constexpr qreal kTallest = 200;
constexpr qreal kTwoTexts = 84; ///< from this height on a note stands below the name
constexpr qreal kBetween = 16;
const Qt::Alignment kRight = Qt::AlignRight | Qt::AlignVCenter;

qsizetype columnsOf(qsizetype lines)
{
    return lines > kOneColumn ? 2 : 1;
}

bool isCounting(SignWord word)
{
    return word == SignWord::Free || word == SignWord::NearlyFull || word == SignWord::FewKnown;
}

class Row {
public:
    Row(KioskBrush &brush, const KioskPicture &picture, const domain::SignLine &line,
        const QRectF &box)
        : m_brush(brush), m_picture(picture), m_line(line), m_box(box),
          m_title(kiosk::title(picture, line)), m_age(picture.age()), m_word(signWord(line.counts))
    {
    }

    void paint()
    {
        const bool isOwn = !m_picture.ownLine.isEmpty() && m_line.name == m_picture.ownLine;
        m_brush.box(m_box, 12, isOwn ? kDark.accentSoft : kDark.surface,
                    isOwn ? kDark.accent : kDark.border, isOwn ? 3 : 1.5);
        const qreal left = paintPlate();
        const qreal right = paintNumber();
        paintNames(QRectF(left, m_box.top(), right - left, m_box.height()));
    }

private:
    /// Gives where it ends.
    qreal paintPlate()
    {
        const qreal h = m_box.height();
        const qreal side = h * 0.645;
        const qreal inset = std::min((h - side) / 2, 26.0);
        // A building's name is no plate.
        if (m_line.name.isEmpty() || m_line.name.size() > 4)
            return m_box.left() + inset;
        const qreal wide =
            std::max(side,
                     m_brush.width(m_line.name, std::max(side / 2, kKioskSmallest), QFont::Bold)
                         + side * 0.2);
        const QRectF plate(m_box.left() + inset, m_box.center().y() - side / 2, wide, side);
        m_brush.box(plate, side * 0.15, kDark.text);
        m_brush.write(
            plate, {m_line.name, side / 2, QFont::Bold, kDark.window, Role::Name, Qt::AlignCenter});
        return plate.right() + h * 0.24;
    }

    /// Gives where it begins.
    qreal paintNumber()
    {
        const qreal h = m_box.height();
        const Direction direction = m_picture.direction(m_line);
        const bool isFull = m_word == SignWord::Full && m_age != DataAge::Gone;
        if (!isFull)
            m_brush.arrow({m_box.right() - h * 0.446, m_box.center().y()}, h * 0.4, direction,
                          kDark.text);
        const QString number = kiosk::number(m_line.counts, m_age);
        const bool isNumber = isCounting(m_word) && m_age != DataAge::Gone;
        const qreal size = std::max(kKioskSmallest, h * (isNumber ? 0.61 : 0.4));
        const qreal right = m_box.right() - h * 0.95;
        const qreal wide = m_brush.width(number, size, QFont::Bold) + 2;
        m_brush.write({right - wide, m_box.top(), wide, h},
                      {number, size, QFont::Bold, kioskNumberColour(m_word, m_age),
                       isNumber ? Role::Number : Role::Words, kRight});
        return right - wide - h * 0.15;
    }

    void paintNames(const QRectF &box)
    {
        const qreal h = box.height();
        const qreal size = std::max(28.0, std::min(h * 0.26, 44.0));
        if (h < kTwoTexts)
            return paintOneLine(box, std::min(size, h * 0.6));
        const qreal small = std::max(kKioskSmallest, std::min(h * 0.186, 32.0));
        const qreal between = h * 0.07;
        const qreal top = box.center().y() - (1.17 * (size + small) + between) / 2;
        m_brush.write({box.left(), top, box.width(), 1.17 * size},
                      {m_title, size, QFont::Medium, kDark.text, Role::Name});
        m_brush.write(
            {box.left(), top + 1.17 * size + between, box.width(), 1.17 * small},
            {kiosk::lineNote(m_picture, m_line), small, QFont::Normal, noteColour(), Role::Name});
    }

    /// The note stands behind the name, where it says more than the number and has room.
    void paintOneLine(const QRectF &box, qreal size)
    {
        const qreal wide =
            m_brush.width(m_title, std::max(size, kKioskSmallest), QFont::Medium) + 4;
        const QString note = kiosk::lineNote(m_picture, m_line);
        const qreal rest = box.width() - wide - 24;
        const bool saysMore = m_line.counts.unknown() > 0 || m_word == SignWord::NearlyFull
            || m_line.name == m_picture.ownLine;
        const bool hasNote = saysMore && m_age != DataAge::Gone
            && m_brush.width(note, kKioskSmallest, QFont::Normal) <= rest;
        m_brush.write({box.left(), box.top(), hasNote ? wide : box.width(), box.height()},
                      {m_title, size, QFont::Medium, kDark.text, Role::Name});
        if (hasNote)
            m_brush.write({box.left() + wide + 20, box.top(), rest, box.height()},
                          {note, kKioskSmallest, QFont::Normal, noteColour(), Role::Name});
    }

    QColor noteColour() const
    {
        const bool isFew = m_word == SignWord::NearlyFull || m_word == SignWord::FewKnown;
        return m_age == DataAge::Live && isFew ? kDark.warning : kDark.text2;
    }

    KioskBrush &m_brush;
    const KioskPicture &m_picture;
    const domain::SignLine &m_line;
    const QRectF m_box;
    const QString m_title;
    const DataAge m_age;
    const SignWord m_word;
};

} // namespace

QColor kioskNumberColour(SignWord word, DataAge age)
{
    if (age != DataAge::Live)
        return kDark.text2;
    switch (word) {
    case SignWord::Free:
        return kDark.state(domain::SpaceState::Free).text;
    case SignWord::NearlyFull:
    case SignWord::FewKnown:
        return kDark.warning;
    case SignWord::Full:
        return kDark.danger;
    case SignWord::NotKnown:
    case SignWord::Empty:
        break;
    }
    return kDark.text2;
}

qreal kioskRowHeight(qsizetype lines, const QSizeF &area)
{
    const qsizetype columns = columnsOf(lines);
    const qsizetype rows = std::max<qsizetype>(1, (lines + columns - 1) / columns);
    const qreal pitch = (area.height() + kBetween) / qreal(rows);
    const qreal tallest = std::min(kTallest, area.width() / qreal(columns) * 0.22);
    return std::min(tallest, pitch - std::min(kBetween, pitch * 0.1));
}

void paintKioskRows(KioskBrush &brush, const KioskPicture &picture, const QRectF &area)
{
    const QList<domain::SignLine> &lines = picture.board->lines;
    const qsizetype columns = columnsOf(lines.size());
    const qsizetype rows = (lines.size() + columns - 1) / columns;
    const qreal height = kioskRowHeight(lines.size(), area.size());
    const qreal between =
        std::min(kBetween, rows > 1 ? (area.height() - height * qreal(rows)) / qreal(rows - 1) : 0);
    const qreal width = (area.width() - kBetween * qreal(columns - 1)) / qreal(columns);
    for (qsizetype i = 0; i < lines.size(); ++i) {
        const QRectF box(area.left() + qreal(i / rows) * (width + kBetween),
                         area.top() + qreal(i % rows) * (height + between), width, height);
        Row(brush, picture, lines[i], box).paint();
    }
}

} // namespace parking::ui
