#include "app/pastwork.h"

#include "archive/estimate.h"
#include "base/literals.h"
#include "review/perioddialog.h"
#include "shell/fitscreen.h"

#include <QCoreApplication>
#include <QDesktopServices>
#include <QDir>
#include <QEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QStandardPaths>
#include <QUrl>

namespace parking::ui {

namespace {

constexpr QSize kReviewSize{1280, 800};

/// Of this person and this site, for the running database has no place beside it.
QString bookmarksOf(const domain::Site &site)
{
    return QDir(QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation))
        .filePath(u"smart-parking/bookmarks-%1.json"_s.arg(site.id.toString()));
}

bool isSameContent(const ExportWish &one, const ExportWish &other)
{
    return one.from == other.from && one.to == other.to && one.building == other.building
        && one.readings == other.readings && one.bookings == other.bookings
        && one.downlinks == other.downlinks && one.alarms == other.alarms
        && one.pictures == other.pictures;
}

} // namespace

/// A window of its own, with all that fills it.
struct PastWork::Review {
    SiteModel model;
    Situation situation;
    Notices notices;
    ReviewWindow window;
    ReviewSession session;

    Review(const ReviewSession::Source &source, Clock &clock, Theme &theme)
        : window(model, situation, notices, theme), session(source, clock, window)
    {
    }
};

PastWork::PastWork(const Doors &doors, OperatorWindow &window)
    : m_doors(doors), m_window(window), m_run(doors.databaseUrl)
{
    connect(&window, &OperatorWindow::pastWanted, this, &PastWork::askPeriod);
    connect(&window, &OperatorWindow::exportWanted, this, [this] { openExport(m_window); });
    connect(&window, &OperatorWindow::archiveWanted, this, &PastWork::chooseArchive);
    connect(&m_run, &ExportRun::progressed, this, [this](qint64 rows, bool isSealing) {
        if (m_sheet)
            m_sheet->setProgress(rows, isSealing);
    });
    connect(&m_run, &ExportRun::finished, this, [this](const Result<archive::Exported> &exported) {
        if (m_sheet && exported)
            m_sheet->setDone(m_sheet->wish().path, exported->bytes, exported->manifest.to);
        else if (m_sheet)
            m_sheet->setFailed(exported.error());
    });
    window.setWork([this] {
        return m_run.isRunning() ? tr("The export that runs: its file is not kept") : QString();
    });
    window.installEventFilter(this);
}

PastWork::~PastWork()
{
    m_window.setWork(nullptr);
    delete m_sheet;
}

// --- Looking at the past -------------------------------------------------------------------------

void PastWork::askPeriod()
{
    auto *dialog = new PeriodDialog(m_doors.clock.now(), m_window.theme(), &m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this,
            [this, dialog] { review(dialog->period().from(), dialog->period().to()); });
    dialog->open();
}

void PastWork::review(UtcTime from, UtcTime to)
{
    const domain::Site &site = m_window.model().site();
    ReviewSession::Source source;
    source.databaseUrl = m_doors.databaseUrl;
    source.bookmarks = bookmarksOf(site);
    source.manifest.siteName = site.name;
    source.manifest.timeZone = site.timeZone;
    source.manifest.from = from;
    source.manifest.to = to;
    m_reviews.push_back(std::make_unique<Review>(source, m_doors.clock, m_window.theme()));
    Review *review = m_reviews.back().get();
    ReviewWindow &window = review->window;
    const auto toLive = [this, &window] {
        m_window.raise();
        m_window.activateWindow();
        window.close();
    };
    connect(&window, &ReviewWindow::liveWanted, this, toLive);
    connect(&window, &MainWindow::leaveRequested, this, toLive);
    connect(&window, &ReviewWindow::exportWanted, this, [this, &window] { openExport(window); });
    connect(&window, &MainWindow::archiveDropped, this, &PastWork::archiveWanted);
    connect(
        &window, &ReviewWindow::hidden, this, [this, review] { forget(review); },
        Qt::QueuedConnection);
    fitScreen(window, kReviewSize);
    window.show();
    review->session.begin();
}

