// One connection as a draft: fields, Test, and a verdict in words, by keys and mouse, against a
// real broker, a real PostgreSQL and a stand-in of ChirpStack.

#include "base/literals.h"
#include "chirpstackstandin.h"
#include "hostilemessages.h"
#include "mosquitto.h"
#include "setup/connectioncard.h"
#include "setup/draftline.h"
#include "setup/setuplabels.h"
#include "setup/verdictbox.h"
#include "testdatabases.h"
#include "testmain.h"
#include "testprocess.h"
#include "verify.h"

#include <QApplication>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPointer>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryFile>
#include <QTest>
#include <QTimer>

using namespace parking;
using namespace parking::ui;
using namespace std::chrono_literals;
using checks::Finding;
using checks::Subject;

namespace {

constexpr int kPatience = 60'000; // ms: for slow machines only
const checks::BrokerLimits kShort{.patience = 10s, .listen = 400ms, .more = 100ms};

} // namespace

class TestConnectionCard : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void wrongBrokers_data();
    void wrongBrokers();
    void wrongDatabases_data();
    void wrongDatabases();
    void wrongChirpStacks_data();
    void wrongChirpStacks();
    void aBrokerIsCounted();
    void theSecondsOfATestAreTold();
    void aTestIsCancelled();
    void anotherCardTakesTheTest();
    void anEditTakesTheVerdictAway();
    void whatIsNoAddressIsMarked();
    void tablesAreMadeFromHere();
    void valuesSayWhereTheyAreFrom();
    void lockedFieldsStay();
    void aFileIsChosenWhileAllGoesOn();
    void secretsAreNotShown();
    void changesAreWhatIsWritten();
    void theLookFollowsTheRoom();
    void noWordIsCutOff();

private:
    void make(Subject subject, const settings::Source &values = {});
    void type(DraftField field, const QString &text);
    void press(QPushButton &button) { QTest::mouseClick(&button, Qt::LeftButton); }
    checks::Verdict tested();
    QString words() const { return m_card->box().text(); }

    Theme m_theme{*qApp};
    std::unique_ptr<checks::CheckThread> m_checks;
    std::unique_ptr<ConnectionCard> m_card;
    test::TestDatabases m_databases;
};

void TestConnectionCard::initTestCase()
{
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
}

void TestConnectionCard::make(Subject subject, const settings::Source &values)
{
    m_card.reset();
    m_checks = std::make_unique<checks::CheckThread>();
    m_card = std::make_unique<ConnectionCard>(subject, *m_checks, m_theme);
    settings::Source all = settings::givenValues({values});
    m_card->setValues(all);
    m_card->setBrokerLimits(kShort);
    m_card->resize(860, 300);
    m_card->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_card.get()));
}

/// As a person replaces what stands there.
void TestConnectionCard::type(DraftField field, const QString &text)
{
    QLineEdit &edit = m_card->field(field).edit();
    QTest::mouseClick(&edit, Qt::LeftButton);
    QTest::keySequence(&edit, QKeySequence::SelectAll);
    QTest::keyClick(&edit, Qt::Key_Delete);
    QTest::keyClicks(&edit, text);
}

checks::Verdict TestConnectionCard::tested()
{
    QSignalSpy spy(m_card.get(), &ConnectionCard::tested);
    press(m_card->testButton());
    if (spy.isEmpty() && !spy.wait(kPatience))
        QTest::qFail(qPrintable(u"no verdict: "_s + words()), __FILE__, __LINE__);
    return m_card->verdict().value_or(checks::Verdict());
}

