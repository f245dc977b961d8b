// In whose name is done what somebody does at this computer.

#include "base/literals.h"
#include "base/person.h"
#include "testmain.h"

#include <QProcessEnvironment>
#include <QTest>

using namespace parking;

class tst_Person : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void isWhoTheSystemSays_data()
    {
        QTest::addColumn<QStringList>("environment");
        QTest::addColumn<QString>("name");
        QTest::newRow("Unix") << QStringList{u"USER=anna"_s, u"LOGNAME=anna"_s} << u"anna"_s;
        QTest::newRow("a login of cron") << QStringList{u"LOGNAME=bert"_s} << u"bert"_s;
        QTest::newRow("Windows") << QStringList{u"USERNAME=Zoë"_s} << u"Zoë"_s;
        QTest::newRow("a shell on Windows")
            << QStringList{u"USER=carl"_s, u"USERNAME=Carl"_s} << u"carl"_s;
        QTest::newRow("empty") << QStringList{u"USER= "_s, u"USERNAME=dora"_s} << u"dora"_s;
        QTest::newRow("nobody") << QStringList{} << u"operator"_s;
    }

    void isWhoTheSystemSays()
    {
        QFETCH(const QStringList, environment);
        QFETCH(const QString, name);
        QProcessEnvironment set;
        for (const QString &pair : environment)
            set.insert(pair.section(u'=', 0, 0), pair.section(u'=', 1));
        QCOMPARE(personName(set, u"operator"_s), name);
    }
};

PARKING_TEST(tst_Person)
#include "tst_person.moc"
