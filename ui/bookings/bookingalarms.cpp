#include "bookings/bookingalarms.h"

#include "base/literals.h"
#include "bookings/bookinglabels.h"
#include "domain/localtime.h"
#include "widgets/role.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

namespace parking::ui {

namespace {

constexpr qsizetype kRows = 3;

} // namespace

BookingAlarms::BookingAlarms(const SiteModel &model, const Theme &theme, QWidget *parent)
    : QFrame(parent), m_model(model), m_theme(theme)
{
    setObjectName(u"bookingAlarms"_s);
    setAccessibleName(tr("Bookings that need attention"));
    m_rows = new QVBoxLayout(this);
    m_rows->setContentsMargins(20, 4, 20, 4);
    m_rows->setSpacing(2);
    hide();
}

bool BookingAlarms::isKnown(const domain::BookingAmiss &amiss, const SiteModel &model)
{
    const int row = model.rowOf(amiss.booking.spaceId);
    return row >= 0 && model.confidence(row) == domain::Confidence::Fresh;
}

void BookingAlarms::setAmiss(const QList<domain::BookingAmiss> &amiss, UtcTime now, bool readOnly)
{
    m_now = now;
    m_known.clear();
    QStringList key{readOnly ? u"-"_s : u"+"_s, m_theme.tokens().dark ? u"d"_s : u"l"_s};
    for (const domain::BookingAmiss &one : amiss) {
        if (!isKnown(one, m_model))
            continue;
        m_known.append(one);
        key.append({one.booking.id.toString(), one.instead ? one.instead->code : QString()});
    }
    if (const QString rows = key.join(u'\n'); rows != m_shown) {
        m_shown = rows;
        m_words.clear();
        while (QLayoutItem *item = m_rows->takeAt(0)) {
            delete item->widget();
            delete item;
        }
        for (const domain::BookingAmiss &one : m_known.first(std::min(kRows, m_known.size())))
            m_rows->addWidget(makeRow(one, readOnly));
        if (m_known.size() > kRows)
            m_rows->addWidget(makeLabel(this, "secondary"_L1,
                                        tr("and %n more: choose “Needs attention” above", nullptr,
                                           int(m_known.size() - kRows))));
    }
    for (qsizetype i = 0; i < m_words.size(); ++i)
        m_words[i]->setText(words(m_known[i], readOnly));
    setVisible(!m_known.isEmpty());
}

/// "B1-046: the car is still there, 47 min over (weekly@example.com)"
QString BookingAlarms::words(const domain::BookingAmiss &amiss, bool readOnly) const
{
    const QTimeZone zone = domain::zoneOf(m_model.site().timeZone);
    const QString who = labels::who(amiss.booking, readOnly);
    if (!amiss.isBlocked)
        return tr("%1: the car is still there, %2 · %3")
            .arg(amiss.code, labels::over(m_now - amiss.booking.end), who);
    const QString range = labels::range(amiss.booking.span(), zone);
    return amiss.instead ? tr("%1 is taken by somebody else · booked %2, %3 · %4 is free")
                               .arg(amiss.code, range, who, amiss.instead->code)
                         : tr("%1 is taken by somebody else · booked %2, %3 · no free space near "
                              "is known")
                               .arg(amiss.code, range, who);
}

QWidget *BookingAlarms::makeRow(const domain::BookingAmiss &amiss, bool readOnly)
{
    auto *row = new QWidget(this);
    auto *sign = makeLabel(row);
    sign->setPixmap(m_theme.pixmap(u"warning"_s, 16, m_theme.tokens().danger, devicePixelRatioF()));
    QLabel *text = makeLabel(row);
    text->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_words.append(text);
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(sign);
    layout->addWidget(text, 1);
    if (amiss.instead && !readOnly) {
        auto *move = new QPushButton(tr("Move it to %1").arg(amiss.instead->code), row);
        move->setProperty("kind", u"compact"_s);
        connect(move, &QPushButton::clicked, this, [this, amiss] { Q_EMIT moveAsked(amiss); });
        layout->addWidget(move);
    }
    auto *show = new QPushButton(tr("Show"), row);
    show->setProperty("kind", u"compact"_s);
    show->setAccessibleName(tr("Show the booking of %1").arg(amiss.code));
    connect(show, &QPushButton::clicked, this,
            [this, booking = amiss.booking] { Q_EMIT showAsked(booking); });
    layout->addWidget(show);
    return row;
}

} // namespace parking::ui
