#include "bookingshots.h"

#include "base/literals.h"
#include "bookings/bookingspage.h"
#include "fixturebookings.h"
#include "fixturesite.h"

#include <QApplication>
#include <QDir>
#include <QMouseEvent>

using namespace parking;
using namespace parking::ui;
using namespace std::chrono_literals;

namespace {

/// What a window of this size leaves to a page: without rail, top bar and status bar.
QSize pageOf(const QSize &window)
{
    const int rail = window.width() < 1100 ? 56 : window.width() >= 2000 ? 208 : 72;
    return window - QSize(rail + 1, 57 + 28);
}

struct Stage {
    Stage(Theme &theme, const domain::SiteSnapshot &site, const QList<domain::Booking> &bookings,
          UtcTime now = fixture::kNow)
        : page(model, situation, theme)
    {
        model.setNow(now);
        model.load(site);
        situation.setRole(u"Operator"_s, false);
        situation.setHealth(fixture::healthy());
        situation.setNow(now);
        page.resize(1367, 815);
        page.show();
        page.setBookings(bookings);
    }
    void choose(const std::function<void(BookingsChoice &)> &change)
    {
        BookingsChoice choice = page.choice();
        change(choice);
        page.choose(choice);
        page.setBookings(answer);
    }
    SiteModel model;
    Situation situation;
    BookingsPage page;
    QList<domain::Booking> answer;
};

/// The answer to whatever the list asks.
void answerList(BookingsPage &page, const QList<domain::Booking> &rows, qint64 total,
                const domain::SiteSnapshot &site)
{
    QObject::connect(
        &page.list(), &BookingList::asked, &page,
        [&page, rows, total, site](const BookingQuestion &question) {
            domain::BookingPage found;
            found.rows = rows.mid(0, question.page.limit);
            found.total = total;
            for (const domain::Booking &row : rows)
                ++found.byStatus[size_t(row.status)];
            for (const domain::Space &space : site.spaces)
                found.codes.insert(space.id, space.code);
            QMetaObject::invokeMethod(
                &page,
                [&page, found, number = question.number] { page.list().setPage(number, found); },
                Qt::QueuedConnection);
        });
}

/// What somebody should see to, with the way out.
QList<domain::BookingAmiss> amiss(const QList<domain::Booking> &bookings)
{
    QList<domain::BookingAmiss> amiss;
    for (const domain::Booking &booking : bookings) {
        if (booking.blockedAt)
            amiss.append({booking, u"B1-064"_s, true,
                          domain::BookingAlternative{fixture::spaceId(u"B1-061"_s), u"B1-061"_s,
                                                     booking.span()}});
        if (booking.overstayAt)
            amiss.append({booking, u"B1-046"_s, false, {}});
    }
    return amiss;
}

class Camera {
public:
    Camera(const QString &folder, Theme &theme, const QList<QSize> &sizes)
        : m_folder(folder), m_theme(theme), m_sizes(sizes)
    {
    }
    void take(const QString &name, Stage &stage, const std::function<void()> &arrange = {})
    {
        for (const ThemeChoice choice : {ThemeChoice::Light, ThemeChoice::Dark}) {
            m_theme.setChoice(choice);
            for (const QSize &size : m_sizes) {
                stage.page.resize(pageOf(size));
                for (int i = 0; i < 3; ++i)
                    QApplication::processEvents();
                if (arrange)
                    arrange();
                stage.page.grab().save(m_folder.filePath(
                    u"bookings-%1-%2-%3x%4.png"_s
                        .arg(name, choice == ThemeChoice::Dark ? u"dark"_s : u"light"_s)
                        .arg(size.width())
                        .arg(size.height())));
            }
        }
    }

private:
    QDir m_folder;
    Theme &m_theme;
    QList<QSize> m_sizes;
};

void send(QWidget &widget, QEvent::Type type, const QPointF &at)
{
    QMouseEvent event(type, at, widget.mapToGlobal(at), Qt::LeftButton,
                      type == QEvent::MouseButtonRelease ? Qt::NoButton : Qt::LeftButton, {});
    QApplication::sendEvent(&widget, &event);
}

/// The booking of B1-047 over the one of B1-055: as in the picture that is the bar.
void dragOverConflict(Stage &stage)
{
    TimelineView &view = stage.page.timeline();
    const auto find = [&view](const QString &code, const UtcTime start) {
        for (const domain::Booking &row : view.scene().bookings()) {
            if (row.spaceId == fixture::spaceId(code) && row.start == start)
                return row.id;
        }
        return domain::BookingId();
    };
    const UtcTime midnight = fixture::kNow - 14h - 2min - 36s;
    const QPointF from = view.boxOf(find(u"B1-047"_s, midnight + 16h)).center();
    QPointF to = view.boxOf(find(u"B1-055"_s, midnight + 14h)).center();
    to.setX(from.x() - view.scene().axis().pixelsPerHour() / 2);
    QWidget &viewport = *view.viewport();
    send(viewport, QEvent::MouseButtonPress, from);
    send(viewport, QEvent::MouseMove, (from + to) / 2);
    send(viewport, QEvent::MouseMove, to);
}

} // namespace

