#include "listshots.h"

#include "app/operatorwindow.h"
#include "base/literals.h"
#include "events/payloadview.h"
#include "fixturedevices.h"
#include "fixtureevents.h"
#include "fixturesite.h"

#include <QApplication>
#include <QDir>
#include <QLineEdit>
#include <QSpinBox>
#include <QTest>

using namespace parking;
using namespace parking::ui;
using namespace std::chrono_literals;
using fixture::kNow;
using fixture::spaceId;

namespace {

struct Stage {
    Stage(Theme &theme, const QString &page, domain::SiteSnapshot site = fixture::harbourSite())
        : window(model, situation, notices, theme)
    {
        model.setNow(kNow);
        model.load(std::move(site));
        situation.setRole(u"Operator"_s, false);
        situation.setHealth(fixture::healthy());
        situation.setNow(kNow);
        window.resize(1440, 900);
        window.show();
        window.showPage(page);
        QApplication::processEvents();
    }

    SiteModel model;
    Situation situation;
    Notices notices;
    OperatorWindow window;
};

void take(const QString &file, Stage &stage, Theme &theme, const QList<QSize> &sizes)
{
    for (const ThemeChoice choice : {ThemeChoice::Light, ThemeChoice::Dark}) {
        theme.setChoice(choice);
        for (const QSize &size : sizes) {
            stage.window.resize(size);
            for (int i = 0; i < 4; ++i)
                QApplication::processEvents();
            stage.window.grab().save(
                u"%1-%2-%3x%4.png"_s.arg(file, theme.tokens().dark ? u"dark"_s : u"light"_s)
                    .arg(size.width())
                    .arg(size.height()));
        }
    }
}

void choose(SpaceListPage &page, const QString &code)
{
    const int row = page.rows().rowOf(spaceId(code));
    page.table().scrollTo(page.rows().index(row, SpaceRows::Code),
                          QAbstractItemView::PositionAtCenter);
    page.table().setCurrentIndex(page.rows().index(row, SpaceRows::Code));
}

} // namespace

void takeSpaces(const QString &folder, Theme &theme, const QList<QSize> &sizes)
{
    const auto file = [&folder](const QString &name) {
        return QDir(folder).filePath(u"spaces-"_s + name);
    };
    Stage stage(theme, u"spaces"_s);
    SpaceListPage &page = stage.window.spaceList();
    page.setDevices(fixture::spaceDevices());
    take(file(u"table"_s), stage, theme, sizes);
    SpaceFilter north;
    north.building = u"North"_s;
    page.filters().setFilter(north);
    for (const QString &code : {u"B1-058"_s, u"B1-059"_s, u"B1-060"_s})
        page.rows().tick(page.rows().rowOf(spaceId(code)), page.rows().rowOf(spaceId(code)), true);
    choose(page, u"B1-066"_s);
    take(file(u"form"_s), stage, theme, sizes);
    QTest::mouseClick(&page.form().sensor().field(), Qt::LeftButton);
    page.form().sensor().field().selectAll();
    QTest::keyClicks(&page.form().sensor().field(), u"2A5"_s);
    take(file(u"sensors"_s), stage, theme, sizes);
    page.cancel();
    page.rows().untickAll();
    page.newSpace();
    page.form().findChild<QLineEdit *>(u"code"_s)->setFocus();
    QTest::keyClicks(page.form().findChild<QLineEdit *>(u"code"_s), u"N-001"_s);
    page.form().findChild<QSpinBox *>()->setValue(20);
    take(file(u"row"_s), stage, theme, sizes);
    page.cancel();
    page.filters().setFilter({.text = u"nothing"_s});
    take(file(u"nohit"_s), stage, theme, {sizes.first()});
    page.filters().setFilter({});
    stage.situation.setRole(u"Viewer"_s, true);
    choose(page, u"B1-055"_s);
    take(file(u"viewer"_s), stage, theme, {sizes.first()});
    stage.situation.setRole(u"Operator"_s, false);
    page.cancel();
    stage.model.load({});
    take(file(u"empty"_s), stage, theme, {sizes.first()});
    stage.model.load(fixture::largeSite(20, 500));
    take(file(u"many"_s), stage, theme, sizes);
}

void takeEvents(const QString &folder, Theme &theme, const QList<QSize> &sizes)
{
    const auto file = [&folder](const QString &name) {
        return QDir(folder).filePath(u"events-"_s + name);
    };
    Stage stage(theme, u"events"_s);
    EventsPage &page = stage.window.events();
    page.addOlder({.hasMore = true});
    take(file(u"empty"_s), stage, theme, {sizes.first()});
    page.addOlder({.events = fixture::events(), .hasMore = true});
    take(file(u"running"_s), stage, theme, sizes);
    const auto open = [&page](const QString &key) {
        page.table().setCurrentIndex(page.events().index(page.events().rowOf(key), 0));
    };
    open(fixture::uplink().key);
    page.setPaused(true);
    page.add(fixture::uplinks(37, kNow));
    page.detail().payload().bytes().setMarked(5, 7);
    take(file(u"uplink"_s), stage, theme, sizes);
    open(fixture::letter().key);
    take(file(u"letter"_s), stage, theme, sizes);
    page.cancel();
    page.table().parentWidget()->findChild<QLineEdit *>(u"eventSearch"_s)->setText(u"nothing"_s);
    take(file(u"nohit"_s), stage, theme, {sizes.first()});
    page.table().parentWidget()->findChild<QLineEdit *>(u"eventSearch"_s)->clear();
    page.setFailed(u"The database does not answer. Please try again when it is back."_s);
    take(file(u"away"_s), stage, theme, sizes);
}
