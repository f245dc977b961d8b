#pragma once

#include "domain/bookinglist.h"
#include "models/sitemodel.h"
#include "theme/theme.h"

#include <QFrame>

class QLabel;
class QVBoxLayout;

namespace parking::ui {

/// Bookings that somebody should see to, a row each: what is the matter, since when, and the way
/// out. Where a space's sensor has fallen silent since nothing is claimed.
class BookingAlarms : public QFrame {
    Q_OBJECT

public:
    BookingAlarms(const SiteModel &model, const Theme &theme, QWidget *parent = nullptr);

    /// Those that are known to be so now; hidden without any.
    void setAmiss(const QList<domain::BookingAmiss> &amiss, UtcTime now, bool readOnly);
    int count() const { return int(m_known.size()); }
    static bool isKnown(const domain::BookingAmiss &amiss, const SiteModel &model);

Q_SIGNALS:
    void moveAsked(const parking::domain::BookingAmiss &amiss); ///< to what is offered
    void showAsked(const parking::domain::Booking &booking);

private:
    QWidget *makeRow(const domain::BookingAmiss &amiss, bool readOnly);
    QString words(const domain::BookingAmiss &amiss, bool readOnly) const;

    const SiteModel &m_model;
    const Theme &m_theme;
    QList<domain::BookingAmiss> m_known;
    UtcTime m_now;
    QString m_shown; ///< what the rows are made of: only others make them anew
    QList<QLabel *> m_words; ///< of the rows
    QVBoxLayout *m_rows;
};

} // namespace parking::ui
