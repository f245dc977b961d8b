#include "kiosk/kioskhero.h"

#include "kiosk/kiosklabels.h"

namespace parking::ui {

using domain::DataAge;
using domain::SignWord;
using Role = KioskText::Role;

namespace {

constexpr qreal kWidestInset = 56;
const Qt::Alignment kRight = Qt::AlignRight | Qt::AlignVCenter;

struct Look {
    QColor fill, edge, title, number;
};

Look lookOf(SignWord word, DataAge age)
{
    const QColor white = kLight.accentText;
    const StateColours &free = kDark.state(domain::SpaceState::Free);
    if (age != DataAge::Live || word == SignWord::NotKnown || word == SignWord::Empty)
        return {kDark.surface, kDark.strong, kDark.text2, kDark.text2};
    if (word == SignWord::Full)
        return {kDark.dangerSoft, kDark.danger, kDark.danger, white};
    if (word == SignWord::Free)
        return {kDark.okSoft, free.edge, free.text, white};
    return {kDark.warningSoft, kDark.warning, kDark.warning, white};
}

class Hero {
public:
    Hero(KioskBrush &brush, const KioskPicture &picture, const QRectF &box)
        : m_brush(brush), m_picture(picture), m_box(box),
          m_inset(std::min(kWidestInset, box.width() * 0.085)), m_age(picture.age()),
          m_word(picture.board ? signWord(picture.board->counts) : SignWord::Empty),
          m_look(lookOf(m_word, m_age))
    {
        if (m_age == DataAge::Live && !picture.best.isEmpty())
            m_best = picture.board->line(picture.best);
    }

    void paintWide()
    {
        frame();
        const qreal h = m_box.height();
        const qreal title = std::min(44.0, h * 0.1);
        const QString note = kiosk::heroNote(m_picture);
        const qreal way = m_best ? std::max(340.0, m_box.width() * 0.36) : m_inset;
        const qreal small = std::max(kKioskSmallest, std::min(30.0, h * 0.066));
        const bool isBelow = m_age != DataAge::Live && !note.isEmpty();
        const qreal wide = m_box.width() - 2 * m_inset;
        const qreal beside =
            isBelow || note.isEmpty() ? 0 : m_brush.width(note, small, QFont::Normal) + 4;
        write(line(0.145, title, wide - beside), kiosk::heroTitle(m_picture), title, QFont::Medium,
              m_look.title, Role::Age);
        if (isBelow) {
            write(line(0.885, small, wide), note, small, QFont::Normal, m_look.title, Role::Words);
            number({m_box.left() + m_inset - 8, m_box.top() + h * 0.23, wide, h * 0.55}, h * 0.64);
        } else {
            const QRectF right(m_box.right() - m_inset - beside,
                               m_box.top() + h * 0.145 - small * 0.6, beside, small * 1.2);
            m_brush.write(right, {note, small, QFont::Normal, m_look.title, Role::Words, kRight});
            number({m_box.left() + m_inset - 10, m_box.top() + h * 0.24,
                    m_box.width() - m_inset - way, h * 0.62},
                   h * 0.74);
        }
        if (!m_best)
            return;
        const qreal right = m_box.right() - m_inset;
        const QRectF column(m_box.right() - way + 20, m_box.top(), way - m_inset - 20, h);
        m_brush.arrow({right - 75, m_box.top() + h * 0.425}, std::min(118.0, h * 0.28),
                      m_picture.direction(*m_best), kLight.accentText);
        m_brush.write({column.left(), m_box.top() + h * 0.71 - 22, column.width(), 44},
                      {kiosk::bestChoice(), std::min(32.0, h * 0.08), QFont::Normal, m_look.title,
                       Role::Words, kRight});
        m_brush.write({column.left(), m_box.top() + h * 0.82 - 32, column.width(), 64},
                      {kiosk::title(m_picture, *m_best), std::min(46.0, h * 0.11), QFont::Bold,
                       kLight.accentText, Role::Name, kRight});
    }

    void paintTall()
    {
        frame();
        const qreal h = m_box.height();
        const qreal wide = m_box.width() - 2 * m_inset;
        write(line(68 / 694.0, 42, wide), kiosk::heroTitle(m_picture), 42, QFont::Medium,
              m_look.title, Role::Age);
        number({m_box.left() + m_inset - 12, m_box.top() + h * 0.155, wide + m_inset / 2 + 12,
                h * (m_best ? 0.55 : 0.68)},
               h * 0.54);
        const QString note = kiosk::heroNote(m_picture);
        if (!m_best)
            return write(line(0.909, 29, wide), note, 29, QFont::Normal, m_look.title, Role::Words);
        write(line(0.74, 29, wide), note, 29, QFont::Normal, m_look.title, Role::Words);
        const qreal way = m_picture.direction(*m_best) == Direction::None ? 0 : 140;
        m_brush.arrow({m_box.right() - m_inset - 50, m_box.top() + h * 0.86}, 100,
                      m_picture.direction(*m_best), kLight.accentText);
        write(line(0.82, 30, wide - way), kiosk::bestChoice(), 30, QFont::Normal, m_look.title,
              Role::Words);
        write(line(0.9, 48, wide - way), kiosk::title(m_picture, *m_best), 48, QFont::Bold,
              kLight.accentText, Role::Name);
    }

private:
    void frame() { m_brush.box(m_box, 28, m_look.fill, m_look.edge, 3); }

    QRectF line(qreal centre, qreal size, qreal width) const
    {
        return {m_box.left() + m_inset, m_box.top() + m_box.height() * centre - size * 0.6, width,
                size * 1.2};
    }

    void write(const QRectF &box, const QString &text, qreal size, QFont::Weight weight,
               const QColor &colour, Role role)
    {
        m_brush.write(box, {text, size, weight, colour, role});
    }

    void number(const QRectF &box, qreal size)
    {
        const QString text = kiosk::heroNumber(m_picture);
        const bool isNumber = m_picture.board && m_age != DataAge::Gone && m_word != SignWord::Full
            && m_word != SignWord::NotKnown && m_word != SignWord::Empty;
        m_brush.write(box,
                      {text, isNumber ? size : size * 0.7, QFont::Bold, m_look.number,
                       isNumber ? Role::Number : Role::Words});
    }

    KioskBrush &m_brush;
    const KioskPicture &m_picture;
    const QRectF m_box;
    const qreal m_inset;
    const DataAge m_age;
    const SignWord m_word;
    const Look m_look;
    const domain::SignLine *m_best = nullptr;
};

} // namespace

void paintKioskHero(KioskBrush &brush, const KioskPicture &picture, const QRectF &box, bool isTall)
{
    Hero hero(brush, picture, box);
    isTall ? hero.paintTall() : hero.paintWide();
}

} // namespace parking::ui
