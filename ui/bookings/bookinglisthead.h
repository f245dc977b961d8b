#pragma once

#include "bookings/menuchip.h"
#include "domain/bookinglist.h"

#include <QFrame>
#include <QTimeZone>

class QLineEdit;

namespace parking::ui {

class DayField;

/// What the list of bookings is looked through by: period, status, and parts of codes, addresses
/// and plates.
class BookingListHead : public QFrame {
    Q_OBJECT

public:
    explicit BookingListHead(const Theme &theme, QWidget *parent = nullptr);

    void setZone(const QTimeZone &zone) { m_zone = zone; }
    void setReadOnly(bool readOnly); ///< persons are neither shown nor looked for
    /// The filter, where days are those around `now`.
    domain::BookingSearch filter(UtcTime now) const;
    bool isFiltered() const; ///< by more than the period
    bool hasPeriod() const;
    void clear(); ///< all but the period
    void showAllTimes();
    /// "from today on · active · plate with “HH”"
    QString words() const;

Q_SIGNALS:
    void changed(); ///< by a click
    void typed();

private:
    enum Period { FromToday, Today, ThisWeek, Last7, Last30, AllTimes, Own, PeriodCount };
    static QString text(Period period);
    QLineEdit *addField(const QString &placeholder, int width);
    DayField *addDay(const QString &name);
    void setPeriod(Period period);
    void setStatus(const std::optional<domain::BookingStatus> &status);
    std::pair<QDate, QDate> days(QDate today) const; ///< first and last; null: open
    void updateFonts();

    const Theme &m_theme;
    QTimeZone m_zone;
    Period m_period = FromToday;
    std::optional<domain::BookingStatus> m_status;
    MenuChip *m_periodChip;
    MenuChip *m_statusChip;
    DayField *m_from;
    DayField *m_to;
    QLineEdit *m_code;
    QLineEdit *m_person;
    QLineEdit *m_plate;
};

} // namespace parking::ui
