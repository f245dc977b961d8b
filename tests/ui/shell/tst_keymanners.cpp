// Enter and Ctrl+Z in all of the window, by real keys.

#include "app/operatorwindow.h"
#include "base/literals.h"
#include "devices/fleettable.h"
#include "devices/tickbar.h"
#include "fixturedevices.h"
#include "fixturesite.h"
#include "testmain.h"

#include <QApplication>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace parking;
using namespace parking::ui;

class TestKeyManners : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void enterPressesTheButton();
    void enterOnAButtonOfAFormSavesNothing();
    void undoIsTheWindowsAfterAField();
    void aHeldKeyTakesBackOneAct();
    void f6ReachesEveryPane_data();
    void f6ReachesEveryPane();

private:
    QPushButton *button(const QWidget &within, const QString &text) const;

    Theme m_theme{*qApp};
    std::unique_ptr<SiteModel> m_model;
    std::unique_ptr<Situation> m_situation;
    std::unique_ptr<Notices> m_notices;
    std::unique_ptr<OperatorWindow> m_window;
};

void TestKeyManners::initTestCase()
{
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedKingdom));
    m_theme.setReduceMotion(true);
}

void TestKeyManners::init()
{
    m_window.reset();
    m_model = std::make_unique<SiteModel>();
    m_model->setNow(fixture::kNow);
    m_model->load(fixture::harbourSite());
    m_situation = std::make_unique<Situation>();
    m_situation->setRole(u"Operator"_s, false);
    m_situation->setNow(fixture::kNow);
    m_situation->setHealth(fixture::healthy());
    m_notices = std::make_unique<Notices>();
    m_window = std::make_unique<OperatorWindow>(*m_model, *m_situation, *m_notices, m_theme);
    m_window->show();
    m_window->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
}

QPushButton *TestKeyManners::button(const QWidget &within, const QString &text) const
{
    for (QPushButton *candidate : within.findChildren<QPushButton *>()) {
        if (candidate->isVisible() && candidate->text() == text)
            return candidate;
    }
    return nullptr;
}

void TestKeyManners::enterPressesTheButton()
{
    m_window->showPage(u"devices"_s);
    FleetList &list = m_window->devices().list();
    m_window->devices().setPage(fixture::sensors());
    QApplication::processEvents();
    list.table().setFocus();
    list.table().selectRow(0);
    QTest::keyClick(&list.table(), Qt::Key_Space); // ticks it
    QPushButton *labels = button(list, u"Labels"_s);
    QVERIFY(labels);
    QSignalSpy wanted(&list, &FleetList::labelsWanted);
    labels->setFocus();
    QTest::keyClick(labels, Qt::Key_Return);
    QCOMPARE(wanted.count(), 1);
    QTest::keyClick(labels, Qt::Key_Enter);
    QCOMPARE(wanted.count(), 2);
}

/// The form takes Enter for "Save": not from a button that says something else.
void TestKeyManners::enterOnAButtonOfAFormSavesNothing()
{
    m_window->showPage(u"spaces"_s);
    SpaceListPage &page = m_window->spaceList();
    QApplication::processEvents();
    const QModelIndex first = page.rows().index(0, SpaceRows::Code);
    QTest::mouseClick(page.table().viewport(), Qt::LeftButton, {},
                      page.table().visualRect(first).center());
    auto *form = page.findChild<SpaceForm *>();
    QTRY_VERIFY(form->isVisible());
    QSignalSpy saved(form, &SpaceForm::saveAsked);
    auto *code = page.findChild<QLineEdit *>(u"code"_s);
    code->setFocus();
    QTest::keyClicks(code, u"9"_s);
    QPushButton *discard = button(*form, u"Discard"_s);
    QVERIFY(discard && discard->isEnabled());
    discard->setFocus();
    QTest::keyClick(discard, Qt::Key_Return);
    QCOMPARE(saved.count(), 0);
    QCOMPARE(code->text(), page.rows().space(0).code);
}

/// In a field Ctrl+Z takes back what was typed; where nothing of it is left, what was done.
void TestKeyManners::undoIsTheWindowsAfterAField()
{
    m_window->showPage(u"spaces"_s);
    QLineEdit &field = m_window->spaceList().filters().search();
    field.setFocus();
    int undone = 0;
    int redone = 0;
    const auto count = [](int &times) {
        return [&times](const Notices::Answer &answer) {
            ++times;
            answer({});
        };
    };
    m_notices->tellDone(u"G-001 saved"_s, count(undone), count(redone));
    QTest::keyClicks(&field, u"b1"_s);
    QTest::keyClick(&field, Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(field.text(), QString());
    QCOMPARE(undone, 0);
    QTest::keyClick(&field, Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(undone, 1);
    field.setText(u"b2"_s); // as a form does with what was saved
    QTest::keyClick(&field, Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(redone, 1);
    QCOMPARE(field.text(), u"b2"_s);
}

/// Who holds Ctrl+Z to empty a field means what stands there, not the last twenty acts.
void TestKeyManners::aHeldKeyTakesBackOneAct()
{
    m_window->showPage(u"spaces"_s);
    QLineEdit &field = m_window->spaceList().filters().search();
    field.setFocus();
    int undone = 0;
    const auto step = [&undone](const Notices::Answer &answer) {
        ++undone;
        answer({});
    };
    for (int i = 0; i < 3; ++i)
        m_notices->tellDone(u"G-00%1 saved"_s.arg(i), step, step);
    const auto hold = [](QWidget &widget, int key, Qt::KeyboardModifiers with) {
        for (int i = 0; i < 5; ++i)
            QTest::simulateEvent(&widget, true, key, with, {}, i > 0);
        QTest::simulateEvent(&widget, false, key, with, {}, false);
    };
    QTest::keyClicks(&field, u"b1"_s);
    hold(field, Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(field.text(), QString());
    QCOMPARE(undone, 0);
    m_window->spaceList().table().setFocus();
    hold(m_window->spaceList().table(), Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(undone, 1);
    hold(m_window->spaceList().table(), Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(undone, 2); // done again
}

void TestKeyManners::f6ReachesEveryPane_data()
{
    QTest::addColumn<bool>("isBack");
    QTest::newRow("on") << false;
    QTest::newRow("back") << true;
}

/// Also one that is a control itself, as a table is; and round.
void TestKeyManners::f6ReachesEveryPane()
{
    QFETCH(bool, isBack);
    m_window->showPage(u"spaces"_s);
    SpaceListPage &page = m_window->spaceList();
    QApplication::processEvents();
    page.filters().search().setFocus();
    int steps = 0;
    bool wasAtTable = false;
    do {
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_F6,
                        isBack ? Qt::ShiftModifier : Qt::NoModifier);
        wasAtTable = wasAtTable || page.table().hasFocus();
    } while (++steps < 8 && !page.filters().isAncestorOf(QApplication::focusWidget()));
    QVERIFY(wasAtTable);
    QCOMPARE(steps, 4); // table, rail, top bar, filters, or the other way
}

PARKING_TEST(TestKeyManners)
#include "tst_keymanners.moc"
