// The page "Settings" by keys and mouse: what is typed, refused, wished for and shown.

#include "base/literals.h"
#include "fixturesite.h"
#include "settings/groupentry.h"
#include "settings/settingspage.h"
#include "setup/draftline.h"
#include "testmain.h"
#include "testprocess.h"

#include <QApplication>
#include <QComboBox>
#include <QJsonArray>
#include <QLabel>
#include <QPointer>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>

using namespace parking;
using namespace parking::ui;
using namespace std::chrono_literals;
using fixture::kNow;

class TestSettingsPage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom)); }
    void init();
    void searchFindsKeysAndLabels();
    void aNumberIsWishedWhenItsFieldIsLeft();
    void aWrongNumberIsRefusedAtOnceAndStays();
    void escapeTakesBack();
    void otherWordsForTheSameAreNoChange();
    void choicesAreWishedAtOnce();
    void whatTheEnvironmentSetIsLocked();
    void secretsAreReplacedAndNeverShown();
    void aSecretInANewAddressIsNotTold();
    void whatIsTypedByHalfGoesWithThePage();
    void whatIsTypedByHalfGoesWithItsRow();
    void whatCannotBeReadIsNotConnected();
    void whatIsSavedByHalvesIsSaid();
    void aConnectionIsADraft();
    void aConnectionThatFailsIsNotSaved();
    void theDatabaseIsAway();
    void aViewerChangesNothing();
    void equalColoursAreTold();
    void draftsOutliveNews();
    void groupsLeadToTheirCards();
    void everythingIsReachedByKeys();
    void fitsASmallWindow();

private:
    void type(const QString &id, const QString &text) const;
    QLineEdit *field(const QString &id) const;
    QString note(const QString &id) const { return wordsIn(m_page->row(id)); }
    QString said(SettingGroup group) const { return wordsIn(m_page->card(group)); }
    static QString wordsIn(const QWidget *part);
    QPushButton *button(const QWidget *in, const QString &text) const;
    void setKeys(const QList<settings::Effective> &changed = {});
    QList<settings::Effective> m_table;

    Theme m_theme{*qApp};
    SiteModel m_model;
    Situation m_situation;
    std::unique_ptr<SettingsPage> m_page;
};

void TestSettingsPage::init()
{
    m_model.setNow(kNow);
    m_model.load(fixture::harbourSite());
    m_situation.setNow(kNow);
    m_situation.setHealth(fixture::healthy());
    m_page = std::make_unique<SettingsPage>(m_model, m_situation, m_theme);
    const Result<settings::Loaded> loaded = settings::load(QList<settings::Source>(), u"/data"_s);
    QVERIFY(loaded);
    m_table = loaded->table;
    setKeys();
    m_page->setRights(
        {.isServer = true, .login = u"ann"_s, .mayOperate = true, .mayChangeSite = true});
    m_page->resize(1300, 800);
    m_page->show();
    m_page->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
}

/// The table with some rows as these.
void TestSettingsPage::setKeys(const QList<settings::Effective> &changed)
{
    QList<settings::Effective> stored = m_table;
    for (settings::Effective &row : stored) {
        for (const settings::Effective &other : changed) {
            if (row.key == other.key)
                row = other;
        }
    }
    m_page->setKeys(m_table, stored);
}

QLineEdit *TestSettingsPage::field(const QString &id) const
{
    const SettingRow *row = m_page->row(id);
    return row ? row->findChild<QLineEdit *>() : nullptr;
}

void TestSettingsPage::type(const QString &id, const QString &text) const
{
    QLineEdit *line = field(id);
    QVERIFY2(line, qPrintable(id));
    line->setFocus();
    line->selectAll();
    if (text.isEmpty())
        QTest::keyClick(line, Qt::Key_Delete);
    else
        QTest::keyClicks(line, text);
}

/// Everything that is said there.
QString TestSettingsPage::wordsIn(const QWidget *part)
{
    QStringList words;
    for (const QLabel *label : part->findChildren<QLabel *>()) {
        if (label->isVisible())
            words.append(label->text());
    }
    return words.join(u'|');
}

QPushButton *TestSettingsPage::button(const QWidget *in, const QString &text) const
{
    for (QPushButton *button : in->findChildren<QPushButton *>()) {
        if (button->isVisible() && button->text() == text)
            return button;
    }
    return nullptr;
}

