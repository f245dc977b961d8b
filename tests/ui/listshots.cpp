#include "listshots.h"

#include "app/operatorwindow.h"
#include "base/literals.h"
#include "engine/spaces/importsheet.h"
#include "events/payloadview.h"
#include "fixturedevices.h"
#include "fixtureevents.h"
#include "fixturesite.h"

#include <QApplication>
#include <QDir>
#include <QLineEdit>
#include <QPushButton>
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

/// As a spreadsheet writes it, in German: most as it stands, some of it new, changed or wrong.
QByteArray tableOf(const SiteModel &model)
{
    QString csv = u"code;gebaeude;ebene;zone;sensor_eui;anzeige;merkmal;notiz\n"_s;
    int number = 0;
    for (const domain::Space &space : model.spaces()) {
        if (space.building != u"North" || space.floor != u"B1" || ++number > 40)
            continue;
        csv += u"%1;North;B1;%2;%3;%4;%5;\n"_s.arg(
            space.code, number == 9 ? u"Z"_s : space.zone,
            space.sensorEui ? space.sensorEui->toString().toUpper() : QString(),
            space.displayEui ? space.displayEui->toString().toUpper() : QString(),
            number == 7 ? u"charging|family"_s : space.features.join(u'|'));
        if (number == 2)
            csv += u"B1-887;North;B1;D;58A0CB0000102A5C;;;neu 2026\n"
                   "B1-888;North;B1;D;;;charging;neu 2026\nB1-888;North;B1;D;;;charging;\n"
                   "B1-0331;North;B1;A;58A0CB00001C01;;;\nB1-889;North;B7;D;;;charging;\n"_s;
    }
    return csv.toUtf8();
}

void takeImport(const QString &folder, Theme &theme, const QList<QSize> &sizes)
{
    const auto file = [&folder](const QString &name) {
        return QDir(folder).filePath(u"spaces-import-"_s + name);
    };
    Stage stage(theme, u"spaces"_s);
    SpaceListPage &page = stage.window.spaceList();
    ImportPage &import = page.import();
    const auto press = [&import](const QString &text) {
        for (QPushButton *button : import.findChildren<QPushButton *>()) {
            if (button->isVisible() && button->text().startsWith(text))
                return QTest::mouseClick(button, Qt::LeftButton);
        }
    };
    const auto read = [&](const QByteArray &csv) {
        const auto sheet = engine::readSheet(
            csv, {}, {stage.model.site().id, stage.model.spaces(), stage.model.floors()});
        import.setSheet(u"north-2026.csv"_s, sheet.valueOr({}));
    };
    page.openImport();
    take(file(u"begin"_s), stage, theme, {sizes.first()});
    read(tableOf(stage.model));
    take(file(u"file"_s), stage, theme, sizes);
    press(u"Preview"_s);
    take(file(u"preview"_s), stage, theme, sizes);
    import.setReading(12'000, 100'000);
    take(file(u"reading"_s), stage, theme, {sizes.first()});
    import.setAway(u"north-2026.csv"_s);
    take(file(u"away"_s), stage, theme, {sizes.first()});
    import.setUnsure();
    take(file(u"unsure"_s), stage, theme, {sizes.first()});
    read(tableOf(stage.model));
    import.setRefused(u"Somebody changed B1-002 meanwhile. The lines were read again."_s, 3);
    take(file(u"refused"_s), stage, theme, {sizes.first()});
    read(engine::csvOf(stage.model.spaces()));
    take(file(u"nothing"_s), stage, theme, sizes);
    read(tableOf(stage.model));
    import.setImported();
    take(file(u"result"_s), stage, theme, {sizes.first()});
    import.setTakenBack(true);
    take(file(u"taken-back"_s), stage, theme, {sizes.first()});
    page.openImport();
    import.setUnreadable(u"north-2026.csv"_s,
                         u"This table cannot be read: line 3: a quote has no end"_s,
                         ui::ImportPage::Bytes::Some);
    take(file(u"unreadable"_s), stage, theme, {sizes.first()});
}

} // namespace

void takeSpaces(const QString &folder, Theme &theme, const QList<QSize> &sizes)
{
    const auto file = [&folder](const QString &name) {
        return QDir(folder).filePath(u"spaces-"_s + name);
    };
    takeImport(folder, theme, sizes);
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
