// parkctl downlinks list|send|flush: the real program beside a running station, with the stand-in
// of ChirpStack's REST side.

#include "base/literals.h"
#include "lampstation.h"
#include "parkctl.h"
#include "store/downlinkstore.h"
#include "testmain.h"

#include <QFile>

using namespace parking;
using namespace parking::test;
using namespace parking::test::lamps;
using domain::Downlink;
using domain::DownlinkState;
using domain::Evidence;

class TestParkctlLamps : public QObject, LampBench {
    Q_OBJECT

private Q_SLOTS:
    void init() { prepare(); }
    void cleanup() { finish(); }

    void wrongWords_data();
    void wrongWords();
    void lists();
    void sends();
    void sendsOnlyToAStation();
    void flushes_data() { TestDatabases::addRows(); }
    void flushes();
    void aFlushThatFailsWithdrawsNothing();
    void displaysAreSet_data() { TestDatabases::addRows(); }
    void displaysAreSet();
    void settingsAreTakenBack();
    void theSiteIsSet_data() { TestDatabases::addRows(); }
    void theSiteIsSet();
    void healthNamesLamps();

private:
    Finished parkctl(const char *words, bool withKey = false);
    Finished parkctl(const QStringList &words, bool withKey = false);

    Parkctl m_parkctl;
};

Finished TestParkctlLamps::parkctl(const char *words, bool withKey)
{
    return parkctl(QString::fromUtf8(words).split(u' '), withKey);
}

Finished TestParkctlLamps::parkctl(const QStringList &words, bool withKey)
{
    QStringList all = words + QStringList{u"--database"_s, m_url};
    if (withKey) {
        QFile key(m_parkctl.file(u"key"_s));
        if (!key.open(QIODevice::WriteOnly) || key.write("test-key\n") != 9)
            return {};
        key.close();
        all += {u"--set"_s, u"CHIRPSTACK_API_KEY=@"_s + key.fileName(),
                u"--set"_s, u"CHIRPSTACK_HOST=127.0.0.1"_s,
                u"--set"_s, u"CHIRPSTACK_PORT=%1"_s.arg(m_rest->port())};
    }
    return m_parkctl.run(all);
}

void TestParkctlLamps::wrongWords_data()
{
    QTest::addColumn<QString>("words");
    QTest::addColumn<int>("exitCode");
    QTest::addColumn<QString>("says");
    const auto row = [](const char *words, int exitCode, const char *says) {
        QTest::newRow(words) << QString::fromUtf8(words) << exitCode << QString::fromUtf8(says);
    };
    row("downlinks", 2, "usage");
    row("downlinks paint", 2, "usage");
    row("downlinks list --state blue", 2, "--state");
    row("downlinks list --limit 0", 2, "--limit");
    row("downlinks list --space Z-9", 1, "RECORD_NOT_FOUND");
    row("downlinks list --device xyz", 1, "VALIDATION_ERROR");
    row("downlinks send", 2, "which lamps");
    row("downlinks flush", 2, "which lamp");
    row("downlinks flush --space A-0", 1, "CHIRPSTACK_NOT_SET_UP");
    row("displays", 2, "usage");
    row("displays show", 2, "which lamp");
    row("displays set --space A-0 --fport 224", 2, "--fport");
    row("displays set --space A-0 --confirmed maybe", 2, "--confirmed");
    row("displays set --space A-0 --colour BLUE=0000FF", 2, "--colour");
    row("displays set --space A-0 --colour FREE", 2, "--colour");
    row("displays set --space A-0 --colour FREE=green", 2, "--colour");
    row("displays set --space A-0 --code FREE=xyz", 2, "--code");
    row("displays set --space A-0 --type toaster", 1, "VALIDATION_ERROR");
    row("displays set --device 0102030405060708 --fport 1", 1, "RECORD_NOT_FOUND");
    row("site", 2, "usage");
    row("site set --when-blind blink", 2, "--when-blind");
    row("site set --when-unknown green", 2, "--when-unknown");
    row("site set --lamp-colour FREE=green", 2, "--lamp-colour");
}