void TestSettingsPage::searchFindsKeysAndLabels()
{
    QTest::keyClick(m_page.get(), Qt::Key_F, Qt::ControlModifier);
    QWidget *search = QApplication::focusWidget();
    QVERIFY(qobject_cast<QLineEdit *>(search));
    QTest::keyClicks(search, u"MQTT_URL"_s);
    QVERIFY(m_page->card(SettingGroup::Broker)->connection()->isVisible()); // it is its address
    QVERIFY(!m_page->row(u"MQTT_CLIENT_ID"_s)->isVisible());
    QVERIFY(!m_page->card(SettingGroup::ChirpStack)->isVisible());
    QVERIFY(!m_page->card(SettingGroup::Lamps)->isVisible());
    QVERIFY(m_page->cancel());
    QVERIFY(m_page->card(SettingGroup::Lamps)->isVisible());
    QVERIFY(!m_page->cancel());
    QTest::keyClicks(search, u"no-show"_s);
    QVERIFY(m_page->row(u"bookings/graceMinutes"_s)->isVisible());
    QVERIFY(!m_page->row(u"bookings/leadSeconds"_s)->isVisible());
    m_page->cancel();
    QTest::keyClicks(search, u"kiosk"_s); // a whole group
    QVERIFY(m_page->row(u"KIOSK_ARROWS"_s)->isVisible());
    m_page->cancel();
    QTest::keyClicks(search, u"zeppelin"_s);
    const auto labels = m_page->findChildren<QLabel *>();
    QVERIFY(std::any_of(labels.cbegin(), labels.cend(), [](const QLabel *label) {
        return label->isVisible() && label->text() == u"No setting answers “zeppelin”.";
    }));
}

void TestSettingsPage::aNumberIsWishedWhenItsFieldIsLeft()
{
    QSignalSpy wished(m_page.get(), &SettingsPage::siteWished);
    const QString id = u"bookings/graceMinutes"_s;
    type(id, u"20"_s);
    QCOMPARE(wished.size(), 0);
    QTest::keyClick(field(id), Qt::Key_Tab);
    QCOMPARE(wished.size(), 1);
    const auto change = wished.first()[1].value<domain::SiteChange>();
    QCOMPARE(change.value, QJsonValue(20));
    QCOMPARE(change.before, QJsonValue(15));
    QCOMPARE(wished.first()[2].toString(), u"No-show after: 20 min, was 15 min"_s);
    QVERIFY(note(id).contains(u"saving"_s)); // nobody has answered yet
    QVERIFY(field(id)->isReadOnly());
    QVERIFY(!note(id).contains(u"changed now"_s));
    m_page->setSiteSaved(id, change);
    QVERIFY(note(id).contains(u"changed now"_s));
    QVERIFY(!field(id)->isReadOnly());
    QCOMPARE(field(id)->text(), u"20"_s);
    m_page->setSiteSaved(id, {change.path, change.before, change.value}); // taken back
    QCOMPARE(field(id)->text(), u"15"_s);
    QCOMPARE(wished.size(), 1);
    type(id, u"30"_s); // and once more, which somebody else was faster with
    QTest::keyClick(field(id), Qt::Key_Return);
    QCOMPARE(wished.size(), 2);
    m_page->setRefused({id}, u"Somebody changed it since."_s);
    QCOMPARE(field(id)->text(), u"30"_s);
    QVERIFY(note(id).contains(u"Not saved. Somebody changed it since."_s));
    QTest::keyClick(field(id), Qt::Key_Tab); // who only passes by does not ask again
    QCOMPARE(wished.size(), 2);
}

