#pragma once

#include "domain/ids.h"
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

    /// `beside` in the page's pixels.
    void open(const domain::BookingId &booking, const QString &title, const QRect &beside);

Q_SIGNALS:
    void agreed(const parking::domain::BookingId &booking, const QString &reason);
    void left(); ///< it closed, also after agreed()

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    void leave();
    void agree();

    const Theme &m_theme;
    domain::BookingId m_booking;
    QLabel *m_title;
    QLineEdit *m_reason;
};

} // namespace parking::ui
