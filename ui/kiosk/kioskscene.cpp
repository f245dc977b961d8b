#include "kiosk/kioskscene.h"

#include "base/literals.h"
#include "kiosk/kioskbrush.h"
#include "kiosk/kioskhero.h"
#include "kiosk/kiosklabels.h"
#include "kiosk/kioskrows.h"

namespace parking::ui {

using domain::DataAge;
using Role = KioskText::Role;

namespace {

constexpr qreal kEdge = 64;
constexpr qreal kBanner = 104;
constexpr qreal kFeatures = 161;
constexpr qreal kLowRow = 44; ///< below this height the features give way
constexpr qreal kBeyond = 12; ///< bars go beyond the edge, for the picture is shifted a little
const Qt::Alignment kRight = Qt::AlignRight | Qt::AlignVCenter;

/// All in units.
class Stage {
public:
    Stage(KioskBrush &brush, const KioskPicture &picture, const QSizeF &size)
        : m_brush(brush), m_picture(picture), m_size(size),
          m_isTall(size.width() <= size.height() * 0.85),
          m_lines(picture.board ? picture.board->lines.size() : 0)
    {
    }

    void paint()
    {
        banner();
        m_bottom = m_size.height() - (m_isTall ? 96 : 88);
        footer();
        m_isTall ? paintTall() : paintWide();
    }

private:
    void banner()
    {
        const QString text = kiosk::banner(m_picture);
        if (text.isEmpty())
            return;
        const QColor ink = kDark.state(domain::SpaceState::Reserved).text;
        const qreal high = m_isTall ? 1.25 * kBanner : kBanner;
        m_brush.box({-kBeyond, -kBeyond, m_size.width() + 2 * kBeyond, high + kBeyond}, 0,
                    kDark.warning);
        m_brush.icon({67, high / 2 - 24, 48, 48}, u"warning"_s, ink);
        const QRectF box(141, 0, m_size.width() - 141 - kEdge, high);
        m_top = high;
        if (m_brush.width(text, 34, QFont::Medium) <= box.width())
            return m_brush.write(box, {text, 40, QFont::Medium, ink, Role::Age});
        // In two lines, at the sentence's end or where there is a blank about in the middle.
        qsizetype cut = text.indexOf(u". "_s);
        cut = cut > 0 && cut + 2 < text.size() ? cut + 1 : text.indexOf(u' ', text.size() / 2);
        if (cut < 0)
            return m_brush.write(box, {text, 40, QFont::Medium, ink, Role::Age});
        m_brush.write({box.left(), high * 0.1, box.width(), high * 0.4},
                      {text.left(cut), 38, QFont::Medium, ink, Role::Age});
        m_brush.write({box.left(), high * 0.5, box.width(), high * 0.4},
                      {text.mid(cut + 1), 34, QFont::Medium, ink, Role::Words});
    }

    void footer()
    {
        const qreal high = m_size.height() - m_bottom;
        const bool isLive = m_picture.age() == DataAge::Live;
        m_brush.box({-kBeyond, m_bottom, m_size.width() + 2 * kBeyond, high + kBeyond}, 0,
                    kDark.surface, kDark.border, 1.5);
        m_brush.disc({kEdge + 10, m_bottom + high / 2}, 10,
                     isLive ? kDark.state(domain::SpaceState::Free).edge : kDark.warning);
        const qreal wide = m_size.width() - 2 * kEdge - 38;
        m_brush.write({kEdge + 38, m_bottom, wide * 0.47, high},
                      {kiosk::footer(m_picture), 30, QFont::Normal,
                       isLive ? kDark.text2 : kDark.warning, Role::Age});
        m_brush.write(
            {kEdge + 38 + wide * 0.49, m_bottom, wide * 0.51, high},
            {kiosk::footerNote(m_picture), 30, QFont::Normal, kDark.text2, Role::Words, kRight});
    }

    /// Gives where what is below begins.
    qreal header()
    {
        const qreal side = m_isTall ? 104 : 88;
        const qreal top = m_top + (m_isTall ? 60 : 44);
        const qreal middle = top + side / 2;
        m_brush.box({kEdge, top, side, side}, 20, kLight.accent);
        m_brush.write(
            {kEdge, top, side, side},
            {u"P"_s, side * 0.72, QFont::Bold, kLight.accentText, Role::Words, Qt::AlignCenter});
        const qreal left = kEdge + side + (m_isTall ? 28 : 24);
        const qreal wide =
            m_isTall ? (m_size.width() - 2 * kEdge) * 0.46 : std::min(m_size.width() * 0.34, 620.0);
        const QString site = kiosk::siteName(m_picture);
        const qreal title = m_isTall ? 46 : 42;
        const qreal small = m_isTall ? 32 : 29;
        m_brush.write({left, site.isEmpty() ? middle - 30 : middle - 52, wide, 60},
                      {kiosk::place(m_picture), title, QFont::Bold, kDark.text, Role::Name});
        m_brush.write({left, middle + 9, wide, 44},
                      {site, small, QFont::Normal, kDark.text2, Role::Name});
        clock(middle);
        return top + side + (m_isTall ? 54 : 33);
    }