void TestSettingsPage::aWrongNumberIsRefusedAtOnceAndStays()
{
    QSignalSpy site(m_page.get(), &SettingsPage::siteWished);
    QSignalSpy keys(m_page.get(), &SettingsPage::keysWished);
    type(u"bookings/graceMinutes"_s, u"2000"_s);
    QVERIFY(note(u"bookings/graceMinutes"_s).contains(u"Allowed is: 0 min to 1440 min."_s));
    QTest::keyClick(field(u"bookings/graceMinutes"_s), Qt::Key_Tab);
    QCOMPARE(field(u"bookings/graceMinutes"_s)->text(), u"2000"_s);
    type(u"INGEST_BATCH_SIZE"_s, u"0"_s);
    QVERIFY(note(u"INGEST_BATCH_SIZE"_s).contains(u"Allowed is: 1 to 5000."_s));
    QTest::keyClick(field(u"INGEST_BATCH_SIZE"_s), Qt::Key_Return);
    QCOMPARE(site.size() + keys.size(), 0);
    type(u"INGEST_BATCH_SIZE"_s, u"10"_s);
    QVERIFY(!note(u"INGEST_BATCH_SIZE"_s).contains(u"Allowed is"_s));
    QTest::keyClick(field(u"INGEST_BATCH_SIZE"_s), Qt::Key_Return);
    QCOMPARE(keys.size(), 1);
    QCOMPARE(keys.first()[0].value<settings::Changes>(),
             (settings::Changes{{u"INGEST_BATCH_SIZE"_s, u"10"_s}}));
}

void TestSettingsPage::escapeTakesBack()
{
    QSignalSpy wished(m_page.get(), &SettingsPage::siteWished);
    type(u"name"_s, u"Elsewhere"_s);
    QTest::keyClick(field(u"name"_s), Qt::Key_Escape);
    QCOMPARE(field(u"name"_s)->text(), m_model.site().name);
    QTest::keyClick(field(u"name"_s), Qt::Key_Tab);
    QCOMPARE(wished.size(), 0);
}

void TestSettingsPage::otherWordsForTheSameAreNoChange()
{
    QSignalSpy wished(m_page.get(), &SettingsPage::siteWished);
    type(u"bookings/longestMinutes"_s, u"1440 min"_s);
    QTest::keyClick(field(u"bookings/longestMinutes"_s), Qt::Key_Return);
    QCOMPARE(wished.size(), 0);
    QCOMPARE(field(u"bookings/longestMinutes"_s)->text(), u"24"_s);
}

void TestSettingsPage::choicesAreWishedAtOnce()
{
    QSignalSpy wished(m_page.get(), &SettingsPage::siteWished);
    auto *choice = m_page->row(u"lamps/whenSoon"_s)->findChild<QComboBox *>();
    choice->setFocus();
    QTest::keyClick(choice, Qt::Key_Down);
    QCOMPARE(wished.size(), 1);
    QCOMPARE(wished.first()[1].value<domain::SiteChange>().value, QJsonValue(u"blink"_s));
    QCOMPARE(wished.first()[2].toString(), u"Before a booking begins: Blinking, was Steady"_s);
}

void TestSettingsPage::whatTheEnvironmentSetIsLocked()
{
    settings::Effective row;
    row.key = u"INGEST_BATCH_SIZE"_s;
    row.value = u"77"_s;
    row.origin = u".env, line 6"_s;
    row.isLocked = true;
    m_page->setPlaces(u"/etc/smart-parking/.env"_s, {});
    setKeys({row});
    QLineEdit *line = field(row.key);
    QVERIFY(line->isReadOnly());
    QTest::keyClicks(line, u"5"_s);
    QCOMPARE(line->text(), u"77"_s);
    line->selectAll(); // it can be copied
    QCOMPARE(line->selectedText(), u"77"_s);
    QVERIFY(note(row.key).contains(u"from .env"_s));
    QVERIFY(note(row.key).contains(
        u"Set in /etc/smart-parking/.env, line 6. Change it there and start again."_s));
}

void TestSettingsPage::secretsAreReplacedAndNeverShown()
{
    const QString key = u"KIOSK_PASSWORD_HASH"_s;
    settings::Effective row;
    row.key = key;
    row.value = u"***"_s;
    row.origin = u"own.secrets, line 1"_s;
    row.isMasked = row.isSecret = true;
    setKeys({row});
    QSignalSpy wished(m_page.get(), &SettingsPage::keysWished);
    QLineEdit *line = field(key);
    QCOMPARE(line->text(), u"Set, and not shown"_s);
    QVERIFY(line->isReadOnly());
    m_page->showGroup(SettingGroup::Kiosk);
    QTest::mouseClick(button(m_page->row(key), u"Replace"_s), Qt::LeftButton);
    QCOMPARE(line->echoMode(), QLineEdit::Password);
    QCOMPARE(line->text(), QString());
    QTest::keyClicks(line, u"plain"_s); // no hash
    QVERIFY(note(key).contains(u"Allowed is"_s));
    QVERIFY(!button(m_page->row(key), u"Keep"_s)->isEnabled());
    QTest::mouseClick(button(m_page->row(key), u"Cancel"_s), Qt::LeftButton);
    QCOMPARE(line->text(), u"Set, and not shown"_s);
    QCOMPARE(line->echoMode(), QLineEdit::Normal);
    QCOMPARE(wished.size(), 0);
    QTest::mouseClick(button(m_page->row(key), u"Remove"_s), Qt::LeftButton);
    QCOMPARE(wished.size(), 1);
    QCOMPARE(wished.first()[0].value<settings::Changes>(),
             (settings::Changes{{key, std::nullopt}}));
    setKeys();
    m_page->setSaved({key});
    QCOMPARE(line->text(), u"Not set"_s);
    QVERIFY(!button(m_page->row(key), u"Remove"_s));
}