void TestConnectionCard::wrongBrokers_data()
{
    QTest::addColumn<QString>("address");
    QTest::addColumn<QString>("user");
    QTest::addColumn<QString>("password");
    QTest::addColumn<Finding>("finding");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("step"); // that is named as the one that failed
    const QString refused = QString::number(test::freePort());
    QTest::newRow("nobody listens")
        << u"mqtt://127.0.0.1:"_s + refused << u""_s << u""_s << Finding::PortRefused
        << u"127.0.0.1 is there, but nothing listens on port "_s + refused << u"Port"_s;
    QTest::newRow("wrong password")
        << u"mqtt://127.0.0.1:%1"_s << u"ann"_s << u"wrong"_s << Finding::BrokerLogin
        << u"refuses user “ann” or the password"_s << u"Login"_s;
    QTest::newRow("no password") << u"mqtt://127.0.0.1:%1"_s << u""_s << u""_s
                                 << Finding::BrokerNoLogin << u"wants a user and a password"_s
                                 << u"Login"_s;
    QTest::newRow("no TLS") << u"mqtts://127.0.0.1:%1"_s << u"ann"_s << u"right"_s
                            << Finding::TlsMissing << u"does not speak TLS"_s << u"TLS"_s;
    QTest::newRow("no such name") << u"mqtt://broker.invalid"_s << u""_s << u""_s
                                  << Finding::NameUnknown << u"Nobody knows the name"_s
                                  << u"Name"_s;
}

void TestConnectionCard::wrongBrokers()
{
    QFETCH(const QString, address);
    QFETCH(const QString, user);
    QFETCH(const QString, password);
    QFETCH(const QString, text);
    QFETCH(const QString, step);
    test::Mosquitto broker({.user = u"ann"_s, .password = u"right"_s});
    VERIFY_OK(broker.start());
    make(Subject::Broker);
    type(DraftField::Address,
         address.contains(u"%1"_s) ? address.arg(broker.url().port()) : address);
    type(DraftField::User, user);
    type(DraftField::Secret, password);
    const checks::Verdict verdict = tested();
    QTEST(verdict.finding, "finding");
    QVERIFY2(words().contains(text), qPrintable(words()));
    QVERIFY(words().contains(setuplabels::advice(verdict)));
    QStringList steps;
    for (const QLabel *label : m_card->box().findChildren<QLabel *>())
        steps.append(label->text());
    QVERIFY2(steps.contains(step), qPrintable(steps.join(u' ')));
    QVERIFY(steps.contains(u"Address"_s)); // which was right
}

void TestConnectionCard::wrongDatabases_data()
{
    QTest::addColumn<QString>("address");
    QTest::addColumn<QString>("user");
    QTest::addColumn<Finding>("finding");
    QTest::addColumn<QString>("text");
    const QString refused = QString::number(test::freePort());
    QTest::newRow("nobody listens")
        << u"postgresql://127.0.0.1:%1/parking"_s.arg(refused) << u"parking"_s
        << Finding::PortRefused << u"nothing listens on port "_s + refused;
    QTest::newRow("no such database")
        << u"127.0.0.1:%1/nowhere"_s << u"parking"_s << Finding::DatabaseMissing
        << u"there is no database “nowhere”.\nLet an administrator run: CREATE DATABASE"_s;
    QTest::newRow("no such user") << u"127.0.0.1:%1/postgres"_s << u"stranger"_s
                                  << Finding::LoginUnknown << u"does not let “stranger” in"_s;
    QTest::newRow("no TLS") << u"127.0.0.1:%1/postgres?sslmode=require"_s << u"parking"_s
                            << Finding::TlsMissing << u"does not speak TLS"_s;
}

void TestConnectionCard::wrongDatabases()
{
    QFETCH(const QString, address);
    QFETCH(const QString, user);
    QFETCH(const QString, text);
    VERIFY_OK(m_databases.server().start());
    make(Subject::Database);
    type(DraftField::Address,
         address.contains(u"%1"_s) ? address.arg(m_databases.server().port()) : address);
    type(DraftField::User, user);
    QTEST(tested().finding, "finding");
    QVERIFY2(words().contains(text), qPrintable(words()));
}

