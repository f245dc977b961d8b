#pragma once

#include "domain/bookingimport.h"
#include "domain/localtime.h"
#include "theme/theme.h"

#include <QDialog>
#include <QHash>

namespace parking::ui {

/// What an import of bookings would do, before it does it: each booking, or every problem with its
/// line. Accepted: the person wants it.
class BookingsImportDialog : public QDialog {
    Q_OBJECT

public:
    struct Site {
        QHash<domain::SpaceId, QString> codes;
        QTimeZone zone;
    };

    BookingsImportDialog(const QString &source, const domain::BookingImportResult &preview,
                         const Site &site, const Theme &theme, QWidget *parent);
};

} // namespace parking::ui