/// Neither in the notice nor in its undo: receivers know their callers by the path.
void TestSettingsPage::aSecretInANewAddressIsNotTold()
{
    m_page->setGiven(settings::givenValues(
        {{{u"ALARM_WEBHOOK_SECRET"_s, {u"0123456789abcdef"_s, {}, false, true}}}}));
    QSignalSpy wished(m_page.get(), &SettingsPage::keysWished);
    const QString key = u"ALARM_WEBHOOK_URL"_s;
    type(key, u"https://hooks.example/T0/s3cret"_s);
    QTest::keyClick(field(key), Qt::Key_Return);
    QCOMPARE(wished.size(), 1);
    QCOMPARE(wished.first()[1].toString(), u"Webhook is kept"_s);
    m_page->setRefused({key}, u"The disk is full."_s);
    type(u"KIOSK_FLOOR"_s, u"B1"_s); // what is no secret is told
    QTest::keyClick(field(u"KIOSK_FLOOR"_s), Qt::Key_Return);
    QCOMPARE(wished.size(), 2);
    QVERIFY(wished.last()[1].toString().contains(u"B1"_s));
}

void TestSettingsPage::whatIsTypedByHalfGoesWithThePage()
{
    int wishes = 0;
    connect(m_page.get(), &SettingsPage::siteWished, qApp, [&wishes] { ++wishes; });
    connect(m_page.get(), &SettingsPage::keysWished, qApp, [&wishes] { ++wishes; });
    type(u"INGEST_BATCH_SIZE"_s, u"12"_s);
    QVERIFY(field(u"INGEST_BATCH_SIZE"_s)->hasFocus());
    m_page.reset();
    QCOMPARE(wishes, 0);
}

void TestSettingsPage::whatIsTypedByHalfGoesWithItsRow()
{
    QSignalSpy wished(m_page.get(), &SettingsPage::keysWished);
    type(u"INGEST_BATCH_SIZE"_s, u"12"_s);
    const QPointer<SettingRow> row = m_page->row(u"INGEST_BATCH_SIZE"_s);
    QVERIFY(field(u"INGEST_BATCH_SIZE"_s)->hasFocus());
    QList<settings::Effective> fewer = m_table;
    fewer.removeLast();
    m_page->setKeys(m_table, fewer); // other rows are made
    QTRY_VERIFY(!row);
    QCOMPARE(wished.size(), 0);
}

/// Nothing is told of a connection that nobody tried.
void TestSettingsPage::whatCannotBeReadIsNotConnected()
{
    m_page->setReconnects();
    const QString key = u"DOWNLINKS_PER_MINUTE"_s;
    m_page->showGroup(SettingGroup::ChirpStack);
    m_page->setSaved({key});
    QVERIFY(said(SettingGroup::ChirpStack).contains(u"Saved.|It connects with it next."_s));
    m_page->setKeysAway(u"own.ini is wrong."_s);
    m_page->setSaved({key});
    QVERIFY(said(SettingGroup::ChirpStack)
                .contains(u"Saved.|It is not connected: own.ini is wrong."_s));
    QVERIFY(!said(SettingGroup::ChirpStack).contains(u"connects with it"_s));
}

void TestSettingsPage::whatIsSavedByHalvesIsSaid()
{
    const QString key = u"INGEST_BATCH_SIZE"_s;
    type(key, u"10"_s);
    m_page->setRefused({key}, u"The disk is full."_s, u"The secret was saved, the rest was not."_s);
    QVERIFY(note(key).contains(u"The secret was saved, the rest was not. The disk is full."_s));
    QVERIFY(!note(key).contains(u"Not saved"_s));
}

