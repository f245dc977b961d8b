// A lamp's page: both colours, what was sent, and the console.

#include "devices/devicespage.h"
#include "fixturelamps.h"
#include "fixturesite.h"
#include "labels.h"
#include "lamps/downlinkspage.h"
#include "lamps/lamplabels.h"
#include "lamps/lampview.h"
#include "testmain.h"
#include "widgets/sectionhead.h"

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTableWidget>
#include <QTest>

using namespace parking;
using namespace parking::ui;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using domain::DownlinkState;
using domain::LampCommand;
using domain::SpaceState;
using fixture::kNow;

class TestLampView : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void tellsColoursAndEverythingSent();
    void rawRowsClaimNothing();
    void aStateIsSentByKeys();
    void aColourIsSent();
    void rawBytesAreSent();
    void badInputIsRefusedInWords_data();
    void badInputIsRefusedInWords();
    void refusalsOfTheEngineKeepWhatWasTyped();
    void theQueueIsLookedAtAndEmptied();
    void viewersHaveNoConsole();
    void anotherLampKnowsNothingYet();
    void onlyItsOwnAnswersCount();
    void lampsThatDoNotFollowComeFirst();
    void commandsAreAViewOfTheLamps();

private:
    template <class T>
    T *named(const QString &name) const
    {
        for (T *one : m_view->findChildren<T *>()) {
            if (one->accessibleName() == name)
                return one;
        }
        return nullptr;
    }
    QPushButton *button(const QString &text) const;
    QString problem() const { return m_view->console().findChild<QLabel *>(u"problem"_s)->text(); }
    QString queueWords() const
    {
        return m_view->console().findChild<QLabel *>(u"queueWords"_s)->text();
    }
    void choose(const QString &kind);
    void click(QWidget *widget) { QTest::mouseClick(widget, Qt::LeftButton); }

    Theme m_theme{*qApp};
    Situation m_situation;
    domain::LampStatus m_lamp;
    std::unique_ptr<LampView> m_view;
};

void TestLampView::initTestCase()
{
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
}

void TestLampView::init()
{
    m_situation.setNow(kNow);
    m_situation.setHealth(fixture::withChirpStack({}));
    m_situation.setRole(u"Operator"_s, false);
    m_lamp = fixture::confirmedLamp(u"B1-055"_s);
    m_view = std::make_unique<LampView>(m_situation, m_theme);
    m_view->resize(1000, 900);
    m_view->setDevice(m_lamp.display.devEui);
    m_view->show();
    m_view->setLamp(m_lamp);
    m_view->setAdvancedOpen(true);
}

QPushButton *TestLampView::button(const QString &text) const
{
    for (QPushButton *candidate : m_view->findChildren<QPushButton *>()) {
        if (candidate->isVisible() && candidate->text() == text)
            return candidate;
    }
    return nullptr;
}

void TestLampView::choose(const QString &kind)
{
    for (QRadioButton *one : m_view->findChildren<QRadioButton *>()) {
        if (one->text() == kind)
            QTest::mouseClick(one, Qt::LeftButton, {}, QPoint(8, one->height() / 2));
    }
}

void TestLampView::tellsColoursAndEverythingSent()
{
    QSignalSpy wanted(m_view.get(), &LampView::wanted);
    m_view->ask();
    QCOMPARE(wanted.size(), 1);
    domain::DownlinkPage page = fixture::everyOutcome();
    m_view->setCommands(m_lamp.display.devEui, page);
    auto *table = m_view->findChild<QTableView *>();
    QCOMPARE(table->model()->rowCount(), int(page.rows.size()));
    QVERIFY(table->isColumnHidden(DownlinkModel::Space)); // it is one lamp
    QVERIFY(table->isColumnHidden(DownlinkModel::Lamp));
    QVERIFY(!table->isColumnHidden(DownlinkModel::State));
    QVERIFY(m_view->card().isVisible());
    m_view->setFailed(u"The database does not answer."_s);
    bool isTold = false;
    for (const QLabel *label : m_view->findChildren<QLabel *>())
        isTold = isTold || (label->isVisible() && label->text().contains(u"may be old"));
    QVERIFY(isTold);
}

