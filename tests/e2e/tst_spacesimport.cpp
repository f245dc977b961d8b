// parkctl spaces import: all rows or none, every problem with its line, whatever the file is.

#include "base/literals.h"
#include "parkctl.h"
#include "store/floorstore.h"
#include "store/sitestore.h"
#include "store/spacestore.h"
#include "testmain.h"

#include <QFile>
#include <QTest>

using namespace parking;
using test::Finished;

class tst_SpacesImport : public QObject {
    Q_OBJECT

private Q_SLOTS:
    /// Each test has a site of its own with one space: "OLD".
    void init()
    {
        m_parkctl = std::make_unique<test::Parkctl>();
        const Finished migrated = m_parkctl->onSite("migrate");
        VERIFY_SAID(migrated.exitCode == 0, migrated);
        const Finished done = import("code,name,floor,sensor_eui,x,y,w,h,rotation\n"
                                     "OLD,Old one,G,58a0cb0000000001,1,2,3,4,90\n");
        VERIFY_SAID(done.exitCode == 0, done);
    }

    void good_data()
    {
        QTest::addColumn<QByteArray>("csv");
        QTest::addColumn<QString>("counts"); // created updated unchanged
        const auto row = [](const char *name, const QByteArray &csv, const char *counts) {
            QTest::newRow(name) << csv << QString::fromLatin1(counts);
        };
        row("plain", "code\nA\nB\n", "2 0 0");
        row("byte order mark",
            "\xef\xbb\xbf"
            "code,name\nA,B\n",
            "1 0 0");
        row("semicolons and CRLF", "code;name\r\nA;one, two\r\n", "1 0 0");
        row("no end of line", "code,name\nA,B", "1 0 0");
        row("columns in any order and case", "NAME,Code\nsome name,A\n", "1 0 0");
        row("CR", "code,name\rA,one\rB,two\r", "2 0 0");
        row("a named separator", "sep=;\r\ncode;name\r\nA;one\r\n", "1 0 0");
        row("empty rows", "code;name\nA;one\n;\n;\n", "1 0 0");
        row("empty columns", "code,name,,\nA,one,,\n", "1 0 0");
        row("a text that looks like a formula", "code,name\n=\"0012\",one\n", "1 0 0");
        row("quotes, also over lines", "code,name\nA,\"say \"\"hi\"\"\nthere\"\n", "1 0 0");
        row("addresses as labels have them", "code,sensor_eui\nA,58:A0:CB:00-00 00:00:02\n",
            "1 0 0");
        row("empty lines", "\n\ncode\n\nA\n\n", "1 0 0");
        row("only a header", "code,name\n", "0 0 0");
        row("fewer fields than columns", "code,name,floor\nA\n", "1 0 0");
        row("known, the same", "code,name\nOLD,Old one\n", "0 0 1");
        row("known, another name", "code,name\nOLD,New one\n", "0 1 0");
        row("a device passes to another", "code,sensor_eui\nOLD,\nA,58a0cb0000000001\n", "1 1 0");
        row("not ASCII",
            "code,name\nA,Stra\xc3\x9f"
            "e \xf0\x9f\x85\xbf\n",
            "1 0 0");
    }

    void good()
    {
        QFETCH(QByteArray, csv);
        QFETCH(QString, counts);
        const QStringList n = counts.split(u' ');
        const QString told = u"%1 created, %2 updated, %3 unchanged"_s.arg(n[0], n[1], n[2]);
        const QList<domain::Space> before = spaces();

        const Finished dry = import(csv, {u"--dry-run"_s});
        VERIFY_SAID(dry.exitCode == 0, dry);
        VERIFY_SAID(dry.out.endsWith(told + u" (dry run)\n"_s), dry);
        QCOMPARE(spaces(), before);

        const Finished done = import(csv, {u"--json"_s});
        VERIFY_SAID(done.exitCode == 0, done);
        QCOMPARE(test::oneLine(done.out),
                 (QJsonObject{{u"created"_s, n[0].toInt()},
                              {u"updated"_s, n[1].toInt()},
                              {u"unchanged"_s, n[2].toInt()},
                              {u"dryRun"_s, false},
                              {u"problems"_s, QJsonArray()}}));
        QCOMPARE(int(spaces().size()), 1 + n[0].toInt());

        const Finished again = import(csv);
        VERIFY_SAID(again.exitCode == 0, again);
        VERIFY_SAID(again.out.startsWith(u"0 created, 0 updated, "_s), again);
    }

