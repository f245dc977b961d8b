// Lamps of spaces of which nobody knows whether they are free: none says "free".

#include "lampfixture.h"
#include "testmain.h"

using namespace parking;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using namespace parking::test;
using domain::DownlinkState;
using store::Dialect;

namespace {

const QByteArray kDark = QByteArray::fromHex("000000ff00");

domain::Override set(domain::SpaceState state)
{
    domain::Override value;
    value.state = state;
    value.reason = u"paint"_s;
    value.actor = u"ann"_s;
    return value;
}

} // namespace

class TestUnknownSpaces : public QObject, private LampFixture {
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        setUp();
        m_areHeard = false;
    }
    void cleanup() { tearDown(); }

    void lampsAreLeftAlone_data() { TestDatabases::addRows(); }
    void lampsAreLeftAlone();
    void lampsMayBeDark_data() { TestDatabases::addRows(); }
    void lampsMayBeDark();
    void aPersonsWordIsKnowledge_data() { TestDatabases::addRows(); }
    void aPersonsWordIsKnowledge();
    void oldWordsAreNone();
    void nothingIsSentAgain();

private:
    void setWhenUnknown(domain::LampsWhenUnknown what);
};

void TestUnknownSpaces::setWhenUnknown(domain::LampsWhenUnknown what)
{
    domain::DisplayPolicy policy;
    policy.whenUnknown = what;
    VERIFY_OK((*m_station)->lamps().setDisplayPolicy(policy));
}

/// Until their sensors speak, whether that moves a state or not.
void TestUnknownSpaces::lampsAreLeftAlone()
{
    QFETCH(Dialect, dialect);
    startBare(dialect);
    m_station->park(0, true);
    QVERIFY(settled(0, DownlinkState::Queued));
    QCOMPARE(last(0)->frame.payload, kRed);
    m_station->park(1, false);
    QVERIFY(settled(1, DownlinkState::Queued));
    QCOMPARE(last(1)->frame.payload, kGreen);
    QVERIFY(last(1)->receivedAt.has_value());
    QCOMPARE(m_rest->posts().size(), 2);
    // A lamp that speaks is compared: nothing comes of it.
    hear(2, "CLASS_C");
    m_station->park(3, true);
    QVERIFY(settled(3, DownlinkState::Queued));
    QCOMPARE(m_rest->posts().size(), 3);
}

void TestUnknownSpaces::lampsMayBeDark()
{
    QFETCH(Dialect, dialect);
    startBare(dialect);
    setWhenUnknown(domain::LampsWhenUnknown::Off);
    for (int n = 0; n < kSpaces; ++n) {
        transmit(n);
        QCOMPARE(last(n)->frame.payload, kDark);
    }
    m_station->park(1, false);
    QTRY_COMPARE_WITH_TIMEOUT(posts(1).size(), 2, kPatience);
    QCOMPARE(posts(1).last().data, kGreen);
    setWhenUnknown(domain::LampsWhenUnknown::Keep);
    m_station->park(2, true);
    QTRY_COMPARE_WITH_TIMEOUT(posts(2).size(), 2, kPatience);
    QCOMPARE(posts(2).last().data, kRed);
    QCOMPARE(m_rest->posts().size(), kSpaces + 2); // the others stay dark
}

/// What waits goes with it: nobody knows any more.
void TestUnknownSpaces::aPersonsWordIsKnowledge()
{
    QFETCH(Dialect, dialect);
    startBare(dialect);
    const domain::SpaceId space = m_site.spaces[0].id;
    VERIFY_OK((*m_station)->spaces().setOverrides({{space, set(domain::SpaceState::Free)}}, {}));
    transmit(0);
    QCOMPARE(last(0)->frame.payload, kGreen);
    m_rest->setKeyDeleted(true);
    m_station->park(1, true);
    QTRY_COMPARE_WITH_TIMEOUT(m_station->problem(), u"CHIRPSTACK_KEY"_s, kPatience);
    VERIFY_OK(
        (*m_station)->spaces().setOverrides({{space, set(domain::SpaceState::Maintenance)}}, {}));
    QTRY_COMPARE_WITH_TIMEOUT(last(0)->frame.payload, kOrange, kPatience);
    QCOMPARE(stateOf(0), DownlinkState::Pending);
    VERIFY_OK((*m_station)->spaces().setOverrides({{space, std::nullopt}}, {}));
    const auto isOpen = [this] {
        const auto open = store::DownlinkStore(*m_database).open({lamp(0)});
        return !open || !open->isEmpty();
    };
    QTRY_VERIFY_WITH_TIMEOUT(!isOpen(), kPatience);
    m_rest->setKeyDeleted(false);
    QVERIFY(settled(1, DownlinkState::Queued));
    QCOMPARE(display(0).shown->payload, kGreen);
    QCOMPARE(m_rest->items(lamp(0).toString()).size(), 0);
}

/// A sensor that is silent tells nothing of today; its next word does.
void TestUnknownSpaces::oldWordsAreNone()
{
    startBare();
    m_station->park(0, true, systemNow() - 72h);
    QVERIFY(settled(0, DownlinkState::Queued)); // taken is what is known
    transmit(0);
    m_station->park(0, false, systemNow() - 71h);
    m_station->park(1, true);
    QVERIFY(settled(1, DownlinkState::Queued));
    QCOMPARE(posts(0).size(), 1);
    QCOMPARE(display(0).shown->payload, kRed);
    m_station->park(0, false); // the state stays
    QTRY_COMPARE_WITH_TIMEOUT(posts(0).size(), 2, kPatience);
    QCOMPARE(posts(0).last().data, kGreen);
}

void TestUnknownSpaces::nothingIsSentAgain()
{
    startBare();
    const auto made = (*m_station)->lamps().resend({m_site.spaces[0].id}, u"ann"_s);
    VERIFY_OK(made);
    QCOMPARE(*made, 0);
    VERIFY_OK((*m_station)->lamps().setDeviceType(lamp(0), u"heltec_status"_s));
    QVERIFY(!last(0));
}

PARKING_TEST(TestUnknownSpaces)
#include "tst_unknownspaces.moc"