/// Nobody knows what the bytes did: no colour, no confirmation.
void TestLampView::rawRowsClaimNothing()
{
    domain::Downlink row = fixture::command(u"B1-055"_s, SpaceState::Occupied, DownlinkState::Sent);
    row.frame.deviceType.clear();
    row.frame.fPort = 99;
    row.frame.payload = QByteArray::fromHex("c0ffee");
    row.cause = domain::DownlinkCause::Console;
    domain::DownlinkPage page;
    page.rows = {row};
    page.total = 1;
    m_view->setCommands(m_lamp.display.devEui, page);
    const QAbstractItemModel *rows = m_view->findChild<QTableView *>()->model();
    QCOMPARE(rows->index(0, DownlinkModel::Colour).data().toString(), u"Port 99: C0 FF EE"_s);
    QVERIFY(!rows->index(0, DownlinkModel::Colour).data(Qt::DecorationRole).isValid());
    QVERIFY(rows->index(0, DownlinkModel::Why).data().toString().contains(u"cannot confirm"));
    QVERIFY(rows->index(0, DownlinkModel::Cause).data().toString().contains(u"by hand"));
}

void TestLampView::aStateIsSentByKeys()
{
    QSignalSpy sent(&m_view->console(), &LampConsole::sendRequested);
    auto *state = named<QComboBox>(u"State"_s);
    state->setFocus();
    QTest::keyClick(state, Qt::Key_Down);
    button(u"Send to this lamp"_s)->setFocus();
    QTest::keyClick(button(u"Send to this lamp"_s), Qt::Key_Space);
    QCOMPARE(sent.size(), 1);
    const auto command = sent[0][0].value<LampCommand>();
    QVERIFY(command.kind == LampCommand::Kind::State);
    QVERIFY(command.state == SpaceState::Occupied);
    QCOMPARE(command.device, m_lamp.display.devEui);
    QVERIFY(!button(u"Send to this lamp"_s)->isEnabled()); // not twice by one impatient hand
    m_view->console().setSent();
    QVERIFY(button(u"Send to this lamp"_s)->isEnabled());
    QVERIFY(!command.isSoon);
    QTest::keyClick(state, Qt::Key_End);
    QTest::mouseClick(button(u"Send to this lamp"_s), Qt::LeftButton);
    QCOMPARE(sent.size(), 2);
    QVERIFY(sent[1][0].value<LampCommand>().state == SpaceState::Reserved);
    QVERIFY(sent[1][0].value<LampCommand>().isSoon);
}

void TestLampView::aColourIsSent()
{
    QSignalSpy sent(&m_view->console(), &LampConsole::sendRequested);
    choose(u"Any colour"_s);
    auto *colour = named<QLineEdit>(u"Colour"_s);
    QVERIFY(colour->isEnabled());
    colour->setFocus();
    QTest::keyClicks(colour, u"#ff8800"_s);
    QTest::keyClick(colour, Qt::Key_Return);
    QCOMPARE(sent.size(), 1);
    QVERIFY(sent[0][0].value<LampCommand>().kind == LampCommand::Kind::Colour);
    QCOMPARE(sent[0][0].value<LampCommand>().colour, (domain::Rgb{0xff, 0x88, 0}));
}

void TestLampView::rawBytesAreSent()
{
    QSignalSpy sent(&m_view->console(), &LampConsole::sendRequested);
    choose(u"Raw bytes"_s);
    auto *port = named<QLineEdit>(u"Port"_s);
    QCOMPARE(port->text(), u"15"_s); // its type's
    QTest::keyClicks(named<QLineEdit>(u"Bytes"_s), u"ff00 A5"_s);
    QTest::mouseClick(m_view->console().findChild<QCheckBox *>(), Qt::LeftButton, {}, QPoint(8, 8));
    click(button(u"Send to this lamp"_s));
    QCOMPARE(sent.size(), 1);
    auto command = sent[0][0].value<LampCommand>();
    QVERIFY(command.kind == LampCommand::Kind::Raw && command.confirmed);
    QCOMPARE(command.payload, QByteArray::fromHex("ff00a5"));
    QCOMPARE(command.fPort, 15);
    m_view->console().setSent();
    named<QComboBox>(u"Form of the bytes"_s)->setCurrentIndex(1);
    named<QLineEdit>(u"Bytes"_s)->setText(u"/wCl"_s);
    port->clear();
    QTest::keyClicks(port, u"223"_s);
    QTest::keyClick(port, Qt::Key_Return);
    command = sent.takeLast()[0].value<LampCommand>();
    QCOMPARE(command.payload, QByteArray::fromHex("ff00a5"));
    QCOMPARE(command.fPort, 223);
}