void TestParkctlLamps::wrongWords()
{
    QFETCH(QString, words);
    QFETCH(int, exitCode);
    QFETCH(QString, says);
    start(store::Dialect::Sqlite);
    const Finished done = parkctl(words.split(u' '));
    VERIFY_SAID(done.exitCode == exitCode, done);
    VERIFY_SAID(done.err.contains(says) && done.out.isEmpty(), done);
}

void TestParkctlLamps::lists()
{
    start(store::Dialect::Sqlite);
    m_station->park(0, true);
    QVERIFY(settled(0, DownlinkState::Queued));
    const Finished all = parkctl("downlinks list --json");
    VERIFY_SAID(all.exitCode == 0, all);
    QJsonObject answer = oneLine(all.out);
    QCOMPARE(answer[u"total"].toInt(), kSpaces + 1);
    QCOMPARE(answer[u"downlinks"].toArray().size(), kSpaces + 1);
    const QJsonObject newest = answer[u"downlinks"].toArray().first().toObject();
    QCOMPARE(newest[u"devEui"].toString(), lamp(0).toString());
    QCOMPARE(newest[u"state"].toString(), u"queued"_s);
    QCOMPARE(newest[u"wanted"].toString(), u"OCCUPIED"_s);
    QCOMPARE(newest[u"hex"].toString(), QString::fromLatin1(kRed.toHex()));
    QCOMPARE(newest[u"queueItemId"].toString(), posts(0).first().itemId);
    QVERIFY(fromIso(newest[u"queuedAt"].toString()) && newest[u"sentAt"].isNull());

    answer = oneLine(parkctl("downlinks list --json --space A-1 --state sent --limit 1").out);
    QCOMPARE(answer[u"total"].toInt(), 1);
    QCOMPARE(answer[u"downlinks"][0][u"devEui"].toString(), lamp(1).toString());
    const Finished text = parkctl("downlinks list --state queued");
    VERIFY_SAID(text.exitCode == 0, text);
    VERIFY_SAID(text.out.contains(lamp(0).toString()) && text.out.endsWith(u"1 of 1\n"), text);
}

void TestParkctlLamps::sends()
{
    start(store::Dialect::Sqlite);
    m_station->park(0, true);
    transmit(0);
    const Finished one = parkctl("downlinks send --space A-0 --json");
    VERIFY_SAID(one.exitCode == 0, one);
    const QJsonObject row = oneLine(one.out)[u"downlinks"][0].toObject();
    QCOMPARE(row[u"cause"].toString(), u"operator"_s);
    QCOMPARE(row[u"actor"].toString(), u"parkctl"_s);
    QCOMPARE(row[u"state"].toString(), u"pending"_s);
    QTRY_COMPARE_WITH_TIMEOUT(posts(0).size(), 2, kPatience);
    QCOMPARE(posts(0).last().data, kRed);
    QVERIFY(settled(0, DownlinkState::Queued));
    const Finished all = parkctl("downlinks send --all --json");
    VERIFY_SAID(all.exitCode == 0, all);
    QCOMPARE(oneLine(all.out)[u"downlinks"].toArray().size(), kSpaces);
    QTRY_COMPARE_WITH_TIMEOUT(m_rest->posts().size(), 2 + kSpaces, kPatience);
    for (int n = 0; n < kSpaces; ++n)
        QVERIFY(settled(n, DownlinkState::Queued));
}

void TestParkctlLamps::sendsOnlyToAStation()
{
    start(store::Dialect::Sqlite);
    (*m_station)->stop();
    const Finished none = parkctl("downlinks send --all", true);
    VERIFY_SAID(none.exitCode == 1, none);
    VERIFY_SAID(none.err.startsWith(u"STATION_DOWN"_s), none);
    m_station = std::make_unique<LampStation>(m_url, m_folder->path(), 0);
    VERIFY_OK((*m_station)->start());
    const Finished keyless = parkctl("downlinks send --all", true);
    VERIFY_SAID(keyless.exitCode == 1, keyless);
    VERIFY_SAID(keyless.err.startsWith(u"CHIRPSTACK_NOT_SET_UP"_s), keyless);
    const auto open = store::DownlinkStore(*m_database).open();
    VERIFY_OK(open);
    QVERIFY(open->isEmpty());
}

