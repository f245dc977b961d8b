#include "settingshots.h"

#include "app/operatorwindow.h"
#include "base/literals.h"
#include "fixturelamps.h"
#include "fixturesite.h"
#include "setup/draftline.h"
#include "setup/verdictbox.h"

#include <QApplication>
#include <QDir>
#include <QKeyEvent>
#include <QLineEdit>

#include <functional>

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
        situation.setHealth(fixture::withChirpStack(u"CHIRPSTACK_KEY"_s, 4min));
        situation.setNow(fixture::kNow);
        window.show();
        window.showPage(u"settings"_s);
        const settings::Source own{
            {u"MQTT_URL"_s,
             {u"mqtts://broker.harbour.local:8883"_s, u"own.ini, line 1"_s, false, true}},
            {u"MQTT_USERNAME"_s, {u"parking"_s, u"own.ini, line 2"_s, false, true}},
            {u"MQTT_PASSWORD"_s, {u"of the fixture"_s, u"own.secrets, line 1"_s, false, true}},
            {u"CHIRPSTACK_API_KEY"_s, {u"fixture"_s, u"own.secrets, line 2"_s, false, true}},
            {u"DATABASE_URL"_s,
             {u"postgresql://ann:fixture@db.harbour.local/parking?sslmode=verify-full"_s,
              u"own.secrets, line 3"_s, false, true}}};
        const settings::Source env{
            {u"CHIRPSTACK_HOST"_s, {u"chirpstack.harbour.local"_s, u".env, line 6"_s}},
            {u"CHIRPSTACK_TLS"_s, {u"true"_s, u".env, line 7"_s}},
            {u"LOG_LEVEL"_s, {u"WARNING"_s, u"environment"_s}}};
        const Result<settings::Loaded> loaded = settings::load({own, env}, u"/var/lib/parking"_s);
        page().setPlaces(u"/etc/smart-parking/.env"_s,
                         u"/home/ann/.config/smart-parking.secrets"_s);
        if (loaded)
            page().setKeys(loaded->table, loaded->table);
        page().setGiven(settings::givenValues({own, env}));
        domain::DatabaseRights rights;
        rights.isServer = true;
        rights.login = u"ann"_s;
        rights.roles = QStringList{u"parking_operator"_s};
        rights.maySeePersons = rights.mayOperate = rights.mayChangeSite = true;
        page().setRights(rights);
    }
    SettingsPage &page() { return window.settings(); }
    void type(const QString &id, const QString &text)
    {
        auto *line = page().row(id)->findChild<QLineEdit *>();
        line->setFocus();
        line->selectAll();
        for (const QChar letter : text) {
            QKeyEvent press(QEvent::KeyPress, 0, {}, letter);
            QApplication::sendEvent(line, &press);
        }
    }

    SiteModel model;
    Situation situation;
    Notices notices;
    OperatorWindow window;
};

void take(const QString &file, Stage &stage, Theme &theme, const QList<QSize> &sizes,
          const std::function<void()> &arrange = {})
{
    for (const ThemeChoice choice : {ThemeChoice::Light, ThemeChoice::Dark}) {
        theme.setChoice(choice);
        for (const QSize &size : sizes) {
            stage.window.resize(size);
            for (int i = 0; i < 3; ++i)
                QApplication::processEvents();
            if (arrange)
                arrange();
            for (int i = 0; i < 3; ++i)
                QApplication::processEvents();
            stage.window.grab().save(
                u"%1-%2-%3x%4.png"_s.arg(file, theme.tokens().dark ? u"dark"_s : u"light"_s)
                    .arg(size.width())
                    .arg(size.height()));
        }
    }
}

} // namespace

void takeSettings(const QString &folder, Theme &theme, const QList<QSize> &sizes)
{
    const auto file = [&folder](const QString &name) {
        return QDir(folder).filePath(u"settings-"_s + name);
    };
    const QList<QSize> few{sizes.first(), {1440, 900}};
    Stage stage(theme);
    for (int i = 0; i < kSettingGroups; ++i)
        take(file(u"group%1"_s.arg(i, 2, 10, QChar(u'0'))), stage, theme,
             i == int(SettingGroup::ChirpStack) || i == 0 ? sizes : few,
             [&stage, i] { stage.page().showGroup(SettingGroup(i)); });
    stage.page()
        .card(SettingGroup::ChirpStack)
        ->connection()
        ->box()
        .showVerdict({.subject = checks::Subject::ChirpStack,
                      .finding = checks::Finding::KeyRefused,
                      .passed = {checks::Step::Name, checks::Step::Port, checks::Step::Tls,
                                 checks::Step::Answer},
                      .facts = {{u"host"_s, u"chirpstack.harbour.local"_s}}});
    take(file(u"verdict"_s), stage, theme, few,
         [&stage] { stage.page().showGroup(SettingGroup::ChirpStack); });
    const auto bookings = [&stage] { stage.page().showGroup(SettingGroup::Bookings); };
    stage.type(u"bookings/graceMinutes"_s, u"2000"_s);
    take(file(u"refused"_s), stage, theme, few, bookings);
    stage.type(u"bookings/graceMinutes"_s, u"20"_s);
    const domain::SiteChange change{{u"bookings"_s, u"graceMinutes"_s}, 20, 15};
    stage.page().setSiteSaved(u"bookings/graceMinutes"_s, change);
    const auto nothing = [](const Notices::Answer &) {};
    stage.notices.tellDone(u"No-show after: 20 min, was 15 min"_s, nothing, nothing);
    take(file(u"saved"_s), stage, theme, few, bookings);
    stage.page()
        .card(SettingGroup::Broker)
        ->connection()
        ->field(DraftField::User)
        .setText(u"desk"_s);
    take(file(u"draft"_s), stage, theme, few,
         [&stage] { stage.page().showGroup(SettingGroup::Broker); });
    for (QLineEdit *line : stage.page().findChildren<QLineEdit *>()) {
        if (line->accessibleName() == u"Find a setting")
            line->setText(u"url"_s);
    }
    take(file(u"search"_s), stage, theme, few);
    stage.page().cancel();
    domain::DatabaseRights viewer;
    viewer.isServer = true;
    viewer.login = u"kiosk"_s;
    viewer.roles = QStringList{u"parking_viewer"_s};
    stage.page().setRights(viewer);
    take(file(u"viewer"_s), stage, theme, few, bookings);
    stage.situation.setHealth(fixture::databaseDown(4min));
    take(file(u"away"_s), stage, theme, few, bookings);
}