void TestLampView::badInputIsRefusedInWords_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("port");
    QTest::addColumn<QString>("words");
    const QString raw = u"Raw bytes"_s;
    QTest::newRow("no colour") << u"Any colour"_s << u""_s << u""_s << u"six hex digits"_s;
    QTest::newRow("half a colour") << u"Any colour"_s << u"ff88"_s << u""_s << u"six hex digits"_s;
    QTest::newRow("nothing") << raw << u""_s << u"1"_s << u"Type the bytes"_s;
    QTest::newRow("half a byte") << raw << u"fff"_s << u"1"_s << u"Half a byte is missing"_s;
    QTest::newRow("no hex") << raw << u"xy"_s << u"1"_s << u"digits 0 to 9 and A to F"_s;
    QTest::newRow("port zero") << raw << u"ff"_s << u"0"_s << u"A port is 1 to 223"_s;
    QTest::newRow("port of LoRaWAN") << raw << u"ff"_s << u"224"_s << u"A port is 1 to 223"_s;
    QTest::newRow("no port") << raw << u"ff"_s << u"one"_s << u"A port is 1 to 223"_s;
    QTest::newRow("too long") << raw << QString(486, u'f') << u"1"_s << u"242 bytes at most"_s;
}

void TestLampView::badInputIsRefusedInWords()
{
    QFETCH(QString, kind);
    QFETCH(QString, text);
    QFETCH(QString, port);
    QFETCH(QString, words);
    QSignalSpy sent(&m_view->console(), &LampConsole::sendRequested);
    choose(kind);
    auto *field = named<QLineEdit>(kind == u"Raw bytes" ? u"Bytes"_s : u"Colour"_s);
    field->setText(text);
    named<QLineEdit>(u"Port"_s)->setText(port);
    click(button(u"Send to this lamp"_s));
    QCOMPARE(sent.size(), 0);
    QVERIFY2(problem().contains(words), qPrintable(problem()));
    QCOMPARE(field->text(), text); // nothing is lost
}

void TestLampView::refusalsOfTheEngineKeepWhatWasTyped()
{
    choose(u"Any colour"_s);
    named<QLineEdit>(u"Colour"_s)->setText(u"0000ff"_s);
    click(button(u"Send to this lamp"_s));
    m_view->console().setRefused(Error{u"NO_COLOURS"_s, u"x"_s});
    QVERIFY(problem().contains(u"takes no colours"));
    QCOMPARE(named<QLineEdit>(u"Colour"_s)->text(), u"0000ff"_s);
    QVERIFY(button(u"Send to this lamp"_s)->isEnabled());
}

void TestLampView::theQueueIsLookedAtAndEmptied()
{
    QSignalSpy wanted(&m_view->console(), &LampConsole::queueWanted);
    QSignalSpy flushed(&m_view->console(), &LampConsole::flushRequested);
    QCOMPARE(queueWords(), u"Nobody has looked yet."_s); // not: empty
    click(button(u"Look"_s));
    QCOMPARE(wanted.size(), 1);
    QVERIFY(!button(u"Look"_s)->isEnabled() && !button(u"Empty the queue"_s)->isEnabled());
    domain::LampQueue queue;
    queue.device = m_lamp.display.devEui;
    queue.askedAt = kNow;
    domain::LampQueueItem ours;
    ours.fPort = 15;
    ours.payload = QByteArray::fromHex("ff00");
    ours.row = domain::DownlinkId::create();
    ours.expiresAt = kNow + 60s;
    domain::LampQueueItem foreign;
    foreign.isPending = true;
    queue.items = {ours, foreign};
    m_view->console().setQueue(queue);
    auto *items = m_view->console().findChild<QTableWidget *>();
    QCOMPARE(items->rowCount(), 2);
    QCOMPARE(items->item(0, 1)->text(), u"FF 00"_s);
    QCOMPARE(items->item(0, 2)->text(), u"ours"_s);
    QCOMPARE(items->item(1, 2)->text(), u"not ours"_s);
    QVERIFY(items->item(1, 3)->text().contains(u"on the air"));
    click(button(u"Empty the queue"_s));
    QCOMPARE(flushed.size(), 1);
    m_view->console().setQueueFailed(Error{u"MAY_BE_ON_AIR"_s, u"x"_s});
    QVERIFY(queueWords().startsWith(u"Nothing was removed"));
    click(button(u"Empty the queue"_s));
    domain::FlushedQueue done;
    done.device = m_lamp.display.devEui;
    done.removed = 2;
    done.withdrawn = 1;
    m_view->console().setFlushed(done);
    QVERIFY(queueWords().contains(u"2 removed at ChirpStack, 1 that waited"));
    QVERIFY(!items->isVisible());
}

