#include "bookings/bookingfilesdesk.h"

#include "base/literals.h"
#include "desk/openfile.h"
#include "desk/savefile.h"

#include <QFileDialog>
#include <QSaveFile>

namespace parking::ui {

namespace {

/// Persons may stand in it: nobody else may read it.
Result<> write(const QString &path, const QByteArray &bytes)
{
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly)
        || !file.setPermissions(QFile::ReadOwner | QFile::WriteOwner)
        || file.write(bytes) != bytes.size() || !file.commit())
        return Error{u"BAD_FILE"_s, u"%1: %2"_s.arg(path, file.errorString())};
    return {};
}

} // namespace

BookingFilesDesk::BookingFilesDesk(const Desk &desk, BookingsPage &page)
    : m_desk(desk), m_page(page)
{
    connect(&page, &BookingsPage::importAsked, this, &BookingFilesDesk::chooseImport);
    connect(&page, &BookingsPage::exportAsked, this, &BookingFilesDesk::chooseExport);
}

// --- In ------------------------------------------------------------------------------------------

void BookingFilesDesk::chooseImport()
{
    if (m_desk.situation.isReadOnly())
        return m_desk.notices.tell(tr("Viewers cannot book. Ask an operator."));
    openFile(m_desk.notices, m_page.window(), tr("Import bookings"),
             tr("Tables and calendars (*.csv *.ics *.txt);;All files (*)"),
             [this](const QByteArray &bytes, const QString &path) { importFile(bytes, path); });
}

void BookingFilesDesk::importFile(const QByteArray &bytes, const QString &source)
{
    const auto run = [this, bytes](bool isTrial, auto done) {
        const engine::BookingImportRequest request{
            .bytes = bytes, .isTrial = isTrial, .actor = m_desk.actor};
        m_desk.wish(
            this,
            [request](engine::Engine &engine) { return engine.bookings().importFile(request); },
            done);
    };
    run(true, [=, this](const domain::BookingImportResult &preview) {
        auto *dialog =
            new BookingsImportDialog(source, preview, site(), m_page.theme(), m_page.window());
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        connect(dialog, &QDialog::accepted, this, [=, this] {
            run(false, [this](const domain::BookingImportResult &done) {
                if (done.isGood())
                    m_desk.notices.tellFinal(
                        tr("%n bookings imported", nullptr, int(done.created.size())));
                else
                    m_desk.notices.tell(tr("Nothing was imported: something was booked meanwhile. "
                                           "Try again."));
            });
        });
        dialog->open();
    });
}

BookingsImportDialog::Site BookingFilesDesk::site() const
{
    BookingsImportDialog::Site site{{}, domain::zoneOf(m_desk.model.site().timeZone)};
    for (const domain::Space &space : m_desk.model.spaces())
        site.codes.insert(space.id, space.code);
    return site;
}

// --- Out -----------------------------------------------------------------------------------------

void BookingFilesDesk::chooseExport(UtcTime from)
{
    if (m_desk.situation.isReadOnly())
        return m_desk.notices.tell(tr("Viewers cannot export bookings. Ask an operator."));
    const QString withPersons = tr("Calendar with e-mail and titles (*.ics)");
    auto *dialog = new QFileDialog(
        m_page.window(), tr("Export bookings"), {},
        QStringList{tr("Table with e-mail and titles (*.csv)"), tr("Calendar (*.ics)"), withPersons}
            .join(u";;"_s));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->selectFile(tr("bookings")); // what is chosen below it gives the ending
    connect(dialog, &QFileDialog::fileSelected, this, [=, this](const QString &path) {
        const QString filter = dialog->selectedNameFilter();
        const bool hasEnding = path.endsWith(u".csv", Qt::CaseInsensitive)
            || path.endsWith(u".ics", Qt::CaseInsensitive);
        const QString ending = filter.contains(u"*.ics") ? u".ics"_s : u".csv"_s;
        exportFile(hasEnding ? path : path + ending, from, filter == withPersons);
    });
    dialog->open();
}

void BookingFilesDesk::exportFile(const QString &path, UtcTime from, bool withPersons)
{
    auto kind = engine::BookingFile::Table;
    if (path.endsWith(u".ics", Qt::CaseInsensitive))
        kind =
            withPersons ? engine::BookingFile::CalendarWithPersons : engine::BookingFile::Calendar;
    const domain::BookingFilter filter{.from = from};
    m_desk.wish(
        this,
        [filter, kind](engine::Engine &engine) {
            return engine.bookings().exportFile(filter, kind);
        },
        [this, path, kind](const QByteArray &bytes) {
            const bool isTable = kind == engine::BookingFile::Table;
            const Result<> done = write(path, isTable ? forSpreadsheets(bytes) : bytes);
            if (!done)
                return m_desk.notices.tell(done.error());
            m_desk.notices.tell(tr("Bookings written to %1").arg(path));
        });
}

} // namespace parking::ui
