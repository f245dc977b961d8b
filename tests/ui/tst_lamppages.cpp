#include "fixturesite.h"
#include "labels.h"
#include "lamplabels.h"
#include "pages/downlinkspage.h"
#include "shell/lampcard.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QtTest>

using namespace parking;
using namespace parking::ui;
using namespace std::chrono_literals;
using namespace Qt::StringLiterals;
using domain::Downlink;
using domain::DownlinkEventKind;
using domain::DownlinkState;
using domain::SpaceState;
using fixture::kNow;

Q_DECLARE_METATYPE(parking::domain::DownlinkState)

namespace {

Downlink command(const QString &code, SpaceState state, DownlinkState where)
{
    Downlink row;
    row.id = domain::DownlinkId::create();
    row.devEui = domain::DevEui(0x2020'2000'0000'0001);
    row.spaceId = fixture::spaceId(code);
    row.frame.state = state;
    row.frame.colour = domain::DisplayPolicy().colours[domain::indexOf(state)];
    row.state = where;
    row.decidedAt = kNow - 60s;
    row.attempts = 1;
    if (where != DownlinkState::Pending) {
        row.queuedAt = row.decidedAt + 42ms;
        row.expiresAt = row.decidedAt + 120s;
    }
    return row;
}

domain::LampStatus lamp(const Downlink &row)
{
    domain::LampStatus status;
    status.display.devEui = row.devEui;
    status.display.evidence = domain::Evidence::Sent;
    status.display.shownColour = domain::Rgb{0, 255, 0};
    status.display.shownState = SpaceState::Free;
    status.display.shownAt = kNow - 1h;
    status.wanted = row.frame;
    status.last = row;
    const auto add = [&](DownlinkEventKind kind, Milliseconds after, const QString &detail) {
        status.chain.append({.key = {},
                             .kind = kind,
                             .time = row.decidedAt + after,
                             .gatewayId = u"0016c001f153a14c"_qs,
                             .detail = detail});
    };
    add(DownlinkEventKind::Post, 10ms, u"attempt 1"_qs);
    add(DownlinkEventKind::Answer, 42ms, u"queued as 9f2a"_qs);
    add(DownlinkEventKind::TxAck, 1200ms, {});
    return status;
}

} // namespace

/// The lamp's part of the inspector and the page "Downlinks".
class TestLampPages : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cardShowsBothColoursAndTheWay();
    void cardOffersTheTypeThatIsSpoken();
    void everyStateSaysWhy_data();
    void everyStateSaysWhy();
    void pageShowsRowsTotalsAndDelays();
    void chipsAndSearchAskAnew();
    void chosenRowsCanBeSentAgain();
    void viewersCannotSend();
    void emptyPagesSayWhy();
    void movedRowsKeepTheSelection();

private:
    QStringList words(const QWidget &widget) const;
    QPushButton *button(const QString &beginning) const;
    domain::DownlinkPage threeRows() const;

    Theme m_theme{*qApp};
    SiteModel m_model;
    std::unique_ptr<DownlinksPage> m_page;
};

void TestLampPages::initTestCase()
{
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
    m_model.setNow(kNow);
    m_model.load(fixture::harbourSite());
}

void TestLampPages::init()
{
    m_page = std::make_unique<DownlinksPage>(m_model, m_theme);
    m_page->resize(1300, 700);
    m_page->setNow(kNow);
    m_page->show();
}

QStringList TestLampPages::words(const QWidget &widget) const
{
    QStringList found;
    for (const QLabel *label : widget.findChildren<QLabel *>()) {
        if (label->isVisible() && !label->text().isEmpty())
            found.append(label->text());
    }
    return found;
}

QPushButton *TestLampPages::button(const QString &beginning) const
{
    for (QPushButton *candidate : m_page->findChildren<QPushButton *>()) {
        if (candidate->text().startsWith(beginning))
            return candidate;
    }
    return nullptr;
}

domain::DownlinkPage TestLampPages::threeRows() const
{
    domain::DownlinkPage page;
    page.rows = {command(u"B1-001"_qs, SpaceState::Occupied, DownlinkState::Echoed),
                 command(u"B1-002"_qs, SpaceState::Free, DownlinkState::Failed),
                 command(u"B1-055"_qs, SpaceState::Maintenance, DownlinkState::Pending)};
    page.rows[1].problem = u"CHIRPSTACK_UNAUTHORIZED"_qs;
    page.total = 3;
    page.totals.byState[size_t(DownlinkState::Echoed)] = 1;
    page.totals.byState[size_t(DownlinkState::Failed)] = 1;
    page.totals.byState[size_t(DownlinkState::Pending)] = 1;
    page.totals.toChirpStackP50Ms = 42;
    page.totals.toChirpStackP95Ms = 1234;
    return page;
}

