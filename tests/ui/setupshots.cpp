#include "setupshots.h"

#include "app/firstrunwindow.h"
#include "base/literals.h"
#include "setup/draftline.h"

#include <QApplication>
#include <QDir>
#include <QLineEdit>
#include <QPushButton>
#include <QTemporaryDir>

namespace parking::ui {

using checks::Finding;
using checks::Step;
using checks::Subject;

namespace {

const QList<Step> kToLogin{Step::Address, Step::File,        Step::Name,   Step::Port,
                           Step::Tls,     Step::Certificate, Step::Answer, Step::Login};

checks::Verdict goodDatabase()
{
    return {Subject::Database,
            Finding::DatabaseGood,
            kToLogin,
            {{u"server"_s, u"PostgreSQL 15.8"_s}, {u"ms"_s, 3}}};
}

checks::Verdict missingTables()
{
    return {Subject::Database,
            Finding::TablesMissing,
            kToLogin + QList{Step::Version, Step::Right},
            {{u"version"_s, u"15.8"_s}, {u"ms"_s, 3}, {u"database"_s, u"parking"_s}}};
}

checks::Verdict goodBroker()
{
    return {Subject::Broker,
            Finding::BrokerGood,
            kToLogin,
            {{u"tls"_s, u" with TLS"_s},
             {u"uplinks"_s, 214},
             {u"devices"_s, 61},
             {u"seconds"_s, 30},
             {u"age"_s, 1}}};
}

checks::Verdict refusedKey()
{
    return {Subject::ChirpStack,
            Finding::KeyRefused,
            {Step::Address, Step::Name, Step::Port, Step::Tls, Step::Certificate, Step::Answer},
            {},
            u"401 Unauthenticated: authentication failed: invalid token"_s};
}

class Album {
public:
    Album(const QString &folder, Theme &theme) : m_folder(folder), m_theme(theme) { }

    void take(const char *name, FirstRunWindow &window)
    {
        for (const ThemeChoice choice : {ThemeChoice::Light, ThemeChoice::Dark}) {
            m_theme.setChoice(choice);
            for (const QSize &size : {QSize(1024, 680), QSize(1440, 900)}) {
                window.resize(size);
                for (int i = 0; i < 4; ++i)
                    QApplication::processEvents();
                const QString theme = choice == ThemeChoice::Dark ? u"dark"_s : u"light"_s;
                window.grab().save(
                    m_folder.filePath(u"setup-%1-%2-%3x%4.png"_s.arg(QLatin1StringView(name), theme)
                                          .arg(size.width())
                                          .arg(size.height())));
            }
        }
    }

private:
    QDir m_folder;
    Theme &m_theme;
};

void pass(FirstRunPage &page, Subject subject, const checks::Verdict &verdict)
{
    page.card(subject).take(verdict);
    page.next().click();
}

} // namespace

void takeSetup(const QString &folder, Theme &theme)
{
    Album album(folder, theme);
    const QTemporaryDir settings;
    const settings::OwnFiles own = settings::ownFiles(settings.filePath(u"smart-parking.ini"_s));
    FirstRunWindow window(settings::givenValues({}), own, theme);
    FirstRunPage &page = window.page();
    window.show();
    album.take("ways", window);
    page.way(SetupWay::Server).click();
    ConnectionCard &database = page.card(Subject::Database);
    database.field(DraftField::Address).setText(u"postgresql://db.harbour.local:5432/parking"_s);
    database.field(DraftField::User).setText(u"parking"_s);
    database.field(DraftField::Secret).setText(u"secret"_s);
    database.take(missingTables());
    album.take("tables", window);
    pass(page, Subject::Database, goodDatabase());
    ConnectionCard &broker = page.card(Subject::Broker);
    broker.field(DraftField::Address).setText(u"mqtts://mqtt.harbour.local:8883"_s);
    broker.take({Subject::Broker,
                 Finding::CertificateUnknown,
                 {Step::Address, Step::Name, Step::Port, Step::Tls},
                 {{u"host"_s, u"mqtt.harbour.local"_s}, {u"issuer"_s, u"Harbour CA"_s}}});
    album.take("certificate", window);
    pass(page, Subject::Broker, goodBroker());
    ConnectionCard &chirpstack = page.card(Subject::ChirpStack);
    chirpstack.field(DraftField::Address).setText(u"https://chirpstack.harbour.local:8090"_s);
    chirpstack.field(DraftField::Secret).setText(QString(28, u'x'));
    chirpstack.take(refusedKey());
    album.take("key", window);
    page.skip().click();
    page.spaces().setHeard(61, true);
    album.take("spaces", window);
}

} // namespace parking::ui