void TestLampView::viewersHaveNoConsole()
{
    m_situation.setRole(u"Viewer"_s, true);
    QVERIFY(!m_view->console().isVisible());
    QVERIFY(!m_view->findChild<SectionHead *>()->isVisible());
    QVERIFY(m_view->card().isVisible());
    m_situation.setRole(u"Operator"_s, false);
    QVERIFY(m_view->findChild<SectionHead *>()->isVisible());
}

void TestLampView::anotherLampKnowsNothingYet()
{
    domain::LampQueue queue;
    queue.device = m_lamp.display.devEui;
    queue.askedAt = kNow;
    m_view->console().setQueue(queue);
    QVERIFY(queueWords().startsWith(u"Empty at"));
    m_view->setDevice(domain::DevEui(0x1));
    QVERIFY(!m_view->card().isVisible());
    QCOMPARE(queueWords(), u"Nobody has looked yet."_s);
    QCOMPARE(m_view->findChild<QTableView *>()->model()->rowCount(), 0);
}

void TestLampView::onlyItsOwnAnswersCount()
{
    m_view->setDevice(domain::DevEui(0x1));
    m_view->setLamp(m_lamp);
    m_view->setCommands(m_lamp.display.devEui, fixture::everyOutcome());
    QVERIFY(!m_view->card().isVisible());
    QCOMPARE(m_view->findChild<QTableView *>()->model()->rowCount(), 0);
    domain::LampQueue queue;
    queue.device = m_lamp.display.devEui;
    m_view->console().setQueue(queue);
    QCOMPARE(queueWords(), u"Nobody has looked yet."_s);
}

void TestLampView::lampsThatDoNotFollowComeFirst()
{
    SiteModel model;
    model.load(fixture::harbourSite());
    DownlinksPage page(model, m_situation, m_theme);
    page.resize(1000, 700);
    page.show();
    QList<domain::LampTrouble> troubles;
    for (int n = 0; n < 6; ++n)
        troubles.append({u"B1-00%1"_s.arg(n), u"NOT_FOLLOWING"_s, kNow - n * 1h,
                         domain::DevEui(quint64(n + 1))});
    page.setTroubles(troubles);
    const auto link = [&page](const QString &text) -> QPushButton * {
        for (QPushButton *one : page.findChildren<QPushButton *>()) {
            if (one->isVisible() && one->text() == text)
                return one;
        }
        return nullptr;
    };
    QVERIFY(link(u"B1-005"_s)); // for the longest
    QVERIFY(!link(u"B1-000"_s));
    QSignalSpy chosen(&page, &DownlinksPage::lampChosen);
    click(link(u"B1-005"_s));
    QCOMPARE(chosen.takeFirst()[0].value<domain::DevEui>(), domain::DevEui(6));
    click(link(u"and 2 more"_s));
    QVERIFY(page.isAmissOnly());
    page.setFailed(u"The database does not answer."_s);
    QVERIFY(!link(u"B1-005"_s)); // nobody knows
}

/// No page of its own: a button of the lamps shows it, Esc leaves it.
void TestLampView::commandsAreAViewOfTheLamps()
{
    SiteModel model;
    model.load(fixture::harbourSite());
    DevicesPage page(model, m_situation, m_theme);
    auto *commands = new QWidget;
    page.setCommands(commands);
    page.resize(1300, 800);
    page.show();
    const auto find = [&page](const QString &begin) -> QPushButton * {
        for (QPushButton *one : page.findChildren<QPushButton *>()) {
            if (one->isVisible() && one->text().startsWith(begin))
                return one;
        }
        return nullptr;
    };
    QVERIFY(!find(u"Commands"_s)); // sensors get none
    click(find(u"Lamps"_s));
    QVERIFY(find(u"Commands"_s));
    click(find(u"Commands"_s));
    QVERIFY(commands->isVisible());
    QVERIFY(page.cancel());
    QVERIFY(!commands->isVisible() && !page.isCommandsOpen());
    page.openCommands();
    QVERIFY(commands->isVisible());
    click(find(u"Sensors"_s));
    QVERIFY(!commands->isVisible());
}

PARKING_TEST(TestLampView)
#include "tst_lampview.moc"