void TestLampPages::cardShowsBothColoursAndTheWay()
{
    LampCard card(m_theme);
    card.resize(300, 400);
    card.setLamp(lamp(command(u"B1-001"_qs, SpaceState::Occupied, DownlinkState::Sent)), kNow);
    card.show();
    const QStringList said = words(card);
    for (const QString &expected :
         {u"Wanted"_qs, u"Red"_qs, u"Occupied"_qs, u"Shown"_qs, u"Green"_qs,
          u"sent to ChirpStack"_qs, u"in ChirpStack’s queue"_qs,
          u"on the air by gateway 0016c001f153a14c"_qs, u"decided: state changed"_qs})
        QVERIFY2(said.contains(expected), qPrintable(expected + u" in "_qs + said.join(u'|')));
    QVERIFY(said.filter(u"+1.2"_qs).size() == 1);
    QVERIFY(said.filter(u"not confirmed by the lamp yet"_qs).size() == 1);
}

void TestLampPages::cardOffersTheTypeThatIsSpoken()
{
    LampCard card(m_theme);
    domain::LampStatus status =
        lamp(command(u"B1-001"_qs, SpaceState::Occupied, DownlinkState::Sent));
    card.setLamp(status, kNow);
    card.show();
    auto *accept = card.findChild<QPushButton *>();
    QVERIFY(!accept->isVisible());
    status.display.problem = u"WRONG_LAYOUT"_qs;
    status.display.suggestedType = u"kuando_busylight"_qs;
    card.setLamp(status, kNow);
    QVERIFY(accept->isVisible());
    QCOMPARE(accept->text(), u"Use Kuando Busylight"_qs);
    QVERIFY(words(card).filter(u"speaks like a Kuando Busylight"_qs).size() == 1);
    QSignalSpy accepted(&card, &LampCard::typeAccepted);
    QTest::mouseClick(accept, Qt::LeftButton);
    QCOMPARE(accepted.size(), 1);
    QCOMPARE(accepted.first().at(1).toString(), u"kuando_busylight"_qs);
    card.setReadOnly(true);
    QVERIFY(!accept->isVisible());
}

void TestLampPages::everyStateSaysWhy_data()
{
    QTest::addColumn<DownlinkState>("state");
    QTest::addColumn<QString>("problem");
    QTest::addColumn<QString>("says");
    const auto row = [](const char *name, DownlinkState state, const char *problem,
                        const char *says) {
        QTest::newRow(name) << state << QString::fromLatin1(problem) << QString::fromLatin1(says);
    };
    using enum DownlinkState;
    row("waiting", Pending, "", "waits for its turn");
    row("waiting for ChirpStack", Pending, "CHIRPSTACK_UNREACHABLE", "cannot be reached");
    row("being sent", Sending, "", "under way");
    row("doubtful", Sending, "CHIRPSTACK_DOUBTFUL", "its queue is looked at");
    row("queued", Queued, "", "not on the air yet");
    row("sent", Sent, "", "not confirmed");
    row("acknowledged", Acked, "", "acknowledged it");
    row("echoed", Echoed, "", "that it shows it");
    row("replaced", Superseded, "", "newer colour");
    row("unknown there", Failed, "CHIRPSTACK_UNAUTHORIZED", "does not know this device");
    row("refused", Failed, "CHIRPSTACK_REFUSED", "refused it: detail");
    row("failed there", Failed, "CHIRPSTACK_INTERNAL", "failed: detail");
    row("not acknowledged", Failed, "NOT_ACKNOWLEDGED", "did not acknowledge");
    row("thrown away", Failed, "REFUSED_BY_NETWORK", "threw it away: detail");
    row("expired", Expired, "EXPIRED", "in time");
}

void TestLampPages::everyStateSaysWhy()
{
    QFETCH(DownlinkState, state);
    QFETCH(QString, problem);
    QFETCH(QString, says);
    Downlink row = command(u"B1-001"_qs, SpaceState::Free, state);
    row.problem = problem;
    row.detail = u"detail"_qs;
    const QString words = labels::why(row, kNow);
    QVERIFY2(words.contains(says), qPrintable(words));
    QVERIFY(words.endsWith(u'.') || words.endsWith(u"detail"));
    QVERIFY(!labels::text(state).isEmpty());
}