void TestSettingsPage::aConnectionIsADraft()
{
    QSignalSpy wished(m_page.get(), &SettingsPage::keysWished);
    SettingCard *card = m_page->card(SettingGroup::ChirpStack);
    m_page->showGroup(SettingGroup::ChirpStack);
    QVERIFY(!button(card, u"Save"_s));
    type(u"DOWNLINKS_PER_MINUTE"_s, u"-1"_s);
    QTest::keyClick(field(u"DOWNLINKS_PER_MINUTE"_s), Qt::Key_Tab);
    QCOMPARE(wished.size(), 0);
    QVERIFY(note(u"DOWNLINKS_PER_MINUTE"_s).contains(u"not saved"_s));
    QVERIFY(!button(card, u"Save"_s)->isEnabled());
    type(u"DOWNLINKS_PER_MINUTE"_s, u"5"_s);
    QTest::mouseClick(button(card, u"Save"_s), Qt::LeftButton);
    const settings::Changes changes{{u"DOWNLINKS_PER_MINUTE"_s, u"5"_s}};
    QCOMPARE(wished.size(), 1); // nothing of it can be tested
    QCOMPARE(wished.first()[0].value<settings::Changes>(), changes);
    m_page->setRefused(changes.keys(), u"The disk is full."_s);
    QVERIFY(card->hasDraft());
    QVERIFY(said(SettingGroup::ChirpStack).contains(u"Not saved.|The disk is full."_s));
    QTest::mouseClick(button(card, u"Discard"_s), Qt::LeftButton);
    QVERIFY(!card->hasDraft());
    QCOMPARE(field(u"DOWNLINKS_PER_MINUTE"_s)->text(), u"30"_s);
}

/// It is tested first; what fails is not saved, and stays to be mended.
void TestSettingsPage::aConnectionThatFailsIsNotSaved()
{
    QSignalSpy wished(m_page.get(), &SettingsPage::keysWished);
    SettingCard *card = m_page->card(SettingGroup::ChirpStack);
    m_page->showGroup(SettingGroup::ChirpStack);
    const QString address = u"http://127.0.0.1:%1"_s.arg(test::freePort());
    QLineEdit &edit = card->connection()->field(DraftField::Address).edit();
    edit.setFocus();
    edit.selectAll();
    QTest::keyClicks(&edit, address);
    QTest::mouseClick(button(card, u"Save"_s), Qt::LeftButton);
    QTRY_VERIFY(said(SettingGroup::ChirpStack).contains(u"Not saved."_s));
    QVERIFY(said(SettingGroup::ChirpStack).contains(u"nothing listens"_s));
    QCOMPARE(wished.size(), 0);
    QCOMPARE(edit.text(), address);
    QVERIFY(card->hasDraft());
    // A test of its own saves nothing, whatever it comes to.
    QTest::mouseClick(&card->connection()->testButton(), Qt::LeftButton);
    QTRY_VERIFY(!card->connection()->isTesting());
    QCOMPARE(wished.size(), 0);
    QTest::mouseClick(button(card, u"Discard"_s), Qt::LeftButton);
    QVERIFY(!card->hasDraft());
}

void TestSettingsPage::theDatabaseIsAway()
{
    m_situation.setHealth(fixture::databaseDown(4min));
    const QString id = u"bookings/graceMinutes"_s;
    QVERIFY(field(id)->isReadOnly());
    QVERIFY(said(SettingGroup::Bookings).contains(u"The database is away since"_s));
    QCOMPARE(field(id)->text(), u"15"_s); // what is known stays
    QVERIFY(!field(u"INGEST_BATCH_SIZE"_s)->isReadOnly()); // this computer's is not there
    m_situation.setHealth(fixture::healthy());
    QVERIFY(!field(id)->isReadOnly());
}

void TestSettingsPage::aViewerChangesNothing()
{
    m_page->setRights({.isServer = true, .login = u"kiosk"_s});
    QSignalSpy wished(m_page.get(), &SettingsPage::siteWished);
    for (const QString &id : {u"name"_s, u"bookings/graceMinutes"_s, u"lamps/colours/FREE"_s}) {
        QVERIFY(field(id)->isReadOnly());
        QVERIFY(said(m_page->row(id)->setting().group)
                    .contains(u"The login “kiosk” may not change this. Ask an operator."_s));
    }
    QVERIFY(!m_page->row(u"lamps/whenSoon"_s)->findChild<QComboBox *>()->isEnabled());
    QCOMPARE(wished.size(), 0);
    m_page->setRightsUnknown(u"The database does not answer."_s);
    QVERIFY(said(SettingGroup::Site).contains(u"has not told yet"_s));
}