/// What was in the queue is told as withdrawn, nothing is known of the lamp, and the next
/// comparison sends the same colour again.
void TestParkctlLamps::flushes()
{
    QFETCH(store::Dialect, dialect);
    start(dialect);
    m_station->park(0, true);
    QVERIFY(settled(0, DownlinkState::Queued));
    const Finished done = parkctl("downlinks flush --space A-0 --json", true);
    VERIFY_SAID(done.exitCode == 0, done);
    const QJsonObject answer = oneLine(done.out);
    QCOMPARE(answer[u"devEui"].toString(), lamp(0).toString());
    QCOMPARE(answer[u"removed"].toInt(), 1);
    QCOMPARE(answer[u"withdrawn"].toInt(), 0);
    QVERIFY(m_rest->items(lamp(0).toString()).isEmpty());
    const Downlink row = *last(0);
    QCOMPARE(row.state, DownlinkState::Superseded);
    QCOMPARE(row.problem, u"FLUSHED"_s);
    QCOMPARE(display(0).evidence, Evidence::None);

    // The station still believes that it is queued: what it writes later revives nothing.
    Downlink stale = row;
    stale.state = DownlinkState::Expired;
    stale.problem = u"EXPIRED_SILENTLY"_s;
    VERIFY_OK(store::DownlinkStore(*m_database).update({stale}));
    QCOMPARE(last(0)->problem, u"FLUSHED"_s);

    m_station->tell(lamp(0), "up", upBody(1, "x"));
    QTRY_COMPARE_WITH_TIMEOUT(posts(0).size(), 2, kPatience);
    QCOMPARE(posts(0).last().data, kRed);
    QVERIFY(settled(0, DownlinkState::Queued));
}

void TestParkctlLamps::aFlushThatFailsWithdrawsNothing()
{
    start(store::Dialect::Sqlite);
    (*m_station)->stop();
    Downlink row = *last(0);
    row.id = domain::DownlinkId::create();
    row.state = DownlinkState::Pending;
    row.attempts = 0;
    row.queueItemId.clear();
    row.queuedAt.reset();
    QList<Downlink> rows{row};
    VERIFY_OK(store::DownlinkStore(*m_database).insert(rows));
    m_rest->failAll(RestFailure::Internal500);
    const Finished refused = parkctl("downlinks flush --space A-0", true);
    VERIFY_SAID(refused.exitCode == 1, refused);
    VERIFY_SAID(refused.err.startsWith(u"CHIRPSTACK_INTERNAL"_s), refused);
    QCOMPARE(last(0)->state, DownlinkState::Pending);
    m_rest->failAll({});
    const Finished done = parkctl("downlinks flush --space A-0 --json", true);
    VERIFY_SAID(done.exitCode == 0, done);
    QCOMPARE(oneLine(done.out)[u"withdrawn"].toInt(), 1);
    QCOMPARE(last(0)->state, DownlinkState::Superseded);
    QCOMPARE(display(0).evidence, Evidence::Sent); // it never left
}

/// What is set comes out of the next command; on PostgreSQL a running station sends it at once.
void TestParkctlLamps::displaysAreSet()
{
    QFETCH(store::Dialect, dialect);
    start(dialect);
    const Finished done = parkctl("displays set --space A-0 --fport 7 --confirmed on "
                                  "--colour FREE=0000FF --code OCCUPIED=c0ffee --json");
    VERIFY_SAID(done.exitCode == 0, done);
    const QJsonObject settings = oneLine(done.out)[u"settings"].toObject();
    QCOMPARE(settings[u"fPort"].toInt(), 7);
    QVERIFY(settings[u"confirmed"].toBool());
    QCOMPARE(settings[u"colours"][u"FREE"].toString().toLower(), u"0000ff"_s);
    if (dialect == store::Dialect::Postgres) {
        QTRY_COMPARE_WITH_TIMEOUT(posts(0).size(), 1, kPatience);
        QCOMPARE(posts(0).last().data.toHex(), QByteArray("00ff00ff00"));
        transmit(0);
    }
    m_station->park(0, true);
    QTRY_VERIFY_WITH_TIMEOUT(!posts(0).isEmpty() && posts(0).last().data.toHex() == "c0ffee",
                             kPatience);
    QCOMPARE(posts(0).last().fPort, 7);
    QVERIFY(posts(0).last().confirmed);
    QVERIFY(settled(0, DownlinkState::Queued));
    const Finished all = parkctl("displays list --json");
    VERIFY_SAID(all.exitCode == 0, all);
    QCOMPARE(oneLine(all.out)[u"displays"].toArray().size(), kSpaces);
    QCOMPARE(oneLine(all.out)[u"displays"][0][u"settings"].toObject(), settings);
    const Finished shown = parkctl("displays show --space A-0");
    VERIFY_SAID(shown.exitCode == 0 && shown.out.contains(u"fPort: 7"_s), shown);
}

