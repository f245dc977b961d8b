// The desk of the page "Settings" on real settings files: what is told of a connection is known.

#include "base/literals.h"
#include "domain/problems.h"
#include "fixturesite.h"
#include "labels.h"
#include "settings/settingsdesk.h"
#include "setup/draftline.h"
#include "testdatabases.h"
#include "testmain.h"
#include "verify.h"

#include <QApplication>
#include <QFile>
#include <QLabel>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace parking;
using namespace parking::ui;

class TestSettingsDesk : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void aSavedConnectionIsTakenNext();
    void whoStaysSavedNothing();
    void whatWasEditedByHandStays();
    void theNewWindowTellsTheResult_data();
    void theNewWindowTellsTheResult();
    void whatCannotBeLoadedIsNotConnected();
    void whatOthersNeedIsRefused();

private:
    void write(const QByteArray &text) const;
    void wish(const settings::Changes &changes) { Q_EMIT m_page->keysWished(changes, u"Done"_s); }
    QString words() const;
    QByteArray text() const; ///< of the file

    test::TestDatabases m_databases;
    Theme m_theme{*qApp};
    SiteModel m_model;
    Situation m_situation;
    Notices m_notices;
    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_ini;
    std::unique_ptr<settings::OwnSettings> m_own;
    std::unique_ptr<read::ReadThread> m_reads;
    std::unique_ptr<Desk> m_desk;
    std::unique_ptr<SettingsPage> m_page;
    std::unique_ptr<SettingsDesk> m_settings;
    int m_reconnects = 0;
    QString m_whyNot; ///< the answer to who is asked before
    QStringList m_asked;
    SavedSettings m_saved;
};

void TestSettingsDesk::initTestCase()
{
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
    for (const QString &key : settings::keyNames())
        qunsetenv(qPrintable(key));
}

void TestSettingsDesk::init()
{
    const Result<QString> url = m_databases.migratedUrl(store::Dialect::Sqlite);
    VERIFY_OK(url);
    m_folder = std::make_unique<QTemporaryDir>();
    m_ini = m_folder->filePath(u"own.ini"_s);
    write({});
    m_own = std::make_unique<settings::OwnSettings>(settings::CommandLine{.iniFile = m_ini},
                                                    QList<settings::Effective>());
    m_reads = std::make_unique<read::ReadThread>(*url);
    m_page = std::make_unique<SettingsPage>(m_model, m_situation, m_theme);
    m_desk.reset(new Desk{nullptr, *m_reads, m_model, m_situation, m_notices, u"Anna"_s});
    m_reconnects = 0;
    m_settings = std::make_unique<SettingsDesk>(
        *m_desk, m_own.get(), *m_page,
        Reconnect{[this](const QStringList &keys, const auto &answer) {
                      m_asked = keys;
                      answer(m_whyNot);
                  },
                  [this](const SavedSettings &saved) {
                      ++m_reconnects;
                      m_saved = saved;
                  }});
    m_whyNot.clear();
    m_page->resize(1300, 800);
    m_page->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
}

void TestSettingsDesk::cleanup()
{
    m_settings.reset();
    m_page.reset();
    m_desk.reset();
    m_reads.reset();
    m_own.reset();
}

void TestSettingsDesk::write(const QByteArray &text) const
{
    QFile file(m_ini);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(text);
}

