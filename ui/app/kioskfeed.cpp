#include "app/kioskfeed.h"

#include "base/answered.h"

#include <array>

namespace parking::ui {

using namespace std::chrono_literals;

namespace {

constexpr Milliseconds kPause = 2s;
constexpr Milliseconds kLayoutPause = 60s;
constexpr std::array<Milliseconds, 5> kFailurePauses{1s, 2s, 5s, 10s, 20s};
/// A look that takes long is made less often: screens are many, and the database has other work.
constexpr int kRest = 10;
constexpr Milliseconds kLongestRest = 15s;

Milliseconds cut(Steady::duration duration)
{
    return std::chrono::duration_cast<Milliseconds>(duration);
}

} // namespace

KioskFeed::KioskFeed(read::ReadThread &reads, Clock &clock, SiteModel &model, Situation &situation)
    : m_reads(reads), m_clock(clock), m_model(model), m_situation(situation), m_second(clock, this),
      m_next(clock, this)
{
    connect(&m_second, &ClockTimer::timeout, this, &KioskFeed::tick);
    connect(&m_next, &ClockTimer::timeout, this, &KioskFeed::look);
    m_next.setSingleShot(true);
    m_situation.setNow(m_clock.now());
}

void KioskFeed::begin()
{
    m_second.start(1s);
    look();
    tick();
}

/// While a computer sleeps its steady clock may stand still, and the other one goes on: the longer
/// time counts. A clock that is put ahead makes numbers old until the next look.
UtcTime KioskFeed::now() const
{
    if (!m_seen)
        return m_clock.now();
    const Milliseconds passed =
        std::max(cut(m_clock.steady() - m_seen->steady), Milliseconds(m_clock.now() - m_seen->own));
    return m_seen->at + std::max(passed, Milliseconds(0));
}

void KioskFeed::tick()
{
    m_model.setNow(now());
    m_situation.setNow(now());
}

std::optional<int> KioskFeed::tryingAgainIn() const
{
    const bool isHanging = m_clock.steady() - m_asked > 5s && !m_next.isActive();
    if (!m_isFailing && !isHanging)
        return std::nullopt;
    const auto left = std::chrono::ceil<std::chrono::seconds>(m_due - m_clock.steady());
    return m_next.isActive() ? std::max(0, int(left.count())) : 0;
}

void KioskFeed::look()
{
    m_asked = m_clock.steady();
    m_askedOwn = m_clock.now();
    if (!m_layoutRead || m_clock.steady() - *m_layoutRead >= kLayoutPause)
        return readLayout();
    whenAnswered(m_reads.ask([own = m_clock.now()](store::Database &database) {
        return read::signLook(database, own);
    }),
                 this, [this](const Result<read::SignLook> &look) { take(look); });
}

void KioskFeed::readLayout()
{
    whenAnswered(m_reads.ask(read::signLayout), this,
                 [this](const Result<domain::SiteSnapshot> &site) {
                     if (!site)
                         return fail(site.error());
                     m_layoutRead = m_clock.steady();
                     if (site->spaces != m_layout.spaces || site->floors != m_layout.floors
                         || site->site != m_layout.site) {
                         m_layout = *site;
                         domain::SiteSnapshot shown = m_layout;
                         shown.statuses = m_model.statuses(); // new ones come in a moment
                         m_model.load(std::move(shown));
                     }
                     look();
                 });
}

void KioskFeed::take(const Result<read::SignLook> &look)
{
    if (!look)
        return fail(look.error());
    m_isFailing = false;
    m_failures = 0;
    // From the question on: an answer that came late makes nothing younger.
    m_seen = Seen{look->at, m_askedOwn, m_asked};
    m_situation.setRefusal(std::nullopt);
    m_model.apply(look->statuses);
    const bool isSame =
        std::all_of(look->statuses.cbegin(), look->statuses.cend(),
                    [this](const domain::SpaceStatus &one) { return m_model.rowOf(one.id) >= 0; });
    if (!isSame || look->statuses.size() != m_model.count())
        m_layoutRead.reset(); // spaces came or went
    tick();
    Q_EMIT looked(look->takenInUntil);
    lookAgain(std::clamp(kRest * cut(m_clock.steady() - m_asked), kPause, kLongestRest));
}

void KioskFeed::lookAgain(Milliseconds pause)
{
    m_due = m_clock.steady() + pause;
    m_next.start(pause);
}

void KioskFeed::fail(const Error &error)
{
    m_isFailing = true;
    m_layoutRead.reset(); // it may come back as another one
    m_situation.setRefusal(error);
    Q_EMIT failed(error);
    const size_t step = std::min(size_t(m_failures++), kFailurePauses.size() - 1);
    lookAgain(kFailurePauses[step]);
}

} // namespace parking::ui