void TestParkctlLamps::settingsAreTakenBack()
{
    start(store::Dialect::Sqlite);
    VERIFY_SAID(parkctl("displays set --space A-0 --fport 7 --code FREE=01 --colour FREE=010203 "
                        "--type heltec_display")
                        .exitCode
                    == 0,
                Finished());
    const Finished back = parkctl("displays set --space A-0 --fport type --code FREE= --colour "
                                  "FREE= --type auto --json");
    VERIFY_SAID(back.exitCode == 0, back);
    QCOMPARE(oneLine(back.out)[u"settings"].toObject(), QJsonObject());
    QCOMPARE(oneLine(back.out)[u"type"].toString(), u"kuando_busylight"_s);
    QVERIFY(oneLine(back.out)[u"typeSetting"].isNull());
    VERIFY_OK(m_database->run(u"UPDATE displays SET settings = '{\"fPort\": 300}'"_s));
    const Finished bad = parkctl("displays show --space A-0 --json");
    VERIFY_SAID(bad.exitCode == 0, bad);
    QVERIFY(oneLine(bad.out)[u"settingsError"].toString().contains(u"223"));
}

void TestParkctlLamps::theSiteIsSet()
{
    QFETCH(store::Dialect, dialect);
    start(dialect);
    const Finished done = parkctl("site set --lamp-colour FREE=010203 --when-blind off "
                                  "--when-unknown off --when-soon blink --json");
    VERIFY_SAID(done.exitCode == 0, done);
    const QJsonObject lamps = oneLine(done.out)[u"lamps"].toObject();
    QCOMPARE(lamps[u"colours"][u"FREE"].toString(), u"010203"_s);
    QCOMPARE(lamps[u"whenBlind"].toString(), u"off"_s);
    QCOMPARE(lamps[u"whenUnknown"].toString(), u"off"_s);
    QCOMPARE(lamps[u"whenSoon"].toString(), u"blink"_s);
    // Within a moment (PostgreSQL) or the station's next look (SQLite).
    QTRY_COMPARE_WITH_TIMEOUT(m_rest->posts().size(), kSpaces, kPatience);
    QCOMPARE(posts(3).last().data.toHex(), QByteArray("010302ff00"));
    for (int n = 0; n < kSpaces; ++n)
        QVERIFY(settled(n, DownlinkState::Queued));
    const Finished shown = parkctl("site show");
    VERIFY_SAID(shown.exitCode == 0 && shown.out.contains(u"when blind: off"_s), shown);
    VERIFY_SAID(shown.out.contains(u"when unknown: off"_s), shown);
    QCOMPARE(
        oneLine(parkctl("site set --when-blind keep --json").out)[u"lamps"][u"colours"][u"FREE"]
            .toString(),
        u"010203"_s);
}

/// Those that do not follow.
void TestParkctlLamps::healthNamesLamps()
{
    start(store::Dialect::Sqlite);
    m_station->tell(lamp(3), "up", upBody(15, kuandoStatus(255, 0, 0)));
    QTRY_COMPARE_WITH_TIMEOUT(m_station->Station::check(u"lamps"_s).problem, u"LAMPS_AMISS"_s,
                              kPatience);
    Finished done;
    const auto isTold = [&] {
        done = parkctl("health");
        return done.out.contains(u"lamps LAMPS_AMISS (1 of 6 lamps: 1 do not follow: A-3"_s);
    };
    QTRY_VERIFY2_WITH_TIMEOUT(isTold(), qPrintable(done.out), kPatience); // with its next report
    QCOMPARE(done.exitCode, 1);
}

PARKING_TEST(TestParkctlLamps)
#include "tst_parkctllamps.moc"