    void clock(qreal middle)
    {
        const qreal right = m_size.width() - kEdge;
        const qreal wide = m_isTall ? (m_size.width() - 2 * kEdge) * 0.4 : 300;
        m_brush.write({right - wide, m_isTall ? middle - 60 : middle - 54, wide, 86},
                      {kiosk::clock(m_picture), m_isTall ? 72.0 : 68.0, QFont::Bold, kDark.text,
                       Role::Words, kRight});
        if (m_isTall)
            m_brush.write(
                {right - wide, middle + 22, wide, 40},
                {kiosk::date(m_picture), 28, QFont::Normal, kDark.text2, Role::Words, kRight});
    }

    void feature(const kiosk::Feature &feature, const QRectF &box, qreal size)
    {
        const QColor colour = m_picture.age() == DataAge::Live ? kDark.text : kDark.text2;
        m_brush.icon({box.left(), box.center().y() - 32, 62, 62}, feature.icon, colour);
        const QRectF words(box.left() + 80, box.top(), box.width() - 84, box.height());
        m_brush.write({words.left(), words.center().y() - size * 1.2, words.width(), size * 1.2},
                      {feature.number, size, QFont::Bold, colour,
                       feature.isCount ? Role::Number : Role::Words});
        m_brush.write({words.left(), words.center().y() + size * 0.12, words.width(), 34},
                      {feature.word, 28, QFont::Normal, kDark.text2, Role::Name});
    }

    void features(const QRectF &area, qreal size)
    {
        const QList<kiosk::Feature> all = kiosk::features(m_picture);
        for (qsizetype i = 0; i < all.size(); ++i)
            feature(all[i],
                    {area.left() + area.width() / 3 * qreal(i), area.top(), area.width() / 3,
                     area.height()},
                    size);
    }

    void lines(const QRectF &area)
    {
        if (m_lines > 0)
            return paintKioskRows(m_brush, m_picture, area);
        m_brush.write(area,
                      {kiosk::nothing(m_picture), 38, QFont::Medium, kDark.text2, Role::Name,
                       Qt::AlignHCenter | Qt::AlignTop});
    }

    void paintTall()
    {
        const qreal top = header();
        const qreal wide = m_size.width() - 2 * kEdge;
        const qreal most = m_lines > 9 ? 380 : 456;
        const qreal hero = std::clamp(m_size.height() * 0.2375, 260.0, most);
        paintKioskHero(m_brush, m_picture, {kEdge, top, wide, hero}, false);
        const qreal begin = top + hero + 34;
        qreal end = m_bottom - kFeatures;
        const bool hasFeatures = !kiosk::features(m_picture).isEmpty()
            && kioskRowHeight(m_lines, {wide, end - begin}) >= kLowRow;
        if (hasFeatures)
            features({kEdge + 2, end + 14, wide, kFeatures - 28}, 40);
        else
            end = m_bottom - 34;
        lines({kEdge, begin, wide, end - begin});
    }

    void paintWide()
    {
        const qreal top = header();
        const qreal hero = m_picture.board ? std::clamp(m_size.width() * 0.375, 460.0, 720.0)
                                           : m_size.width() - 2 * kEdge;
        const qreal high = m_bottom - 29 - top;
        paintKioskHero(m_brush, m_picture, {kEdge, top, hero, high}, true);
        const qreal left = kEdge + hero + 36;
        lines({left, top, m_size.width() - kEdge - left, high});
        const qreal room = m_size.width() - kEdge - 300 - left;
        if (m_picture.age() == DataAge::Live && room > 700)
            features({left, m_top + 28, std::min(room, 860.0), 120}, 36);
    }

    KioskBrush &m_brush;
    const KioskPicture &m_picture;
    const QSizeF m_size;
    const bool m_isTall;
    const qsizetype m_lines;
    qreal m_top = 0; ///< below the banner
    qreal m_bottom = 0; ///< above the footer
};

} // namespace

KioskScene kioskScene(const KioskPicture &picture, const QSizeF &size, const QFont &font)
{
    KioskScene scene;
    scene.ground = kDark.window;
    const qreal unit = std::min(size.width(), size.height()) / kKioskShortSide;
    if (unit <= 0)
        return scene;
    KioskBrush brush(scene, unit, font);
    Stage(brush, picture, size / unit).paint();
    return scene;
}

} // namespace parking::ui