QByteArray TestSettingsDesk::text() const
{
    QFile file(m_ini);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QString TestSettingsDesk::words() const
{
    QStringList words;
    for (const QLabel *label : m_page->findChildren<QLabel *>()) {
        if (label->isVisible())
            words.append(label->text());
    }
    return words.join(u'|');
}

void TestSettingsDesk::aSavedConnectionIsTakenNext()
{
    wish({{u"DOWNLINKS_PER_MINUTE"_s, u"5"_s}});
    QCOMPARE(m_reconnects, 1);
    QVERIFY2(words().contains(u"Saved.|It connects with it next."_s), qPrintable(words()));
    QVERIFY(m_own->load().hasValue());
}

/// The question comes before anything is written, also at an undo.
void TestSettingsDesk::whoStaysSavedNothing()
{
    m_whyNot = u"You stayed here."_s;
    wish({{u"DOWNLINKS_PER_MINUTE"_s, u"5"_s}});
    QCOMPARE(m_asked, QStringList{u"DOWNLINKS_PER_MINUTE"_s});
    QCOMPARE(m_reconnects, 0);
    QVERIFY2(words().contains(u"Not saved.|You stayed here."_s), qPrintable(words()));
    QVERIFY(!text().contains("DOWNLINKS"));
    m_whyNot.clear();
    wish({{u"DOWNLINKS_PER_MINUTE"_s, u"5"_s}});
    QCOMPARE(m_reconnects, 1);
    QVERIFY(text().contains("DOWNLINKS_PER_MINUTE=5"));
    m_whyNot = u"You stayed here."_s;
    QSignalSpy told(&m_notices, &Notices::told);
    m_notices.undo();
    QCOMPARE(told.last().first().value<Notices::Notice>().text,
             u"Not taken back: You stayed here."_s);
    QVERIFY(text().contains("DOWNLINKS_PER_MINUTE=5"));
}

/// The file is everybody's who may write it.
void TestSettingsDesk::whatWasEditedByHandStays()
{
    wish({{u"DOWNLINKS_PER_MINUTE"_s, u"5"_s}});
    m_notices.undo();
    m_notices.redo();
    QVERIFY(text().contains("DOWNLINKS_PER_MINUTE=5"));
    write("DOWNLINKS_PER_MINUTE=9\n");
    QSignalSpy told(&m_notices, &Notices::told);
    m_notices.undo();
    QCOMPARE(told.last().first().value<Notices::Notice>().text,
             u"Not taken back: Somebody changed it since."_s);
    QCOMPARE(text(), "DOWNLINKS_PER_MINUTE=9\n");
}

void TestSettingsDesk::theNewWindowTellsTheResult_data()
{
    using domain::HealthLevel;
    QTest::addColumn<QList<domain::HealthCheck>>("checks");
    QTest::addColumn<bool>("isRefused");
    QTest::addColumn<QString>("told");
    const auto check = [](const QString &name, HealthLevel level, const QString &problem) {
        domain::HealthCheck made;
        made.name = name;
        made.level = level;
        made.problem = problem;
        made.detail = u"b.example:1883: no route"_s;
        return made;
    };
    const domain::HealthCheck works = check(u"mqtt"_s, HealthLevel::Healthy, {});
    const domain::HealthCheck away =
        check(u"mqtt"_s, HealthLevel::Unhealthy, problem::kBrokerUnreachable);
    const domain::HealthCheck other =
        check(u"database"_s, HealthLevel::Unhealthy, problem::kDatabase);
    QTest::newRow("works") << QList{works} << false << u"Connected."_s;
    QTest::newRow("another part is away") << QList{works, other} << false << u"Connected."_s;
    QTest::newRow("away") << QList{away} << false << u"Not connected: "_s + labels::text(away);
    QTest::newRow("nobody knows") << QList<domain::HealthCheck>() << false
                                  << u"Whether it connects is not known yet."_s;
    QTest::newRow("it cannot begin")
        << QList<domain::HealthCheck>() << true
        << u"Not connected: "_s + labels::text(Error{problem::kMigrationNeeded, u"x"_s});
}

/// What was changed, whether it connects, and the way back, which asks and connects again.
void TestSettingsDesk::theNewWindowTellsTheResult()
{
    QFETCH(const QList<domain::HealthCheck>, checks);
    QFETCH(const bool, isRefused);
    QFETCH(const QString, told);
    write("MQTT_URL=mqtt://b.example:1883\n");
    QSignalSpy spy(&m_notices, &Notices::told);
    m_settings->tellSaved({{{u"MQTT_URL"_s, u"mqtt://b.example:1883"_s}},
                           {{u"MQTT_URL"_s, std::nullopt}},
                           u"Broker is saved"_s,
                           u"Taken back: Broker is saved"_s},
                          std::chrono::milliseconds(1));
    if (isRefused)
        m_situation.setRefusal(Error{problem::kMigrationNeeded, u"x"_s});
    domain::Health health;
    health.checks = checks;
    m_situation.setHealth(health);
    QTRY_COMPARE(spy.size(), 1);
    const auto notice = spy.last().first().value<Notices::Notice>();
    QCOMPARE(notice.text, u"Broker is saved. "_s + told);
    QCOMPARE(notice.offer, Notices::Offer::Undo);
    QVERIFY2(words().contains(u"Saved.|"_s + told), qPrintable(words()));
    m_notices.undo();
    QCOMPARE(m_asked, QStringList{u"MQTT_URL"_s});
    QCOMPARE(m_reconnects, 1);
    QVERIFY(!text().contains("MQTT_URL"));
    QCOMPARE(m_saved.told, u"Taken back: Broker is saved"_s);
    QCOMPARE(m_saved.toldBack, u"Broker is saved"_s);
    m_situation.setRefusal(std::nullopt);
}

/// Somebody wrote into the file meanwhile what no program starts with.
void TestSettingsDesk::whatCannotBeLoadedIsNotConnected()
{
    write("INGEST_BATCH_SIZE=0\n");
    wish({{u"CHIRPSTACK_HOST"_s, u"lns.example"_s}});
    QCOMPARE(m_reconnects, 0);
    QVERIFY2(words().contains(u"Saved.|It is not connected: "_s), qPrintable(words()));
    QVERIFY(words().contains(u"INGEST_BATCH_SIZE"_s));
    ConnectionCard *card = m_page->card(SettingGroup::ChirpStack)->connection();
    QCOMPARE(card->field(DraftField::Address).text(), u"http://lns.example:8090"_s);
}

void TestSettingsDesk::whatOthersNeedIsRefused()
{
    const QByteArray before("READINGS_KEEP_DAYS=60\nSTATE_CHANGES_KEEP_DAYS=100\n");
    write(before);
    Q_EMIT m_page->wanted();
    wish({{u"READINGS_KEEP_DAYS"_s, u"365"_s}});
    QVERIFY2(words().contains(u"Not saved. Please check the input: STATE_CHANGES_KEEP_DAYS"_s),
             qPrintable(words()));
    QFile file(m_ini);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), before);
}

PARKING_TEST(TestSettingsDesk)
#include "tst_settingsdesk.moc"
