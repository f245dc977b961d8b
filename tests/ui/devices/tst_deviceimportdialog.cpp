// What an import of devices says before it is wanted.

#include "base/literals.h"
#include "devices/deviceimportdialog.h"
#include "testmain.h"

#include <QApplication>
#include <QLabel>
#include <QTableWidget>
#include <QTest>

using namespace parking;
using namespace parking::ui;

class TestDeviceImportDialog : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale(QLocale::English)); }
    void linesAreCountedOnce();
    void whatIsNotShownIsSaid_data();
    void whatIsNotShownIsSaid();

private:
    static bool says(const QDialog &dialog, const QString &text)
    {
        for (const QLabel *label : dialog.findChildren<QLabel *>()) {
            if (label->text() == text)
                return true;
        }
        return false;
    }

    Theme m_theme{*qApp};
};

/// A line whose name, type and space are all wrong is one line.
void TestDeviceImportDialog::linesAreCountedOnce()
{
    domain::ImportResult preview;
    preview.problems = {{2, u"name"_s}, {2, u"type"_s}, {2, u"space"_s}, {5, u"space"_s}};
    const DeviceImportDialog dialog(DeviceImportDialog::Of::File, u"devices.csv"_s, preview,
                                    m_theme, nullptr);
    QCOMPARE(dialog.windowTitle(), u"2 lines need correction"_s);
    QCOMPARE(dialog.findChild<QTableWidget *>()->rowCount(), 4);
}

void TestDeviceImportDialog::whatIsNotShownIsSaid_data()
{
    QTest::addColumn<int>("problems");
    QTest::addColumn<bool>("isSaid");
    QTest::newRow("all are shown") << 1000 << false;
    QTest::newRow("one is not") << 1001 << true;
}

void TestDeviceImportDialog::whatIsNotShownIsSaid()
{
    QFETCH(int, problems);
    QFETCH(bool, isSaid);
    domain::ImportResult preview;
    for (int line = 2; line < problems + 2; ++line)
        preview.problems.append({line, u"no DevEUI"_s});
    const DeviceImportDialog dialog(DeviceImportDialog::Of::File, u"devices.csv"_s, preview,
                                    m_theme, nullptr);
    QCOMPARE(dialog.findChild<QTableWidget *>()->rowCount(), 1000);
    QCOMPARE(says(dialog, u"The first 1,000 are shown."_s), isSaid);
}

PARKING_TEST(TestDeviceImportDialog)
#include "tst_deviceimportdialog.moc"
