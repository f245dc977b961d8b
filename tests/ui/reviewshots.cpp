#include "reviewshots.h"

#include "app/reviewsession.h"
#include "base/literals.h"
#include "fixturereview.h"
#include "fixturesite.h"
#include "review/exportsheet.h"

#include <QApplication>
#include <QDir>
#include <QEventLoop>
#include <QTemporaryDir>
#include <QTimer>

using namespace parking;
using namespace parking::ui;
using namespace std::chrono_literals;

namespace {

/// Until the signal, or for as long as nobody would look at pictures.
template <class Sender, class Signal>
void await(Sender &sender, Signal signal, const std::function<void()> &begin)
{
    QEventLoop loop;
    QObject::connect(&sender, signal, &loop, &QEventLoop::quit);
    QTimer::singleShot(20s, &loop, &QEventLoop::quit);
    begin();
    loop.exec();
}

} // namespace

void takeReview(const QString &folder, Theme &theme)
{
    const QTemporaryDir place;
    const QString path = place.filePath(u"harbour-2026-09.parkarchive"_s);
    if (!fixture::writeArchive(path, 30))
        return;
    const auto opened = archive::openArchive(path);
    if (!opened)
        return;
    SystemClock clock;
    SiteModel model;
    Situation situation;
    Notices notices;
    ReviewWindow window(model, situation, notices, theme);
    ReviewSession session({path, opened->manifest, opened->tables, opened->bytes}, clock, window);
    window.show();
    await(session, &ReviewSession::checked, [&] { session.begin(); });
    const auto take = [&](const QString &name, const QSize &size) {
        window.resize(size);
        QEventLoop settle;
        QTimer::singleShot(400ms, &settle, &QEventLoop::quit); // answers for the inspector
        settle.exec();
        window.grab().save(QDir(folder).filePath(
            u"%1-%2x%3.png"_s.arg(name).arg(size.width()).arg(size.height())));
    };
    const auto marked = [](UtcTime time) { return Bookmark{time, u"The lorry"_s}; };
    window.bar().setBookmarks(
        {marked(fixture::reviewBegin() + 79h), marked(fixture::reviewBegin() + 300h)});
    for (const ThemeChoice choice : {ThemeChoice::Light, ThemeChoice::Dark}) {
        theme.setChoice(choice);
        ExportSheet sheet(u"Harbour Site"_s, {u"North"_s, u"South"_s},
                          fixture::reviewBegin() + 30 * 24h, u"/home/ada/Documents"_s, theme,
                          nullptr);
        sheet.setEstimate(12'400'000, 19'547, 78'277, 98'000);
        const QString theirs = choice == ThemeChoice::Dark ? u"dark"_s : u"light"_s;
        const auto takeSheet = [&](const QString &name) {
            sheet.resize(sheet.sizeHint());
            sheet.grab().save(QDir(folder).filePath(u"%1-%2.png"_s.arg(name, theirs)));
        };
        sheet.show();
        takeSheet(u"export-ask"_s);
        sheet.setStarted();
        sheet.setProgress(41'000, false);
        takeSheet(u"export-running"_s);
        sheet.setDone(u"/home/ada/Documents/harbour-site.parkarchive"_s, 12'345'678,
                      fixture::reviewBegin() + 30 * 24h);
        takeSheet(u"export-done"_s);
        theme.setChoice(choice);
        const QString kind = choice == ThemeChoice::Dark ? u"-dark"_s : u"-light"_s;
        await(session.feed(), &ReplayFeed::momentShown,
              [&] { session.feed().seek(fixture::reviewBegin() + 9 * 24h + 8h + 47min + 20s); });
        window.spaces().reveal(fixture::spaceId(u"B1-055"_s));
        for (const QSize &size : {QSize(1440, 900), QSize(1024, 680)})
            take(u"review"_s + kind, size);
        await(session.feed(), &ReplayFeed::momentShown,
              [&] { session.feed().seek(fixture::reviewBegin() + 3 * 24h + 6h); });
        take(u"review-gap"_s + kind, {1440, 900});
        window.spaces().map().view().select({});
        window.spaces().map().view().show({});
        take(u"review-site"_s + kind, {1440, 900});
    }
}