void TestLampPages::pageShowsRowsTotalsAndDelays()
{
    m_page->setPage(threeRows());
    auto *table = m_page->findChild<QTableView *>();
    const QAbstractItemModel *model = table->model();
    QAbstractItemModelTester tester(table->model());
    QCOMPARE(model->rowCount(), 3);
    const auto cell = [model](int row, int column) {
        return model->index(row, column).data().toString();
    };
    QCOMPARE(cell(0, DownlinkModel::Space), u"B1-001"_qs);
    QCOMPARE(cell(0, DownlinkModel::Colour), u"Red"_qs);
    QCOMPARE(cell(1, DownlinkModel::State), u"Failed"_qs);
    QCOMPARE(cell(0, DownlinkModel::ToChirpStack), labels::milliseconds(42));
    QCOMPARE(cell(2, DownlinkModel::ToChirpStack), QString());
    QVERIFY(cell(1, DownlinkModel::Why).contains(u"does not know this device"));
    QVERIFY(button(u"All"_qs)->text().endsWith(u'3'));
    QVERIFY(button(u"Failed"_qs)->text().endsWith(u'1'));
    QVERIFY(button(u"Waiting"_qs)->text().endsWith(u'1'));
    QVERIFY(words(*m_page).filter(labels::milliseconds(1234)).size() == 1);
    QVERIFY(words(*m_page).filter(u"3 command"_qs).size() == 1);
}

void TestLampPages::chipsAndSearchAskAnew()
{
    m_page->setPage(threeRows());
    QSignalSpy wanted(m_page.get(), &DownlinksPage::wanted);
    QTest::mouseClick(button(u"Failed"_qs), Qt::LeftButton);
    QTRY_COMPARE(wanted.size(), 1);
    QVERIFY(m_page->filter().troubleOnly);
    QTest::mouseClick(button(u"Waiting"_qs), Qt::LeftButton);
    QVERIFY(m_page->filter().openOnly && !m_page->filter().troubleOnly);
    QTest::mouseClick(button(u"Confirmed"_qs), Qt::LeftButton);
    QCOMPARE(m_page->filter().state, DownlinkState::Echoed);
    QTest::mouseClick(button(u"All"_qs), Qt::LeftButton);
    QTest::keyClicks(m_page->findChild<QLineEdit *>(), u" B1-0 "_qs);
    QCOMPARE(m_page->filter().text, u"B1-0"_qs);
    QVERIFY(!m_page->filter().state && !m_page->filter().openOnly);
    wanted.clear();
    QTRY_VERIFY(!wanted.isEmpty());
    // Hidden it asks nothing; shown again at once.
    m_page->hide();
    wanted.clear();
    m_page->refresh();
    m_page->show();
    QCOMPARE(wanted.size(), 1);
}

void TestLampPages::chosenRowsCanBeSentAgain()
{
    m_page->setPage(threeRows());
    QVERIFY(!button(u"Resend"_qs)->isEnabled());
    auto *table = m_page->findChild<QTableView *>();
    table->selectRow(0);
    QVERIFY(button(u"Resend"_qs)->isEnabled());
    QSignalSpy resend(m_page.get(), &DownlinksPage::resendRequested);
    QTest::mouseClick(button(u"Resend"_qs), Qt::LeftButton);
    QCOMPARE(resend.size(), 1);
    QCOMPARE(resend.first().first().value<QSet<domain::SpaceId>>(),
             QSet<domain::SpaceId>{fixture::spaceId(u"B1-001"_qs)});
    QSignalSpy chosen(m_page.get(), &DownlinksPage::spaceChosen);
    QTest::mouseClick(button(u"Show on map"_qs), Qt::LeftButton);
    QCOMPARE(chosen.size(), 1);
}

void TestLampPages::viewersCannotSend()
{
    m_page->setReadOnly(true);
    m_page->setPage(threeRows());
    QVERIFY(!button(u"Resend"_qs)->isVisible());
    QVERIFY(button(u"Show on map"_qs)->isVisible());
}

void TestLampPages::emptyPagesSayWhy()
{
    m_page->setPage({});
    QVERIFY(words(*m_page).filter(u"No lamp was commanded yet"_qs).size() == 1);
    QVERIFY(!m_page->findChild<QTableView *>()->isVisible());
    QTest::mouseClick(button(u"Failed"_qs), Qt::LeftButton);
    m_page->setPage({});
    QVERIFY(words(*m_page).filter(u"Nothing found"_qs).size() == 1);
}

void TestLampPages::movedRowsKeepTheSelection()
{
    domain::DownlinkPage page = threeRows();
    m_page->setPage(page);
    auto *table = m_page->findChild<QTableView *>();
    table->selectRow(2);
    page.rows[2].state = DownlinkState::Queued;
    m_page->setPage(page);
    QCOMPARE(table->selectionModel()->selectedRows().size(), 1);
    QCOMPARE(table->model()->index(2, DownlinkModel::State).data().toString(),
             labels::text(DownlinkState::Queued));
}

QTEST_MAIN(TestLampPages)
#include "tst_lamppages.moc"
