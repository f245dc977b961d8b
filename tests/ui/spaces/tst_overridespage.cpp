#include "base/literals.h"
#include "fixturesite.h"
#include "spaces/overridesmodel.h"
#include "spaces/overridespage.h"
#include "testmain.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

using namespace parking;
using namespace parking::ui;
using namespace std::chrono_literals;
using fixture::kNow;
using fixture::spaceId;

class TestOverridesPage : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void listsWhatIsInForce();
    void theChosenRowStaysChosen();
    void takesBackWhatIsChosen();
    void filterAndEmptyPage();

private:
    void set(const QString &code, const std::optional<domain::Override> &value);
    QPushButton *button(const QString &beginning) const;
    QTableView &table() const { return *m_page->findChild<QTableView *>(); }
    QString cell(int row, int column) const
    {
        return table().model()->index(row, column).data().toString();
    }
    int rowOf(const QString &code) const;
    void click(const QString &code) const;

    Theme m_theme{*qApp};
    std::unique_ptr<SiteModel> m_model;
    std::unique_ptr<Situation> m_situation;
    std::unique_ptr<OverridesPage> m_page;
};

void TestOverridesPage::init()
{
    m_page.reset();
    m_model = std::make_unique<SiteModel>();
    m_model->setNow(kNow);
    m_model->load(fixture::harbourSite());
    m_situation = std::make_unique<Situation>();
    m_situation->setNow(kNow);
    m_page = std::make_unique<OverridesPage>(*m_model, *m_situation, m_theme);
    m_page->resize(1200, 700);
    m_page->show();
}

void TestOverridesPage::set(const QString &code, const std::optional<domain::Override> &value)
{
    domain::SpaceStatus status = m_model->status(m_model->rowOf(spaceId(code)));
    status.inputs.operatorOverride = value;
    status.state = value ? value->state : domain::SpaceState::Free;
    status.reason = value ? domain::StateReason::Override : domain::StateReason::Sensor;
    m_model->apply({status});
}

QPushButton *TestOverridesPage::button(const QString &beginning) const
{
    for (QPushButton *candidate : m_page->findChildren<QPushButton *>()) {
        if (candidate->text().startsWith(beginning))
            return candidate;
    }
    return nullptr;
}

int TestOverridesPage::rowOf(const QString &code) const
{
    for (int row = 0; row < table().model()->rowCount(); ++row) {
        if (cell(row, OverridesModel::Space) == code)
            return row;
    }
    return -1;
}

void TestOverridesPage::click(const QString &code) const
{
    const QModelIndex index = table().model()->index(rowOf(code), 0);
    table().scrollTo(index);
    QTest::mouseClick(table().viewport(), Qt::LeftButton, {}, table().visualRect(index).center());
}

void TestOverridesPage::listsWhatIsInForce()
{
    QAbstractItemModelTester tester(table().model());
    const int before = table().model()->rowCount();
    QVERIFY(rowOf(u"B1-058"_s) >= 0 && rowOf(u"B1-001"_s) < 0);
    QCOMPARE(cell(rowOf(u"B1-058"_s), OverridesModel::Reason), u"Oil on the floor"_s);
    QCOMPARE(cell(rowOf(u"B1-058"_s), OverridesModel::Until), u"until taken back"_s);
    domain::Override value;
    value.reason = u"paint"_s;
    value.actor = u"Anna"_s;
    value.since = kNow - 5min;
    value.until = kNow + 48h;
    set(u"B1-001"_s, value);
    QCOMPARE(table().model()->rowCount(), before + 1);
    QCOMPARE(cell(rowOf(u"B1-001"_s), OverridesModel::By), u"Anna"_s);
    QVERIFY(cell(rowOf(u"B1-001"_s), OverridesModel::Until).startsWith(u"until Wed 16 Sep, "));
    set(u"B1-001"_s, std::nullopt); // it ended
    QCOMPARE(table().model()->rowCount(), before);
}

void TestOverridesPage::theChosenRowStaysChosen()
{
    click(u"B1-058"_s);
    domain::Override value;
    value.since = kNow;
    set(u"B1-001"_s, value); // a row above it
    QCOMPARE(table().selectionModel()->selectedRows().size(), 1);
    QCOMPARE(table().selectionModel()->selectedRows().first().row(), rowOf(u"B1-058"_s));
    QVERIFY(m_page->cancel() && !m_page->cancel());
}

void TestOverridesPage::takesBackWhatIsChosen()
{
    QSignalSpy cleared(m_page.get(), &OverridesPage::overrideCleared);
    QSignalSpy change(m_page.get(), &OverridesPage::changeRequested);
    QVERIFY(!button(u"Take"_s)->isEnabled());
    click(u"B1-058"_s);
    QTest::mouseClick(button(u"Change"_s), Qt::LeftButton);
    QCOMPARE(change.first().first().value<domain::SpaceId>(), spaceId(u"B1-058"_s));
    QTest::mouseClick(button(u"Take"_s), Qt::LeftButton);
    QCOMPARE(cleared.first().first().value<QSet<domain::SpaceId>>(), QSet{spaceId(u"B1-058"_s)});
    m_situation->setRole(u"Viewer"_s, true);
    QVERIFY(!button(u"Take"_s)->isVisible() && !button(u"Change"_s)->isVisible());
}

void TestOverridesPage::filterAndEmptyPage()
{
    auto *search = m_page->findChild<QLineEdit *>();
    QTest::keyClicks(search, u"oil on"_s);
    QVERIFY(table().model()->rowCount() > 0 && rowOf(u"B1-058"_s) >= 0);
    QTest::keyClicks(search, u" nothing like it"_s);
    QVERIFY(!table().isVisible());
    QTest::mouseClick(button(u"Show all"_s), Qt::LeftButton);
    QVERIFY(table().isVisible());
    const auto says = [this](const QString &words) {
        const QList<QLabel *> labels = m_page->findChildren<QLabel *>();
        return std::any_of(labels.cbegin(), labels.cend(), [&words](const QLabel *label) {
            return label->isVisible() && label->text() == words;
        });
    };
    while (table().model()->rowCount() > 0)
        set(cell(0, OverridesModel::Space), std::nullopt);
    QVERIFY(says(u"No override is in force"_s));
    QVERIFY(!button(u"Show all"_s) || !button(u"Show all"_s)->isVisible());
    m_model->load({});
    QVERIFY(!table().isVisible());
}

PARKING_TEST(TestOverridesPage)
#include "tst_overridespage.moc"