    /// What a German or French spreadsheet writes.
    void decimalCommasAreRead()
    {
        const Finished done = import("code;name;latitude;longitude;x;y\r\n"
                                     "=\"0012\";Alpha;48,8566;2,3522;7,25;-14,3\r\n");
        VERIFY_SAID(done.exitCode == 0, done);
        const domain::Space space = named(u"0012"_s);
        QCOMPARE(space.position, std::optional(domain::GeoPoint{48.8566, 2.3522}));
        QVERIFY(space.placement);
        QCOMPARE(space.placement->x, 7.25);
        QCOMPARE(space.placement->y, -14.3);
    }

    void aDryRunTellsWhatChanges()
    {
        const Finished dry = import("code,name,floor\nNEW,x,G\nOLD,Renamed,B1\n", {u"--dry-run"_s});
        VERIFY_SAID(dry.exitCode == 0, dry);
        QCOMPARE(dry.out,
                 u"line 3: OLD: name \"Old one\" -> \"Renamed\", floor \"G\" -> \"B1\"\n"
                 "1 created, 1 updated, 0 unchanged (dry run)\n"_s);
    }

    void tooManyRowsAreRefused()
    {
        QByteArray csv = "code\n";
        for (int i = 0; i <= 100'000; ++i)
            csv += QByteArray::number(i) + '\n';
        const Finished refused = import(csv);
        VERIFY_SAID(refused.exitCode != 0, refused);
        QVERIFY2(refused.err.contains(u"more than 100001 rows are not taken"_s),
                 qPrintable(refused.err));
        QCOMPARE(spaces().size(), 1);
    }

    void fieldsArriveWhereTheyBelong()
    {
        const Finished done = import(
            "code,name,building,floor,zone,sensor_eui,display_eui,latitude,longitude,features,x,y,"
            "w,h,rotation\nA,\"one; \"\"two\"\"\",North,B1,Z,58A0CB0000000002,2020200000000001,"
            "51.5,-0.25,charging|accessible wide,7.25,-14.3,2.4,5.5,-90\n");
        VERIFY_SAID(done.exitCode == 0, done);
        const domain::Space space = named(u"A"_s);
        QCOMPARE(space.name, u"one; \"two\""_s);
        QCOMPARE(space.building, u"North"_s);
        QCOMPARE(space.floor, u"B1"_s);
        QCOMPARE(space.zone, u"Z"_s);
        QCOMPARE(space.sensorEui, std::optional(domain::DevEui(0x58a0cb0000000002)));
        QCOMPARE(space.displayEui, std::optional(domain::DevEui(0x2020200000000001)));
        QCOMPARE(space.position, std::optional(domain::GeoPoint{51.5, -0.25}));
        QCOMPARE(space.features.join(u' '), u"charging accessible wide"_s);
        QCOMPARE(space.placement, std::optional(domain::Placement{7.25, -14.3, 2.4, 5.5, -90}));
    }

    void columnsThatAreNotThereStay_data()
    {
        QTest::addColumn<QByteArray>("csv");
        QTest::addColumn<QString>("placement"); // x y w h rotation
        QTest::newRow("name only") << QByteArray("code,name\nOLD,New\n") << u"1 2 3 4 90"_s;
        QTest::newRow("moved") << QByteArray("code,name,x,y\nOLD,New,5,6\n") << u"5 6 3 4 90"_s;
        QTest::newRow("turned") << QByteArray("code,name,rotation\nOLD,New,0\n") << u"1 2 3 4 0"_s;
        QTest::newRow("usual size")
            << QByteArray("code,name,w,h\nOLD,New,,\n") << u"1 2 2.5 5 90"_s;
        QTest::newRow("taken off the plan")
            << QByteArray("code,name,x,y\nOLD,New,,\n") << QString();
    }

    void columnsThatAreNotThereStay()
    {
        QFETCH(QByteArray, csv);
        QFETCH(QString, placement);
        const Finished done = import(csv);
        VERIFY_SAID(done.exitCode == 0, done);
        const domain::Space space = named(u"OLD"_s);
        QCOMPARE(space.name, u"New"_s);
        QCOMPARE(space.floor, u"G"_s);
        QCOMPARE(space.sensorEui, std::optional(domain::DevEui(0x58a0cb0000000001)));
        const auto p = space.placement;
        QCOMPARE(p ? u"%1 %2 %3 %4 %5"_s.arg(p->x).arg(p->y).arg(p->w).arg(p->h).arg(p->rotation)
                   : QString(),
                 placement);
    }

    void problems_data()
    {
        QTest::addColumn<QByteArray>("csv");
        QTest::addColumn<QString>("told"); // "line N: begin of the text", by |; all of them
        const auto row = [](const char *name, const QByteArray &csv, const char *told) {
            QTest::newRow(name) << csv << QString::fromLatin1(told);
        };
        row("code twice", "code\nA\nB\nA\n", "line 4: code \"A\" stands on line 2 already");
        row("code empty", "code,name\nA,\n,x\n", "line 3: Validation error for code");
        row("code too long", "code\nA\nX12345678901234567890\n",
            "line 3: Validation error for code: at most 20");
        row("device invalid", "code,sensor_eui,display_eui\nA,58a0,\nB,,xyz\n",
            "line 2: sensor_eui: \"58a0\" is no DevEUI|line 3: display_eui: \"xyz\" is no DevEUI");
        row("device twice in the file",
            "code,sensor_eui\nA,58a0cb0000000002\n"
            "B,58-A0-CB-00-00-00-00-02\n",
            "line 3: device 58a0cb0000000002 is used by line 2 already");
        row("device of a space that stays", "code,sensor_eui\nA,58a0cb0000000001\n",
            "line 2: device 58a0cb0000000001 is used by space OLD already");
        row("sensor as display", "code,sensor_eui,display_eui\nA,,58a0cb0000000001\n",
            "line 2: device 58a0cb0000000001 is used by space OLD already");
        row("half a place", "code,x,y,latitude,longitude\nA,1,,,\nB,,,,2\n",
            "line 2: x and y go together|line 3: Both latitude and longitude");
        row("numbers that are none", "code,x,y,w\nA,one,2,\nB,1,2,wide\nC,\"1,5\",2,\n",
            "line 2: x: \"one\" is no number|line 3: w: \"wide\" is no number|"
            "line 4: x: \"1,5\" is no number");
        row("not finite", "code,x,y\nA,nan,0\nB,0,inf\n",
            "line 2: Validation error for placement|line 3: Validation error for placement");
        row("beyond the pole", "code,latitude,longitude\nA,91,0\n",
            "line 2: Validation error for gps_latitude");
        row("too many fields", "code,name\nA,a,b\n",
            "line 2: \"b\" stands in a column without a name");
        row("a field under no name", "code,,name\nA,x,a\n",
            "line 2: \"x\" stands in a column without a name");
        row("a formula", "code\n=A1+1\n", "line 2: code: \"=A1+1\" is a formula");
        row("thousands, or decimals", "code;x;y\nA;1.234,5;1\n",
            "line 2: x: \"1.234,5\" is no number");
        row("semicolons under a header with commas", "code,name\nA;a\nB;b;c,d,e\n",
            "line 3: \"e\" stands in a column without a name");
        row("lines after a quoted line break", "code,name,sensor_eui\nA,\"a\n\nb\",\nB,b,x\n",
            "line 5: sensor_eui: \"x\" is no DevEUI");
        row("CRLF", "code,sensor_eui\r\nA,\r\nB,x\r\n", "line 3: sensor_eui: \"x\" is no DevEUI");
        row("U+0000", QByteArray("code,name\nA,a\0b\n", 16),
            "line 2: Validation error for name: contains a character");
        row("a name of 100,000 letters", "code,name\nA," + QByteArray(100'000, 'x') + "\n",
            "line 2: Validation error for name: at most 100");
        row("an address of 100,000 letters",
            "code,sensor_eui\nA," + QByteArray(100'000, 'f') + "\n", "line 2: sensor_eui: \"ffff");
        row("100,000 commas", "code\nA" + QByteArray(100'000, ',') + "x\n",
            "line 2: \"x\" stands in a column without a name");
    }

    void problems()
    {
        QFETCH(QByteArray, csv);
        QFETCH(QString, told);
        const QList<domain::Space> before = spaces();
        csv += "GOOD\n"; // one good row among them, which must not be written either
        const Finished done = import(csv);
        VERIFY_SAID(done.exitCode == 1, done);
        VERIFY_SAID(done.out.isEmpty(), done);
        VERIFY_SAID(done.err.size() < 2000, done);
        const Finished json = import(csv, {u"--json"_s, u"--dry-run"_s});
        VERIFY_SAID(json.exitCode == 1, json);
        const QJsonArray problems = test::oneLine(json.out).value(u"problems").toArray();
        const QStringList lines = done.err.split(u'\n', Qt::SkipEmptyParts);
        const QStringList wanted = told.split(u'|');
        VERIFY_SAID(lines.size() == wanted.size(), done);
        QCOMPARE(problems.size(), lines.size());
        for (qsizetype i = 0; i < wanted.size(); ++i) {
            VERIFY_SAID(lines[i].startsWith(wanted[i]), done);
            const QJsonObject problem = problems[i].toObject();
            QCOMPARE(u"line %1: %2"_s.arg(problem.value(u"line").toInt())
                         .arg(problem.value(u"message").toString()),
                     lines[i]);
        }
        QCOMPARE(spaces(), before);
    }

    void noCsv_data()
    {
        QTest::addColumn<QByteArray>("csv");
        QTest::addColumn<QString>("told");
        const auto row = [](const char *name, const QByteArray &csv, const char *told) {
            QTest::newRow(name) << csv << QString::fromLatin1(told);
        };
        row("empty", "", "line 1: the file is empty");
        row("only a byte order mark", "\xef\xbb\xbf", "line 1: the file is empty");
        row("only line ends", "\r\n\n", "line 1: the file is empty");
        row("unknown column", "code,colour\nA,red\n", "line 1: unknown column \"colour\"");
        row("unknown column after empty lines", "\n\ncode,colour\n",
            "line 3: unknown column \"colour\"");
        row("column twice", "code,Code\nA,A\n", "line 1: column \"code\" stands twice");
        row("no code", "name,floor\nA,1\n", "line 1: the column \"code\" is missing");
        row("no header", "A-001,Space\n", "line 1: unknown column \"a-001\"");
        row("header of 100,000 letters", QByteArray(100'000, 'x'), "line 1: unknown column \"xxx");
        row("quote without end", "code,name\nA,a\nB,\"b\nC,c\n", "line 3: a quote has no end");
        row("Latin-1",
            "code,name\nA,Stra\xdf"
            "e\n",
            "line 2: the file is not UTF-8");
        row("a picture", QByteArray("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16),
            "line 1: the file is not UTF-8");
    }

    void noCsv()
    {
        QFETCH(QByteArray, csv);
        QFETCH(QString, told);
        const QList<domain::Space> before = spaces();
        const Finished done = import(csv);
        VERIFY_SAID(done.exitCode == 1, done);
        VERIFY_SAID(done.err.startsWith(u"BAD_CSV: "_s + told), done);
        VERIFY_SAID(done.err.size() < 1000 && done.out.isEmpty(), done);
        QCOMPARE(spaces(), before);
    }

    void placesThatAreNone()
    {
        const Finished missing = m_parkctl->onSite("spaces import no.csv");
        VERIFY_SAID(missing.exitCode == 1, missing);
        VERIFY_SAID(missing.err.startsWith(u"BAD_FILE: no.csv: "_s), missing);
#ifdef Q_OS_UNIX
        const Finished endless = m_parkctl->onSite("spaces import /dev/zero");
        VERIFY_SAID(endless.exitCode == 1, endless);
        VERIFY_SAID(endless.err.startsWith(u"BAD_FILE: /dev/zero is too large"_s), endless);
#endif
        const Finished folder = m_parkctl->onSite("spaces import .");
        VERIFY_SAID(folder.exitCode == 1, folder);
        VERIFY_SAID(folder.err.startsWith(u"BAD_FILE: "_s), folder);
    }

    /// The first command of all: there is no folder yet, and no tables.
    void aFreshFolderGetsItsTables()
    {
        const test::Parkctl fresh;
        QVERIFY(QFile::copy(m_parkctl->file(u"spaces.csv"_s), fresh.file(u"spaces.csv"_s)));
        const Finished dry = fresh.onSite("spaces import spaces.csv --dry-run");
        VERIFY_SAID(dry.exitCode == 0, dry);
        QCOMPARE(dry.out, u"1 created, 0 updated, 0 unchanged (dry run)\n"_s);
        QVERIFY(!QFile::exists(fresh.dataDir())); // a trial makes nothing
        const Finished done = fresh.onSite("spaces import spaces.csv");
        VERIFY_SAID(done.exitCode == 0, done);
        QCOMPARE(done.out, u"1 created, 0 updated, 0 unchanged\n"_s);
        const Finished again = fresh.onSite("spaces import spaces.csv");
        VERIFY_SAID(again.exitCode == 0, again);
        QCOMPARE(again.out, u"0 created, 0 updated, 1 unchanged\n"_s);
    }

    void floorsGetTheirRows()
    {
        const Finished done = import("code,building,floor\nA,North,B1\nB,North,2\nC,North,B1\n");
        VERIFY_SAID(done.exitCode == 0, done);
        QHash<QString, int> levels;
        for (const domain::Floor &floor : floors())
            levels.insert(floor.building + u'/' + floor.name, floor.level);
        QCOMPARE(levels,
                 (QHash<QString, int>{{u"/G"_s, 0}, {u"North/B1"_s, -1}, {u"North/2"_s, 2}}));
        const QList<domain::Floor> before = floors();
        const Finished again = import("code,building,floor\nA,North,2\nD,North,Roof\n");
        VERIFY_SAID(again.exitCode == 0, again);
        QCOMPARE(floors().size(), before.size() + 1);
        for (const domain::Floor &floor : before)
            QVERIFY(floors().contains(floor)); // as it was
    }

private:
    Finished import(const QByteArray &csv, const QStringList &words = {}) const
    {
        QFile file(m_parkctl->file(u"spaces.csv"_s));
        if (!file.open(QIODevice::WriteOnly) || file.write(csv) != csv.size())
            return {};
        file.close();
        return m_parkctl->onSite(QStringList{u"spaces"_s, u"import"_s, u"spaces.csv"_s} + words);
    }

    QList<domain::Space> spaces() const
    {
        const auto database = m_parkctl->database();
        if (!database)
            return {};
        const auto site = store::SiteStore(*database).first();
        return site ? store::SpaceStore(*database).all(site->id).valueOr({})
                    : QList<domain::Space>();
    }

    QList<domain::Floor> floors() const
    {
        const auto database = m_parkctl->database();
        if (!database)
            return {};
        const auto site = store::SiteStore(*database).first();
        return site ? store::FloorStore(*database).all(site->id).valueOr({})
                    : QList<domain::Floor>();
    }

    domain::Space named(const QString &code) const
    {
        for (const domain::Space &space : spaces()) {
            if (space.code == code)
                return space;
        }
        return {};
    }

    std::unique_ptr<test::Parkctl> m_parkctl;
};

PARKING_TEST(tst_SpacesImport)
#include "tst_spacesimport.moc"
