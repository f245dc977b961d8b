// The desk of the page "Settings" on real settings files: what is told of a connection is known.

#include "base/literals.h"
#include "fixturesite.h"
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
    void whatCannotBeLoadedIsNotConnected();
    void whatOthersNeedIsRefused();

private:
    void write(const QByteArray &text) const;
    void wish(const settings::Changes &changes) { Q_EMIT m_page->keysWished(changes, u"Done"_s); }
    QString words() const;

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
    m_settings =
        std::make_unique<SettingsDesk>(*m_desk, m_own.get(), *m_page, [this] { ++m_reconnects; });
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
