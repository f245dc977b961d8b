#include "map/zonetext.h"

#include "base/literals.h"
#include "labels.h"
#include "widgets/bars.h"

#include <QCoreApplication>

#include <algorithm>

namespace parking::ui {

namespace {

constexpr double kPlateGap = 11; // pixels between a plate and its number
constexpr double kApart = 6; // between what belongs to two zones
constexpr double kLongest = 400; // words where nobody told how far they may go
constexpr int kTries = 6;

QString tr(const char *text)
{
    return QCoreApplication::translate("FloorPainter", text);
}

double advance(const ZoneText::Word &word)
{
    return QFontMetricsF(word.font).horizontalAdvance(word.text);
}

QRectF around(const QRectF &box)
{
    return box.adjusted(-kApart / 2, -1, kApart / 2, 1);
}

const QRectF *hit(const QList<QRectF> &taken, const QRectF &box)
{
    const auto found = std::find_if(taken.cbegin(), taken.cend(), [&box](const QRectF &other) {
        return around(other).intersects(around(box));
    });
    return found == taken.cend() ? nullptr : &*found;
}

/// Where it is wished for, else to the right of what stands there, else below it. Null: nowhere.
QRectF freePlate(const QRectF &wished, const QList<QRectF> &taken)
{
    for (const bool isBeside : {true, false}) {
        QRectF plate = wished;
        for (int i = 0; i < kTries; ++i) {
            const QRectF *other = hit(taken, plate);
            if (!other)
                return plate;
            if (isBeside)
                plate.moveLeft(other->right() + kApart + 1);
            else
                plate.moveTop(other->bottom() + 3);
        }
    }
    return {};
}

QList<ZoneText::Word> wordsOf(const domain::Counts &counts, double side, const Theme &theme)
{
    const Tokens &t = theme.tokens();
    QFont big = theme.font(TextStyle::ObjectTitle);
    big.setPixelSize(int(qBound(13.0, side * 0.67, 24.0)));
    const QFont body = theme.font(TextStyle::Body);
    QList<ZoneText::Word> words = {{labels::free(counts), big,
                                    freeColour(t, counts, t.state(domain::SpaceState::Free).text),
                                    0, 0}};
    if (!counts.areAllUnknown()) {
        const QString total = labels::number(counts.total);
        words.append({counts.isFull() ? tr("of %1").arg(total) : tr("free of %1").arg(total), body,
                      t.text2, 9, 2});
    }
    if (counts.unknown() > 0)
        words.append({u"· "_s + labels::unknown(counts), body, t.text3, 5, 2});
    return words;
}

/// As many words as fit between `from` and `right`, or before what is taken.
void addWords(ZoneText &text, const QList<ZoneText::Word> &words, const QPointF &from, double right,
              const QList<QRectF> &taken)
{
    QRectF box(from, QSizeF(0, text.plate.height()));
    for (const ZoneText::Word &word : words) {
        QRectF longer = box;
        longer.setRight(box.right() + word.before + advance(word));
        if (longer.right() > right || hit(taken, longer))
            break;
        box = longer;
        text.words.append(word);
    }
    text.box = text.words.isEmpty() ? QRectF() : box;
}

} // namespace

QList<ZoneText> layZones(const QList<ZoneWish> &zones, const MapScale &scale, const Theme &theme)
{
    QList<ZoneText> texts;
    QList<QRectF> plates;
    QList<const ZoneWish *> shown;
    const double side = qBound(16.0, scale.pixelsPerMetre * 3.1, 36.0);
    QFont letter = theme.font(TextStyle::ObjectTitle);
    letter.setPixelSize(int(side * 0.6));
    for (const ZoneWish &wish : zones) {
        const QPointF at = scale.toPixels(wish.label.position);
        const double width =
            qMax(side, QFontMetricsF(letter).horizontalAdvance(wish.label.zone) + side * 0.5);
        const QRectF plate = freePlate({at.x(), at.y() - side / 2, width, side}, plates);
        if (plate.isNull())
            continue;
        plates.append(plate);
        shown.append(&wish);
        texts.append({wish.label.zone, plate, letter, {}, {}});
    }
    QList<QRectF> taken = plates;
    for (qsizetype i = 0; i < texts.size(); ++i) {
        ZoneText &text = texts[i];
        QList<QRectF> others = taken;
        others.removeOne(text.plate);
        const double right = shown[i]->room.isNull() ? text.plate.right() + kLongest
                                                     : scale.toPixels(shown[i]->room).right() - 4;
        const QList<ZoneText::Word> words = wordsOf(shown[i]->counts, side, theme);
        const QPointF beside{text.plate.right() + kPlateGap, text.plate.top()};
        addWords(text, words, beside, right, others);
        if (text.words.size() < words.size() && shown[i]->counts.unknown() > 0) {
            // Without what is not known the rest would say that it is full.
            ZoneText shorter = text;
            shorter.words.clear();
            ZoneText::Word unknown = words.last();
            unknown.text = u'+' + labels::number(shown[i]->counts.unknown());
            addWords(shorter, {words.first(), unknown}, beside, right, others);
            if (shorter.words.size() == 2)
                text = shorter;
        }
        if (text.words.isEmpty()) // a narrow lane: the number stands below
            addWords(text, words.mid(0, 1), {text.plate.left(), text.plate.bottom() + 2},
                     std::max(right, text.plate.left() + advance(words.first())), others);
        if (!text.box.isNull())
            taken.append(text.box);
    }
    return texts;
}

} // namespace parking::ui