void TestConnectionCard::wrongChirpStacks_data()
{
    QTest::addColumn<bool>("isThere");
    QTest::addColumn<QString>("scheme");
    QTest::addColumn<QString>("key");
    QTest::addColumn<Finding>("finding");
    QTest::addColumn<QString>("text");
    QTest::newRow("nobody listens") << false << u"http"_s << u"test-key"_s << Finding::PortRefused
                                    << u"nothing listens on port"_s;
    QTest::newRow("another key") << true << u"http"_s << u"other"_s << Finding::KeyRefused
                                 << u"ChirpStack answers, but rejects this key."_s;
    QTest::newRow("no key") << true << u"http"_s << u""_s << Finding::KeyMissing
                            << u"Without an API key lamps are not commanded."_s;
    QTest::newRow("no TLS") << true << u"https"_s << u"test-key"_s << Finding::AnswerSilent
                            << u"takes the connection and then says nothing"_s;
}

void TestConnectionCard::wrongChirpStacks()
{
    QFETCH(const bool, isThere);
    QFETCH(const QString, scheme);
    QFETCH(const QString, key);
    QFETCH(const QString, text);
    test::ChirpStackStandIn server;
    VERIFY_OK(server.start());
    make(Subject::ChirpStack, {{u"CHIRPSTACK_TIMEOUT_MS"_s, {u"2000"_s, {}}}});
    type(DraftField::Address,
         u"%1://127.0.0.1:%2"_s.arg(scheme).arg(isThere ? server.port() : test::freePort()));
    type(DraftField::Secret, key);
    QTEST(tested().finding, "finding");
    QVERIFY2(words().contains(text), qPrintable(words()));
    QVERIFY(key.isEmpty() || !words().contains(key) || key == u"other"_s);
}

/// What passes says what was counted.
void TestConnectionCard::aBrokerIsCounted()
{
    test::Mosquitto broker;
    VERIFY_OK(broker.start());
    make(Subject::Broker);
    m_card->setBrokerLimits({.patience = 10s, .listen = 60s, .more = 200ms});
    QSignalSpy connected(m_checks.get(), &checks::CheckThread::connectedNow);
    QSignalSpy spy(m_card.get(), &ConnectionCard::tested);
    type(DraftField::Address, u"127.0.0.1:%1"_s.arg(broker.url().port()));
    QTest::keyClick(&m_card->field(DraftField::Address).edit(), Qt::Key_Return);
    QVERIFY(connected.wait(kPatience));
    QVERIFY2(words().startsWith(u"Connected. Waiting for a first uplink"_s), qPrintable(words()));
    const QString eui = u"e8e1e10001060010"_s;
    const test::Finished sent =
        test::run(test::findProgram(u"mosquitto_pub"_s),
                  {u"-h"_s, u"127.0.0.1"_s, u"-p"_s, QString::number(broker.url().port()), u"-q"_s,
                   u"1"_s, u"-t"_s, QString::fromUtf8(test::uplinkTopic(eui)), u"-m"_s,
                   QString::fromUtf8(test::goodUplink(eui, true, systemNow()))});
    QCOMPARE(sent.exitCode, 0);
    QVERIFY(!spy.isEmpty() || spy.wait(kPatience));
    QCOMPARE(m_card->verdict()->finding, Finding::BrokerGood);
    QVERIFY2(words().startsWith(u"Connected. 1 uplink of 1 device in"_s), qPrintable(words()));
    QCOMPARE(m_card->field(DraftField::Address).text(),
             u"mqtt://127.0.0.1:%1"_s.arg(broker.url().port()));
    QCOMPARE(m_checks->heard().size(), 1);
}

void TestConnectionCard::theSecondsOfATestAreTold()
{
    test::Mosquitto broker;
    VERIFY_OK(broker.start());
    make(Subject::Broker);
    m_card->setBrokerLimits({.patience = 10s, .listen = 600s, .more = 1s});
    type(DraftField::Address, broker.url().toString());
    press(m_card->testButton());
    QTRY_VERIFY_WITH_TIMEOUT(words().contains(u"uplink … 1 s of 600"_s), kPatience);
    QVERIFY(!m_card->testButton().isEnabled());
}

