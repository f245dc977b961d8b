#include "deviceshots.h"

#include "app/operatorwindow.h"
#include "base/literals.h"
#include "devices/chartcard.h"
#include "devices/chartview.h"
#include "devices/fleettable.h"
#include "fixturedevices.h"
#include "fixturesite.h"

#include <QApplication>
#include <QDir>
#include <QPushButton>
#include <QTableWidget>

using namespace parking;
using namespace parking::ui;
using namespace std::chrono_literals;

namespace {

struct Stage {
    explicit Stage(Theme &theme) : window(model, situation, notices, theme)
    {
        model.setNow(fixture::kNow);
        model.load(fixture::harbourSite());
        situation.setRole(u"Operator"_s, false);
        situation.setHealth(fixture::healthy());
        situation.setNow(fixture::kNow);
        window.resize(1440, 900);
        window.show();
        window.showPage(u"devices"_s);
        QObject::connect(&page().device(), &DeviceView::detailWanted, &window,
                         [this] { page().setDetail(fixture::fallingDevice()); });
        QObject::connect(&page().device(), &DeviceView::chartsWanted, &window,
                         [this] { page().device().setCharts(fixture::yearOfReadings()); });
        page().setPage(fixture::sensors());
    }
    DevicesPage &page() { return window.devices(); }

    SiteModel model;
    Situation situation;
    Notices notices;
    OperatorWindow window;
};

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
                stage.window.resize(size);
                for (int i = 0; i < 3; ++i)
                    QApplication::processEvents();
                if (arrange)
                    arrange();
                stage.window.grab().save(m_folder.filePath(
                    u"devices-%1-%2-%3x%4.png"_s
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

void chooseDevice(Stage &stage, DeviceView::Range range)
{
    const FleetModel &rows = stage.page().list().rows();
    for (int row = 0; row < rows.rowCount(); ++row) {
        if (rows.row(row).place.code == u"B1-055")
            stage.page().list().table().selectRow(row);
    }
    stage.page().device().setRange(range);
}

void point(Stage &stage)
{
    for (ChartCard *card : stage.page().device().cards())
        card->view().setCrosshair(fixture::kNow - std::chrono::days(120));
}

} // namespace

void takeDevices(const QString &folder, Theme &theme, const QList<QSize> &sizes)
{
    QDir().mkpath(folder);
    Camera camera(folder, theme, sizes);
    {
        Stage stage(theme);
        stage.page().setPage({});
        camera.take(u"none"_s, stage);
        stage.page().list().setView(FleetList::Sensors);
        stage.page().setPage(fixture::manySensors(5000));
        camera.take(u"many"_s, stage);
    }
    Stage stage(theme);
    camera.take(u"unchosen"_s, stage);
    chooseDevice(stage, DeviceView::Year);
    camera.take(u"device"_s, stage, [&stage] { point(stage); });
    stage.page().device().ensureVisible(0, 4000);
    camera.take(u"device-below"_s, stage,
                [&stage] { stage.page().device().ensureVisible(0, 4000); });
    stage.page().device().ensureVisible(0, 0);
    for (QPushButton *button : stage.page().device().findChildren<QPushButton *>()) {
        if (button->accessibleName().endsWith(u"as table") && !button->isChecked()) {
            button->click();
            break;
        }
    }
    camera.take(u"table"_s, stage);
    stage.page().device().setCharts(fixture::noReadings());
    camera.take(u"no-readings"_s, stage);
    QObject::connect(&stage.page().inbox(), &InboxView::detailWanted, &stage.window,
                     [&stage](domain::DevEui eui) {
                         domain::DeviceDetail detail = fixture::fallingDevice();
                         detail.fleet.device.devEui = eui;
                         stage.page().inbox().setDetail(detail);
                     });
    stage.page().openInbox();
    stage.page().setInbox(fixture::newDevices(18));
    camera.take(u"inbox"_s, stage);
    stage.page().cancel();
    stage.page().list().setView(FleetList::Gateways);
    stage.page().setGateways(fixture::gateways());
    stage.page().list().findChild<QTableWidget *>()->setCurrentCell(0, 0);
    camera.take(u"gateway"_s, stage);
    stage.page().setTrips(domain::ladderTrips(fixture::manySensors(300).rows));
    camera.take(u"trips"_s, stage);
    stage.page().cancel();
    stage.page().list().setView(FleetList::Sensors);
    stage.page().setFailed(u"The database does not answer since 13:58."_s);
    stage.situation.setHealth(fixture::databaseDown(4min));
    stage.situation.setRole(u"Viewer"_s, true);
    camera.take(u"down"_s, stage);
}
