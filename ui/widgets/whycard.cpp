#include "widgets/whycard.h"

#include "base/literals.h"
#include "labels.h"
#include "timelabels.h"
#include "widgets/role.h"

#include <QGridLayout>
#include <QLabel>

namespace parking::ui {

using domain::StateReason;

namespace {

enum RowOf { OverrideRow, SensorRow, BookingRow };

/// -1: nothing spoke, the space is free because nothing says otherwise.
int winner(StateReason reason)
{
    switch (reason) {
    case StateReason::Override:
        return OverrideRow;
    case StateReason::Sensor:
        return SensorRow;
    case StateReason::Reservation:
    case StateReason::ReservationSoon:
        return BookingRow;
    case StateReason::Default:
        break;
    }
    return -1;
}

} // namespace

WhyCard::WhyCard(const Theme &theme, QWidget *parent) : QFrame(parent), m_theme(theme)
{
    setObjectName(u"whyCard"_s);
    auto *grid = new QGridLayout(this);
    grid->setContentsMargins(11, 11, 11, 13);
    grid->setHorizontalSpacing(0);
    grid->setVerticalSpacing(6);
    m_title = makeLabel(this, "secondary"_L1, tr("Why this state"));
    grid->addWidget(m_title, 0, 0, 1, 4);
    for (const QString &name : {tr("Override"), tr("Sensor"), tr("Booking")}) {
        const Row row{makeLabel(this), makeLabel(this, {}, name), makeLabel(this),
                      makeLabel(this, "caption"_L1)};
        row.tick->setFixedWidth(18);
        row.tick->setMinimumHeight(QFontMetrics(theme.font(TextStyle::Body)).height());
        row.value->setWordWrap(true);
        row.value->setAlignment(Qt::AlignLeft | Qt::AlignTop);
        row.age->setAlignment(Qt::AlignRight | Qt::AlignTop);
        row.name->setContentsMargins(0, 0, 14, 0);
        row.age->setContentsMargins(10, 0, 0, 0);
        const int at = int(m_rows.size()) + 1;
        grid->addWidget(row.tick, at, 0, Qt::AlignTop);
        grid->addWidget(row.name, at, 1, Qt::AlignTop);
        grid->addWidget(row.value, at, 2);
        grid->addWidget(row.age, at, 3);
        m_rows.append(row);
    }
    grid->setColumnStretch(2, 1);
}

void WhyCard::setPast(bool knowsWords)
{
    m_isPast = true;
    m_knowsWords = knowsWords;
}

void WhyCard::setStatus(const domain::SpaceStatus &status, UtcTime now)
{
    m_title->setFont(m_theme.font(TextStyle::BodyStrong));
    static_cast<QGridLayout *>(layout())->setColumnMinimumWidth(1, m_theme.scaled(76));
    const int wins = winner(status.reason);
    const auto &set = status.inputs.operatorOverride;
    const QString what = !set   ? tr("none")
        : set->reason.isEmpty() ? labels::text(set->state)
                                : tr("%1: %2").arg(labels::text(set->state), set->reason);
    const auto age = [&](UtcTime time) {
        return m_isPast ? labels::before(now - time) : labels::ago(now - time);
    };
    setRow(OverrideRow, what, set ? age(set->since) : QString(), wins == OverrideRow);

    const auto &sensor = status.inputs.sensor;
    setRow(SensorRow,
           !status.hasSensor         ? tr("none")
               : !status.lastHeard   ? tr("never heard")
               : !sensor && m_isPast ? tr("not known")
               : !sensor             ? tr("no word of it yet")
                                     : labels::text(sensor->occupancy),
           sensor && m_knowsWords ? age(sensor->eventTime) : QString(), wins == SensorRow);

    const auto &booking = status.inputs.reservation;
    const QString when = !booking ? QString()
        : now < booking->start    ? tr("in %1").arg(labels::age(booking->start - now))
        : now < booking->end      ? tr("running")
                                  : tr("over");
    const QString without = !m_isPast ? tr("none")
        : wins == BookingRow          ? tr("booked")
                                      : tr("not known");
    setRow(BookingRow, booking ? labels::range(booking->start, booking->end) : without, when,
           wins == BookingRow);
}

void WhyCard::setRow(int row, const QString &value, const QString &age, bool wins)
{
    const Row &shown = m_rows[row];
    shown.value->setText(value);
    shown.age->setText(age);
    shown.tick->setPixmap(
        wins ? m_theme.pixmap(u"check"_s, 14, m_theme.tokens().accent, devicePixelRatioF())
             : QPixmap());
    shown.tick->setAccessibleName(wins ? tr("decides") : QString());
    for (QLabel *label : {shown.name, shown.value}) {
        label->setFont(m_theme.font(wins ? TextStyle::BodyStrong : TextStyle::Body));
        setRole(*label, QLatin1StringView(wins ? "" : "secondary"));
    }
}

} // namespace parking::ui