void TestConnectionCard::aTestIsCancelled()
{
    test::Mosquitto broker;
    VERIFY_OK(broker.start());
    make(Subject::Broker);
    m_card->setBrokerLimits({.patience = 10s, .listen = 600s, .more = 1s});
    QSignalSpy spy(m_card.get(), &ConnectionCard::tested);
    QSignalSpy connected(m_checks.get(), &checks::CheckThread::connectedNow);
    type(DraftField::Address, broker.url().toString());
    press(m_card->testButton());
    QVERIFY(connected.wait(kPatience));
    press(m_card->box().cancel());
    QVERIFY(!m_card->isTesting());
    QVERIFY(!m_card->verdict() && spy.isEmpty());
    QVERIFY2(words().contains(u"cancelled"_s), qPrintable(words()));
    QVERIFY(m_card->testButton().isEnabled() && m_card->testButton().hasFocus());
}

/// They share one thread; who lost its test says so.
void TestConnectionCard::anotherCardTakesTheTest()
{
    test::Mosquitto broker;
    VERIFY_OK(broker.start());
    make(Subject::Broker);
    m_card->setBrokerLimits({.patience = 10s, .listen = 600s, .more = 1s});
    ConnectionCard other(Subject::ChirpStack, *m_checks, m_theme);
    other.setValues(settings::givenValues({}));
    QSignalSpy spy(&other, &ConnectionCard::tested);
    type(DraftField::Address, broker.url().toString());
    press(m_card->testButton());
    QVERIFY(m_card->isTesting());
    other.field(DraftField::Address).setText(u"http://127.0.0.1:%1"_s.arg(test::freePort()));
    QVERIFY(other.test());
    QVERIFY(!m_card->isTesting() && words().contains(u"cancelled"_s));
    QVERIFY(!spy.isEmpty() || spy.wait(kPatience));
    QCOMPARE(other.verdict()->finding, Finding::PortRefused);
    QVERIFY(!m_card->verdict());
}

void TestConnectionCard::anEditTakesTheVerdictAway()
{
    make(Subject::Broker);
    type(DraftField::Address, u"127.0.0.1:%1"_s.arg(test::freePort()));
    tested();
    QVERIFY(m_card->verdict() && m_card->box().isVisible());
    QSignalSpy edited(m_card.get(), &ConnectionCard::edited);
    QTest::keyClicks(&m_card->field(DraftField::User).edit(), u"x"_s);
    QCOMPARE(edited.size(), 1);
    QVERIFY(!m_card->verdict() && m_card->box().isHidden());
}

/// Before anything is asked; the first wrong field has the focus.
void TestConnectionCard::whatIsNoAddressIsMarked()
{
    make(Subject::Broker);
    type(DraftField::Address, u"http://host"_s);
    press(m_card->testButton());
    QVERIFY(!m_card->isTesting());
    DraftLine &line = m_card->field(DraftField::Address);
    QVERIFY(line.isWrong() && line.edit().hasFocus());
    QVERIFY(line.edit().accessibleDescription().contains(u"mqtts://"_s));
    type(DraftField::Address, u"host"_s);
    QVERIFY(!line.isWrong());
    make(Subject::ChirpStack);
    type(DraftField::Address, u"http://host/path?x=1"_s);
    press(m_card->testButton());
    QVERIFY(m_card->field(DraftField::Address).isWrong());
}