void PastWork::forget(const Review *review)
{
    std::erase_if(m_reviews, [review](const auto &one) { return one.get() == review; });
}

ReviewWindow *PastWork::lastReview() const
{
    return m_reviews.empty() ? nullptr : &m_reviews.back()->window;
}

ReviewSession *PastWork::lastSession() const
{
    return m_reviews.empty() ? nullptr : &m_reviews.back()->session;
}

/// Without the live window there is nothing to come back to.
bool PastWork::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Hide && !event->spontaneous()) {
        for (const auto &review : m_reviews)
            review->window.close();
    }
    return QObject::eventFilter(watched, event);
}

void PastWork::chooseArchive()
{
    auto *dialog =
        new QFileDialog(&m_window, tr("Open an archive"), {}, tr("Archives (*.parkarchive)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, &PastWork::archiveWanted);
    dialog->open();
}

// --- Export --------------------------------------------------------------------------------------

void PastWork::openExport(MainWindow &parent)
{
    if (m_sheet) {
        m_sheet->show();
        m_sheet->raise();
        return;
    }
    QString folder = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    if (!QFileInfo(folder).isDir()) // it is but a habit
        folder = QDir::homePath();
    // Of the live window, and not modal: it goes on beside it, and stays when a review is closed.
    m_sheet = new ExportSheet(m_window.model().site().name, m_window.model().buildings(),
                              m_doors.clock.now(), folder, m_window.theme(), &m_window);
    m_sheet->setAttribute(Qt::WA_DeleteOnClose);
    for (const auto &review : m_reviews) {
        const read::Past *past = review->session.feed().past();
        if (&review->window == &parent && past)
            m_sheet->period().setPeriod(past->from, past->to);
    }
    connectSheet();
    m_sheet->show();
    m_sheet->raise();
    askEstimate();
}

void PastWork::connectSheet()
{
    connect(m_sheet, &ExportSheet::estimateWanted, this, &PastWork::askEstimate);
    connect(m_sheet, &ExportSheet::exportWanted, this, &PastWork::beginExport);
    connect(m_sheet, &ExportSheet::cancelWanted, &m_run, &ExportRun::cancel);
    connect(m_sheet, &ExportSheet::openWanted, this, &PastWork::archiveWanted);
    connect(m_sheet, &ExportSheet::folderWanted, this, [](const QString &path) {
        QDesktopServices::openUrl(QUrl::fromLocalFile(QFileInfo(path).absolutePath()));
    });
}

archive::ExportOptions PastWork::optionsOf(const ExportWish &wish) const
{
    using archive::Part;
    archive::ExportOptions options;
    options.from = wish.from;
    options.to = wish.to;
    options.building = wish.building;
    const auto add = [&options](bool isWanted, Part part) {
        if (isWanted)
            options.parts.append(part);
    };
    add(wish.readings, Part::Readings);
    add(wish.bookings, Part::Bookings);
    add(wish.downlinks, Part::Downlinks);
    add(wish.alarms, Part::Alarms);
    add(wish.pictures, Part::Pictures);
    options.isRedacted = wish.isRedacted;
    options.madeBy = m_doors.actor;
    options.program = QCoreApplication::applicationVersion();
    return options;
}

/// Only the answer to the last question counts.
void PastWork::askEstimate()
{
    const ExportWish asked = m_sheet->wish();
    whenAnswered(m_doors.reads.ask([options = optionsOf(asked)](store::Database &database) {
        return archive::estimate(database, options);
    }),
                 this, [this, asked](const Result<archive::Estimate> &estimate) {
                     if (!m_sheet || !isSameContent(m_sheet->wish(), asked))
                         return;
                     if (estimate)
                         m_sheet->setEstimate(estimate->bytes, estimate->changes,
                                              estimate->readings, estimate->rows);
                     else
                         m_sheet->setNoEstimate(estimate.error().detail);
                 });
}

void PastWork::beginExport()
{
    if (m_run.isRunning())
        return;
    const ExportWish wish = m_sheet->wish();
    m_sheet->setStarted();
    m_run.start(wish.path, optionsOf(wish), m_doors.clock.now());
}

} // namespace parking::ui
