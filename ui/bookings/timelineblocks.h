#pragma once

#include "domain/booking.h"
#include "theme/theme.h"

#include <QRectF>

class QPainter;
class QPainterPath;

namespace parking::ui {

/// How bookings look: a block per booking by what it is doing, and what is drawn beside it.
class TimelineBlocks {
public:
    explicit TimelineBlocks(const Theme &theme) : m_theme(theme) { }

    struct Block {
        QRectF box;
        QRectF seen; ///< words stay inside of it
        domain::BookingPhase phase = domain::BookingPhase::Upcoming;
        QString words; ///< of whom it is
        QString brief; ///< at the right end, where there is room
        bool isCurrent = false;
        bool hasFocus = false;
    };

    void paint(QPainter &painter, const Block &block) const;
    /// The time that a car stays too long.
    void paintOver(QPainter &painter, const QRectF &box) const;
    /// How long; the longest of `words` that fits between `left` and `right`.
    void paintOverPill(QPainter &painter, const QRectF &line, const QStringList &words) const;
    /// Where a booking was before it is moved, or is to be once that is answered.
    void paintGhost(QPainter &painter, const QRectF &box, const QString &words) const;
    void paintFit(QPainter &painter, const QRectF &box, const QString &words) const;
    /// What somebody wants: `inTheWay` are its parts that are taken.
    void paintWish(QPainter &painter, const QRectF &box, const QList<QRectF> &inTheWay,
                   const QString &words, bool isRefused) const;

    QFont font() const; ///< of words on blocks

private:
    struct Look {
        QColor fill, edge, text;
        bool hasBar = false;
        bool isDashed = false;
    };

    Look look(domain::BookingPhase phase) const;
    void paintWords(QPainter &painter, const Block &block, const Look &look) const;
    void paintHatch(QPainter &painter, const QRectF &box, const QPainterPath &inside,
                    const QColor &colour) const;

    const Theme &m_theme;
};

} // namespace parking::ui