void TestConnectionCard::tablesAreMadeFromHere()
{
    const Result<QString> url = m_databases.emptyUrl(store::Dialect::Postgres);
    VERIFY_OK(url);
    make(Subject::Database);
    type(DraftField::Address, *url); // pasted whole
    const checks::Verdict before = tested();
    QCOMPARE(before.finding, Finding::TablesMissing);
    QCOMPARE(m_card->field(DraftField::User).text(), u"parking"_s);
    const QString name = before.facts.value(u"database").toString();
    QCOMPARE(m_card->box().action().text(), u"Create the tables in “%1”"_s.arg(name));
    m_card->focusVerdict();
    QVERIFY(m_card->box().action().hasFocus());
    QSignalSpy spy(m_card.get(), &ConnectionCard::tested);
    QTest::keyClick(&m_card->box().action(), Qt::Key_Space);
    QVERIFY(spy.wait(kPatience));
    QCOMPARE(m_card->verdict()->finding, Finding::DatabaseGood);
    QVERIFY(words().contains(u"The tables are up to date."_s));
    QVERIFY(m_card->box().action().isHidden());
}

void TestConnectionCard::valuesSayWhereTheyAreFrom()
{
    make(Subject::Broker,
         {{u"MQTT_URL"_s, {u"mqtt://found:1883"_s, setuplabels::kFoundHere, false, true}},
          {u"MQTT_USERNAME"_s, {u"ann"_s, u"/etc/x/smart-parking.ini, line 3"_s, false, true}}});
    const auto says = [this](DraftField field, const QString &text) {
        for (const QLabel *label : m_card->field(field).findChildren<QLabel *>()) {
            if (label->text() == text)
                return true;
        }
        return false;
    };
    QVERIFY(says(DraftField::Address, u"found on this computer"_s));
    QVERIFY(says(DraftField::User, u"from smart-parking.ini"_s));
    QVERIFY(says(DraftField::Topic, u"default"_s));
    type(DraftField::User, u"bob"_s);
    QVERIFY(says(DraftField::User, u"changed now"_s));
    QCOMPARE(m_card->summary(), u"mqtt://bob@found:1883"_s);
}

/// What the environment sets is not changed here, nor written.
void TestConnectionCard::lockedFieldsStay()
{
    make(Subject::Broker, {{u"MQTT_URL"_s, {u"mqtt://ann:pw@host"_s, u".env, line 6"_s}}});
    for (const DraftField field : {DraftField::Address, DraftField::User, DraftField::Secret}) {
        QVERIFY(m_card->field(field).isLocked());
        QTest::keyClicks(&m_card->field(field).edit(), u"x"_s);
    }
    QVERIFY(!m_card->isChanged());
    QCOMPARE(m_card->field(DraftField::Address).edit().accessibleDescription(),
             u"Set in .env, line 6. Change it there and start again."_s);
    QVERIFY(!m_card->field(DraftField::Topic).isLocked());
    QVERIFY(!m_card->changes().contains(u"MQTT_URL"_s));
    // Its login is not copied into the window's files because another field is saved.
    m_card->field(DraftField::Topic).setText(u"application/1/#"_s);
    QCOMPARE(m_card->changes().value(u"MQTT_TOPIC"_s), u"application/1/#"_s);
    QVERIFY(!m_card->changes().contains(u"MQTT_USERNAME"_s));
    QVERIFY(!m_card->changes().contains(u"MQTT_PASSWORD"_s));
    const Result<settings::Settings> draft = m_card->draft();
    VERIFY_OK(draft);
    QCOMPARE(draft->mqttPassword, u"pw"_s);
}