void takeBookings(const QString &folder, Theme &theme, const QList<QSize> &sizes)
{
    QDir().mkpath(folder);
    Camera camera(folder, theme, sizes);
    const domain::SiteSnapshot site = fixture::harbourSite();
    {
        Stage stage(theme, site, {});
        camera.take(u"none"_s, stage);
        answerList(stage.page, {}, 0, site);
        stage.choose([](BookingsChoice &choice) { choice.isList = true; });
        camera.take(u"list-none"_s, stage);
    }
    {
        Stage stage(theme, site, fixture::manyBookings(site, 500));
        camera.take(u"many"_s, stage);
        stage.answer = fixture::manyBookings(site, 500);
        stage.choose([](BookingsChoice &choice) { choice.isWeek = true; });
        camera.take(u"week"_s, stage);
        answerList(stage.page, fixture::manyBookings(site, 500), 500, site);
        stage.choose([](BookingsChoice &choice) { choice.isList = true; });
        camera.take(u"list-many"_s, stage);
    }
    {
        Stage stage(theme, site, fixture::harbourBookings().mid(0, 5));
        camera.take(u"five"_s, stage);
        answerList(stage.page, fixture::harbourBookings().mid(0, 5), 5, site);
        stage.choose([](BookingsChoice &choice) { choice.isList = true; });
        camera.take(u"list-five"_s, stage);
    }
    Stage stage(theme, site, fixture::harbourBookings());
    stage.answer = fixture::harbourBookings();
    stage.choose([](BookingsChoice &choice) { choice.building = u"North"_s; });
    camera.take(u"day"_s, stage);
    camera.take(u"drag"_s, stage, [&stage] { dragOverConflict(stage); });
    send(*stage.page.timeline().viewport(), QEvent::MouseButtonRelease, {400, 300});
    domain::BookingDraft draft;
    draft.spaceId = fixture::spaceId(u"B1-055"_s);
    draft.start = fixture::kNow - 14h - 2min - 36s + 15h + 30min;
    draft.end = draft.start + 2h + 30min;
    draft.email = u"press@example.com"_s;
    stage.page.newBooking();
    stage.page.form().begin(draft);
    camera.take(u"form"_s, stage);
    stage.page.cancel();
    stage.page.setAmiss(amiss(stage.answer));
    camera.take(u"alarms"_s, stage);
    stage.page.setAmiss({});
    answerList(stage.page, stage.answer, stage.answer.size(), site);
    stage.choose([](BookingsChoice &choice) { choice.isList = true; });
    camera.take(u"list"_s, stage);
    stage.choose([](BookingsChoice &choice) { choice.isList = false; });
    stage.situation.setHealth(fixture::databaseDown(4min));
    camera.take(u"down"_s, stage);
    stage.situation.setHealth(fixture::healthy());
    stage.situation.setRole(u"Viewer"_s, true);
    camera.take(u"viewer"_s, stage);
    {
        Stage night(theme, site, fixture::harbourBookings(), fixture::kNow - 11h - 30min);
        camera.take(u"night"_s, night);
    }
}