void TestSettingsPage::equalColoursAreTold()
{
    const auto told = [this](const QString &words) {
        const auto labels = m_page->card(SettingGroup::Lamps)->findChildren<QLabel *>();
        return std::any_of(labels.cbegin(), labels.cend(), [&words](const QLabel *label) {
            return label->isVisible() && label->text() == words;
        });
    };
    const QString words = u"Occupied and Maintenance look the same on a lamp."_s;
    QVERIFY(!told(words));
    m_page->setSiteSaved(u"lamps/colours/MAINTENANCE"_s,
                         {{u"lamps"_s, u"colours"_s, u"MAINTENANCE"_s}, u"FF0000"_s, u"FFA500"_s});
    QVERIFY(told(words));
}

/// News of the site come while somebody types.
void TestSettingsPage::draftsOutliveNews()
{
    type(u"name"_s, u"Har"_s);
    domain::SiteSnapshot site = fixture::harbourSite();
    site.site.timeZone = u"Asia/Kathmandu"_s;
    m_model.load(site);
    QCOMPARE(field(u"timeZone"_s)->text(), u"Asia/Kathmandu"_s);
    QCOMPARE(field(u"name"_s)->text(), u"Har"_s);
    setKeys();
    QCOMPARE(field(u"name"_s)->text(), u"Har"_s);
}

void TestSettingsPage::groupsLeadToTheirCards()
{
    for (GroupEntry *entry : m_page->findChildren<GroupEntry *>()) {
        if (!entry->isVisible()) // nothing can be set there
            continue;
        QTest::mouseClick(entry, Qt::LeftButton);
        QVERIFY2(entry->isChecked(), qPrintable(entry->text()));
        bool isSeen = false;
        for (int i = 0; i < kSettingGroups; ++i) {
            const SettingCard *card = m_page->card(SettingGroup(i));
            if (wordsOf(SettingGroup(i)).title == entry->text())
                isSeen = !card->visibleRegion().isEmpty();
        }
        QVERIFY2(isSeen, qPrintable(entry->text()));
    }
}

/// Tab goes through all fields, and each has a name for who does not see it.
void TestSettingsPage::everythingIsReachedByKeys()
{
    m_page->setFocus();
    QSet<QWidget *> reached;
    for (int i = 0; i < 400; ++i) {
        QWidget *at = QApplication::focusWidget();
        if (!at || reached.contains(at))
            break;
        reached.insert(at);
        const auto *push = qobject_cast<const QAbstractButton *>(at);
        QVERIFY2(!at->accessibleName().isEmpty() || (push && !push->text().isEmpty()),
                 at->metaObject()->className());
        QTest::keyClick(at, Qt::Key_Tab);
    }
    for (const QString &id :
         {u"name"_s, u"lamps/colours/FREE"_s, u"MQTT_CLIENT_ID"_s, u"KIOSK_ARROWS"_s})
        QVERIFY2(reached.contains(field(id)), qPrintable(id));
}

void TestSettingsPage::fitsASmallWindow()
{
    m_page->resize(968, 596); // a window of 1024 x 680
    const SettingCard *card = m_page->card(SettingGroup::Lamps);
    QTRY_VERIFY(card->width() <= m_page->width());
    for (const SettingRow *row : card->rows())
        QVERIFY2(row->mapTo(m_page.get(), QPoint(row->width(), 0)).x() <= m_page->width() - 16,
                 qPrintable(row->setting().id()));
    QPushButton *why = button(card, u"Why"_s);
    QVERIFY(why);
    QTest::mouseClick(why, Qt::LeftButton);
    const auto labels = card->findChildren<QLabel *>();
    QVERIFY(std::any_of(labels.cbegin(), labels.cend(), [](const QLabel *label) {
        return label->isVisible() && label->text().contains(u"The map never uses these colours"_s);
    }));
}

PARKING_TEST(TestSettingsPage)
#include "tst_settingspage.moc"
