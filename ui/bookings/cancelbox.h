#pragma once

#include "bookings/seriesscopebox.h"
#include "domain/booking.h"
#include "theme/theme.h"

#include <QFrame>

class QLabel;
class QLineEdit;

namespace parking::ui {

/// Asks why a booking is cancelled; stands beside it, over its page.
class CancelBox : public QFrame {
    Q_OBJECT

public:
    CancelBox(const Theme &theme, QWidget *page);

    /// `beside` in the page's pixels; of a series it asks for which of its bookings too.
    void open(const domain::Booking &booking, const QString &title, const QRect &beside);
    const domain::Booking &booking() const { return m_booking; } ///< as it was opened last

Q_SIGNALS:
    void agreed(const parking::domain::BookingId &booking, const QString &reason);
    void seriesAgreed(const parking::domain::BookingId &booking, const QString &reason,
                      parking::domain::SeriesScope scope); ///< instead: more than this one
    void left(); ///< it closed, also after agreed()

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void leave();
    void agree();

    const Theme &m_theme;
    domain::Booking m_booking;
    QLabel *m_title;
    QLineEdit *m_reason;
    SeriesScopeBox *m_scope;
};

} // namespace parking::ui
