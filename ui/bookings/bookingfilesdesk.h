#pragma once

#include "bookings/bookingsimportdialog.h"
#include "bookings/bookingspage.h"
#include "desk/desk.h"

namespace parking::ui {

/// Files of the page "Bookings": tables and calendars, in with a preview and out.
class BookingFilesDesk : public QObject {
    Q_OBJECT

public:
    /// Both outlive it.
    BookingFilesDesk(const Desk &desk, BookingsPage &page);

    /// Shows what these bytes would do, and does it when the person wants it.
    void importFile(const QByteArray &bytes, const QString &source);
    /// What is booked from then on; by the file's name a table or a calendar.
    void exportFile(const QString &path, UtcTime from, bool withPersons);

private:
    void chooseImport();
    void chooseExport(UtcTime from);
    BookingsImportDialog::Site site() const;

    const Desk &m_desk;
    BookingsPage &m_page;
};

} // namespace parking::ui
