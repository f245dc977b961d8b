#include "app/reviewsession.h"

#include "base/literals.h"
#include "domain/localtime.h"
#include "read/changes.h"
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
    : m_source(source), m_zone(domain::zoneOf(source.manifest.timeZone)), m_window(window),
      m_reads(archive::addressOf(source.path), archive::prepare),
      m_desk{nullptr, m_reads, window.model(), window.situation(), window.notices(), {}},
      m_feed(m_reads, clock, window.model(), window.situation())
{
    window.situation().setRole({}, true);
    window.spaces().setPast(source.manifest.parts.contains(archive::Part::Readings));
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
        m_desk.notices.tell(by > 0 ? tr("No later change in this archive")
                                   : tr("No earlier change in this archive"));
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
    check();
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
