#include "app/reviewsession.h"

#include "base/literals.h"
#include "domain/localtime.h"
#include "read/changes.h"
#include "read/pastevents.h"
#include "review/reviewlabels.h"

#include <QFileInfo>
#include <QPromise>

namespace parking::ui {

namespace {

constexpr int kHistoryRows = 200;

ReviewStatus::Source countsOf(const ReviewSession::Source &source)
{
    const auto rows = [&source](const char *table) {
        return source.tables.value(QLatin1StringView(table)).rows;
    };
    return {.name = QFileInfo(source.path).completeBaseName(),
            .bytes = source.bytes,
            .spaces = int(rows("spaces")),
            .devices = rows("devices"),
            .changes = rows("archive_changes"),
            .readings = rows("archive_readings"),
            .zone = labels::foreignZone(source.manifest.from, source.manifest.to)};
}

QString titleOf(const archive::Manifest &manifest)
{
    const QString site = manifest.building.isEmpty()
        ? manifest.siteName
        : ReviewSession::tr("%1, building %2 alone").arg(manifest.siteName, manifest.building);
    QString title = ReviewSession::tr("Review of %1, %2, nothing here is live")
                        .arg(site, labels::period(manifest.from, manifest.to));
    if (const QString zone = labels::foreignZone(manifest.from, manifest.to); !zone.isEmpty())
        title = ReviewSession::tr("%1, by the clock of %2").arg(title, zone);
    return manifest.hasNames() ? ReviewSession::tr("%1, with names").arg(title) : title;
}

} // namespace

ReviewSession::ReviewSession(const Source &source, Clock &clock, ReviewWindow &window)
    : m_source(source), m_window(window),
      m_reads(source.isDatabase() ? source.databaseUrl : archive::addressOf(source.path),
              source.isDatabase() ? read::ReadThread::Prepare() : archive::prepare),
      m_desk{nullptr, m_reads, window.model(), window.situation(), window.notices(), {}},
      m_feed(m_reads, clock, window.model(), window.situation()),
      m_bookmarkFile(source.bookmarks.isEmpty() ? BookmarkFile::pathBeside(source.path)
                                                : source.bookmarks)
{
    if (!source.isDatabase()) // whose window tells times as the live one beside it
        m_zone.emplace(domain::zoneOf(source.manifest.timeZone));
    const auto has = [&source](archive::Part part) {
        return source.isDatabase() || source.manifest.parts.contains(part);
    };
    window.situation().setRole({}, true);
    window.spaces().setPast(has(archive::Part::Readings));
    window.setHasAlarms(has(archive::Part::Alarms));
    window.setHasLive(source.isDatabase());
    window.setPastTitle(titleOf(source.manifest));
    window.status().setSource(countsOf(source));

    ReviewBar &bar = window.bar();
    connect(&m_feed, &ReplayFeed::opened, this, &ReviewSession::open);
    connect(&m_feed, &ReplayFeed::momentShown, this, &ReviewSession::showMoment);
    connect(&m_feed, &ReplayFeed::playingChanged, this, [this] {
        m_window.bar().setPlaying(m_feed.isPlaying());
        askHistory();
    });
    connect(&m_feed, &ReplayFeed::densityKnown, &bar.slider(), &TimeSlider::setDensity);
    connect(&m_feed, &ReplayFeed::gapCrossed, this, [this](const domain::RecordingGap &gap) {
        m_desk.notices.tell(labels::nothingRecorded(gap.to - gap.from));
    });
    connect(&m_feed, &ReplayFeed::noChange, this, [this](int by) {
        m_desk.notices.tell(by > 0 ? tr("No later change in this period")
                                   : tr("No earlier change in this period"));
    });
    connect(&m_feed, &ReplayFeed::failed, this,
            [this](const Error &error) { m_desk.notices.tell(error); });
    connect(&bar, &ReviewBar::played, &m_feed, &ReplayFeed::play);
    connect(&bar, &ReviewBar::paused, &m_feed, &ReplayFeed::pause);
    connect(&window, &ReviewWindow::playWanted, this, [this] {
        if (m_feed.isPlaying())
            m_feed.pause();
        else
            m_feed.play(m_window.bar().speed());
    });
    connect(&window, &ReviewWindow::stepWanted, this,
            [this](int by) { m_feed.step(m_window.stepped(), by); });
    connect(&window, &ReviewWindow::momentWanted, &m_feed, &ReplayFeed::seek);
    connect(&window.spaces(), &SpacesPage::retryRequested, this, [this] {
        if (m_feed.past())
            m_feed.seek(m_feed.moment());
        else
            begin();
    });
    connectMoments();
    connect(&window.spaces().inspector().history(), &SpaceHistory::wanted, this,
            [this](const domain::SpaceId &space) {
                m_space = space;
                askHistory();
            });
}

ReviewSession::~ReviewSession()
{
    m_isOver = true;
    if (m_check.joinable())
        m_check.join(); // it reads on for some thousand rows; SQLite's own check to its end
}

void ReviewSession::begin()
{
    m_feed.open(m_source.manifest.from, m_source.manifest.to);
    if (!m_source.isDatabase())
        check();
    const Result<Bookmarks> bookmarks = m_bookmarkFile.load();
    if (!bookmarks)
        return m_desk.notices.tell(bookmarks.error());
    m_window.bar().setBookmarks(*bookmarks);
}

void ReviewSession::open()
{
    const read::Past &past = *m_feed.past();
    ReviewStatus::Source counts = countsOf(m_source);
    counts.spaces = int(past.site.spaces.size()); // not those that were deleted
    m_window.status().setSource(counts);
    m_window.bar().setPeriod(past.from, past.to, past.gaps);
    m_window.spaces().inspector().history().setPast(past.gaps);
    m_feed.askDensity(TimeSlider::kMostBars);
}

void ReviewSession::showMoment()
{
    m_window.bar().setMoment(m_feed.moment());
    m_window.status().setMoment(m_feed.moment());
    if (!m_feed.isPlaying())
        askHistory();
}

// --- Moments to go to ----------------------------------------------------------------------------

void ReviewSession::connectMoments()
{
    ReviewBar &bar = m_window.bar();
    connect(&m_window, &ReviewWindow::alarmWanted, this, &ReviewSession::goToAlarm);
    connect(&m_window, &ReviewWindow::fullWanted, this, &ReviewSession::goToFull);
    connect(&bar, &ReviewBar::bookmarkKept, this, [this](const Bookmark &bookmark) {
        changeBookmarks([&bookmark](Bookmarks &bookmarks) {
            bookmarks.removeIf([&](const Bookmark &one) { return one.moment == bookmark.moment; });
            const auto isLater = [&](const Bookmark &one) { return one.moment > bookmark.moment; };
            bookmarks.insert(std::find_if(bookmarks.cbegin(), bookmarks.cend(), isLater), bookmark);
        });
    });
    connect(&bar, &ReviewBar::bookmarkRemoved, this, [this](UtcTime moment) {
        changeBookmarks([moment](Bookmarks &bookmarks) {
            bookmarks.removeIf([moment](const Bookmark &one) { return one.moment == moment; });
        });
    });
    connect(&bar, &ReviewBar::noBookmark, this, [this](int by) {
        m_desk.notices.tell(by > 0 ? tr("No later bookmark") : tr("No earlier bookmark"));
    });
}

/// What is shown is what is kept: other reviews may have changed the file since.
void ReviewSession::changeBookmarks(const std::function<void(Bookmarks &)> &change)
{
    Result<Bookmarks> bookmarks = m_bookmarkFile.load();
    if (!bookmarks)
        return m_desk.notices.tell(bookmarks.error());
    change(*bookmarks);
    if (const Result<> saved = m_bookmarkFile.save(*bookmarks); !saved)
        return m_desk.notices.tell(saved.error());
    m_window.bar().setBookmarks(*bookmarks);
}

void ReviewSession::goToAlarm(int by)
{
    if (!m_feed.past())
        return;
    m_feed.pause();
    const UtcTime moment = m_feed.moment();
    m_desk.ask(
        this,
        [past = *m_feed.past(), moment, by](store::Database &database) {
            return by > 0 ? read::alarmAfter(database, past, moment)
                          : read::alarmBefore(database, past, moment);
        },
        [this, moment, by](const std::optional<UtcTime> &found) {
            if (moment != m_feed.moment())
                return; // somebody sought another
            if (found)
                m_feed.seek(*found);
            else
                m_desk.notices.tell(by > 0 ? tr("No later alarm in this period")
                                           : tr("No earlier alarm in this period"));
        });
}

void ReviewSession::goToFull()
{
    if (!m_feed.past())
        return;
    m_feed.pause();
    const UtcTime moment = m_feed.moment();
    m_desk.ask(
        this,
        [past = *m_feed.past(), spaces = m_window.shownSpaces(), moment](
            store::Database &database) { return read::fullAfter(database, past, spaces, moment); },
        [this, moment](const std::optional<read::FullZone> &found) {
            if (moment != m_feed.moment())
                return;
            if (!found)
                return m_desk.notices.tell(tr("No zone here gets full later in this period"));
            m_feed.seek(found->at);
            m_window.spaces().reveal(found->last);
            m_desk.notices.tell(found->zone.isEmpty()
                                    ? tr("%1 · %2 is full").arg(found->building, found->floor)
                                    : tr("%1 · %2 · zone %3 is full")
                                          .arg(found->building, found->floor, found->zone));
        });
}

/// Of the space that is looked at: the changes until the moment, and the one after it.
void ReviewSession::askHistory()
{
    if (!m_space || !m_feed.past())
        return;
    struct Around {
        QList<domain::StateChange> before;
        std::optional<domain::StateChange> next;
    };
    const domain::SpaceId space = *m_space;
    const UtcTime moment = m_feed.moment();
    m_desk.ask(
        this,
        [space, moment](store::Database &database) -> Result<Around> {
            const auto before =
                read::recentChanges(database, space, kHistoryRows, moment + Milliseconds(1));
            const auto next = read::nextChange(database, space, moment);
            if (!before || !next)
                return before ? next.error() : before.error();
            return Around{*before, *next};
        },
        [this, space, moment](const Around &around) {
            if (moment != m_feed.moment())
                return; // asked anew
            SpaceHistory &history = m_window.spaces().inspector().history();
            history.setChanges(space, around.before);
            history.setNext(space, around.next);
        });
}

/// Every row is read once, beside the review: until then the archive is not called whole. What
/// somebody made may take long to read, so that nobody waits for it.
void ReviewSession::check()
{
    if (m_check.joinable())
        return; // of the same file
    QPromise<Result<archive::Verdict>> promise;
    promise.start();
    whenAnswered(promise.future(), this, [this](const Result<archive::Verdict> &verdict) {
        using Check = ReviewStatus::Check;
        if (!verdict)
            m_window.status().setCheck(Check::NotDone, verdict.error().detail);
        else if (verdict->isSound())
            m_window.status().setCheck(Check::Whole);
        else
            m_window.status().setCheck(Check::Damaged, verdict->damaged().join(u", "_s));
        Q_EMIT checked();
    });
    m_check = std::thread([this, promise = std::move(promise), path = m_source.path]() mutable {
        const Result<archive::OpenedArchive> opened = archive::openArchive(path);
        promise.addResult(opened ? archive::verify(*opened, [this] { return !m_isOver; })
                                 : Result<archive::Verdict>(opened.error()));
        promise.finish();
    });
}

} // namespace parking::ui