/// The dialog does not wait within the click: a reconnect takes the card away meanwhile.
void TestConnectionCard::aFileIsChosenWhileAllGoesOn()
{
    QTemporaryFile file;
    QVERIFY(file.open());
    make(Subject::Broker);
    DraftLine &line = m_card->field(DraftField::CaFile);
    const auto choose = [&line] {
        const auto buttons = line.findChildren<QPushButton *>();
        for (QPushButton *button : buttons) {
            if (button->text() == u"Choose …"_s)
                button->click();
        }
    };
    bool hasReturned = false;
    bool hasWaited = false;
    QTimer::singleShot(0, &line, [&] {
        hasWaited = !hasReturned;
        if (auto *dialog = qobject_cast<QDialog *>(QApplication::activeModalWidget());
            dialog && hasWaited)
            dialog->reject();
    });
    choose();
    hasReturned = true;
    QVERIFY(!hasWaited);
    QPointer<QFileDialog> dialog = line.findChild<QFileDialog *>();
    QVERIFY(dialog && dialog->isVisible());
    dialog->selectFile(file.fileName());
    Q_EMIT dialog->fileSelected(file.fileName());
    QCOMPARE(line.text(), file.fileName());
    dialog->close();
    QTRY_VERIFY(!dialog);
    choose();
    dialog = line.findChild<QFileDialog *>();
    QVERIFY(dialog);
    m_card.reset();
    QVERIFY(!dialog);
}

void TestConnectionCard::secretsAreNotShown()
{
    make(Subject::ChirpStack,
         {{u"CHIRPSTACK_API_KEY"_s, {u"stored-key"_s, u"x.secrets, line 1"_s, false, true}}});
    DraftLine &line = m_card->field(DraftField::Secret);
    QVERIFY(line.edit().text().isEmpty());
    QVERIFY(line.edit().placeholderText().startsWith(u"Set."_s));
    QCOMPARE(*m_card->changes().value(u"CHIRPSTACK_API_KEY"_s), u"stored-key"_s);
    auto *remove = line.findChildren<QPushButton *>().first();
    for (QPushButton *button : line.findChildren<QPushButton *>()) {
        if (button->text() == u"Remove")
            remove = button;
    }
    press(*remove);
    QVERIFY(m_card->isChanged());
    QCOMPARE(m_card->changes().value(u"CHIRPSTACK_API_KEY"_s), std::nullopt);
    press(*remove);
    QVERIFY(!m_card->isChanged());
    type(DraftField::Secret, u"typed"_s);
    QCOMPARE(line.edit().echoMode(), QLineEdit::Password);
    QCOMPARE(*m_card->changes().value(u"CHIRPSTACK_API_KEY"_s), u"typed"_s);
}

void TestConnectionCard::changesAreWhatIsWritten()
{
    make(Subject::Broker);
    QVERIFY(!m_card->isChanged());
    type(DraftField::Address, u"mqtts://eve:s%20p@mqtt.local"_s);
    const settings::Changes changes = m_card->changes();
    QCOMPARE(changes.value(u"MQTT_URL"_s), u"mqtts://mqtt.local"_s);
    QCOMPARE(changes.value(u"MQTT_USERNAME"_s), u"eve"_s);
    QCOMPARE(changes.value(u"MQTT_PASSWORD"_s), u"s p"_s);
    QVERIFY(changes.contains(u"MQTT_TOPIC"_s));
    QCOMPARE(changes.value(u"MQTT_TOPIC"_s), std::nullopt); // the default
}

void TestConnectionCard::theLookFollowsTheRoom()
{
    make(Subject::Broker);
    const auto y = [this](DraftField field) { return m_card->field(field).y(); };
    QCOMPARE(y(DraftField::Address), y(DraftField::Secret));
    m_card->resize(560, 400);
    QTRY_VERIFY(y(DraftField::Address) < y(DraftField::User));
    QCOMPARE(y(DraftField::User), y(DraftField::Secret));
}

/// A narrow card in a column that is given its hint.
void TestConnectionCard::noWordIsCutOff()
{
    make(Subject::ChirpStack);
    for (const int width : {860, 560, 420}) {
        m_card->resize(width, 400);
        m_card->take({Subject::ChirpStack, Finding::KeyRefused, {checks::Step::Address}});
        for (const QLabel *label : m_card->box().findChildren<QLabel *>()) {
            if (label->isVisible() && label->wordWrap())
                QTRY_VERIFY2(label->height() >= label->heightForWidth(label->width()),
                             qPrintable(label->text()));
        }
    }
}

PARKING_TEST(TestConnectionCard)
#include "tst_connectioncard.moc"
