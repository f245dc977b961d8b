// What may follow the words of parkctl: asked of the program, and by the shells' scripts. And what
// its manual names.

#include "base/literals.h"
#include "parkctl.h"
#include "testmain.h"
#include "verify.h"

#include <QFile>
#include <QRegularExpression>
#include <QSet>
#include <QTest>

using namespace parking;
using test::Finished;

namespace {

QStringList linesOf(const QString &text)
{
    return text.split(u'\n', Qt::SkipEmptyParts);
}

QStringList firstWords(const QString &text)
{
    QStringList words;
    for (const QString &line : linesOf(text))
        words.append(line.section(u'\t', 0, 0));
    return words;
}

QString readAll(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

} // namespace

class tst_Completion : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        const Finished done = m_parkctl.run(QStringList{u"--complete"_s, QString()});
        VERIFY_SAID(done.exitCode == 0 && done.err.isEmpty(), done);
        m_commands = firstWords(done.out);
        QVERIFY(m_commands.contains(u"ingest"_s) && m_commands.size() > 20);
    }

    void candidates_data()
    {
        QTest::addColumn<QStringList>("words"); // the last one is under the cursor
        QTest::addColumn<QStringList>("candidates");
        const auto row = [](const char *name, const QStringList &words,
                            const QStringList &candidates) {
            QTest::newRow(name) << words << candidates;
        };
        const auto all = [](const char *words) { return QString::fromLatin1(words).split(u' '); };
        row("a command", {u"inge"_s}, {u"ingest"_s});
        row("several", {u"de"_s}, all("deadletters decode devices"));
        row("no command", {u"frob"_s}, {});
        row("after no command", {u"frob"_s, QString()}, {});
        row("of the program", {u"--v"_s}, {u"--version"_s});
        row("verbs", {u"stations"_s, QString()}, all("list forget"));
        row("a verb", {u"alarms"_s, u"a"_s}, {u"ack"_s});
        row("verbs with words", {u"devices"_s, u"re"_s}, all("replace retire restore"));
        row("the verb in the command", {u"spaces"_s, QString()}, {u"import"_s});
        row("a verb of bookings", {u"bookings"_s, u"ho"_s}, {u"hours"_s});
        row("its option", {u"bookings"_s, u"free"_s, u"--mi"_s}, {u"--minutes"_s});
        row("no second verb", {u"stations"_s, u"list"_s, QString()}, {});
        row("a file", {u"spaces"_s, u"import"_s, QString()}, {u":files"_s});
        row("a file of one verb", {u"bookings"_s, u"export"_s, u"x"_s}, {u":files"_s});
        row("no file of another", {u"bookings"_s, u"cancel"_s, QString()}, {});
        row("a file without a verb", {u"export"_s, QString()}, {u":files"_s});
        row("a file behind options",
            {u"export"_s, u"--redact"_s, u"--from"_s, u"2026-09-01"_s, u"--to=2026-10-01"_s,
             u"h"_s},
            {u":files"_s});
        row("no file where a value stands", {u"export"_s, u"--from"_s, QString()}, {});
        row("no second file", {u"export"_s, u"x.parkarchive"_s, QString()}, {});
        row("verbs before a file", {u"archive"_s, QString()}, all("info verify compare"));
        row("a file behind a verb", {u"archive"_s, u"info"_s, QString()}, {u":files"_s});
        row("a file behind a verb and an option",
            {u"archive"_s, u"verify"_s, u"--json"_s, QString()}, {u":files"_s});
        row("no file behind the file", {u"archive"_s, u"info"_s, u"x"_s, QString()}, {});
        row("options", {u"kiosk-password"_s, u"-"_s}, {u"--help"_s});
        row("options of a verb", {u"devices"_s, u"bind"_s, u"--s"_s}, all("--set --space"));
        row("a value that is a file", {u"config"_s, u"--config"_s, QString()}, {u":files"_s});
        row("a value that is free", {u"health"_s, u"--history"_s, QString()}, {});
        row("a setting", {u"ingest"_s, u"--set"_s, u"DATABASE"_s}, {u"DATABASE_URL="_s});
        row("a value of no setting", {u"ingest"_s, u"--set"_s, u"LOG_LEVEL=x"_s}, {});
        row("signs that mean something to shells", {u"in;$(x)`y`"_s}, {});
        row("a word that looks like the question", {u"config"_s, u"--complete="_s}, {});
    }

    void candidates()
    {
        QFETCH(const QStringList, words);
        QFETCH(const QStringList, candidates);
        const Finished done = m_parkctl.run(QStringList{u"--complete"_s} + words);
        VERIFY_SAID(done.exitCode == 0 && done.err.isEmpty(), done);
        QCOMPARE(firstWords(done.out), candidates);
    }

    void eachCommandKnowsItsOptions()
    {
        for (const QString &command : std::as_const(m_commands)) {
            const Finished done = m_parkctl.run({u"--complete"_s, command, u"--"_s});
            VERIFY_SAID(done.exitCode == 0 && done.err.isEmpty(), done);
            const Finished help = m_parkctl.run({command, u"--help"_s});
            VERIFY_SAID(help.exitCode == 0, help);
            static const QRegularExpression option(u"^ +(?:-\\w, )*(--[a-z0-9-]+)"_s,
                                                   QRegularExpression::MultilineOption);
            QSet<QString> told;
            for (auto it = option.globalMatch(help.out); it.hasNext();)
                told.insert(it.next().captured(1));
            told.remove(u"--help-all"_s); // Qt's own
            const QStringList known = firstWords(done.out);
            QCOMPARE(QSet<QString>(known.cbegin(), known.cend()), told);
        }
    }

    void bashCompletes_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QStringList>("candidates");
        const auto row = [](const char *typed, const char *candidates) {
            QTest::newRow(typed) << QString::fromLatin1(typed)
                                 << QString::fromLatin1(candidates).split(u' ', Qt::SkipEmptyParts);
        };
        row("parkctl inge", "ingest");
        row("parkctl stations ", "list forget");
        row("parkctl health --h", "--help --history");
        row("parkctl ingest --set MQTT_T", "MQTT_TOPIC=");
        row("parkctl ingest --database postgresql://u:p", "");
        row("parkctl spaces import par", "parking.csv");
        row("parkctl $(touch gone) ", "");
    }

    void bashCompletes()
    {
        if (test::findProgram(u"bash"_s).isEmpty())
            QSKIP("there is no bash");
        QFETCH(const QString, typed);
        QFETCH(const QStringList, candidates);
        const Finished script = m_parkctl.run({u"completion"_s, u"bash"_s});
        VERIFY_SAID(script.exitCode == 0, script);
        QFile csv(m_parkctl.file(u"parking.csv"_s));
        QVERIFY(csv.open(QIODevice::WriteOnly));
        const QString words = script.out
            + u"\ncd \"$1\"; PATH=\"$2:$PATH\"; COMP_LINE=$3; COMP_POINT=${#3}\n"
              "COMP_WORDBREAKS=$' \\t\\n\"\\'><=;|&(:'\n_parkctl 2> /dev/null\n"
              "printf '%s\\n' \"${COMPREPLY[@]}\"\n"_s;
        const Finished done =
            test::run(u"bash"_s,
                      {u"--norc"_s, u"-c"_s, words, u"bash"_s, m_parkctl.file(u"."_s),
                       QFileInfo(test::programPath(u"parkctl"_s)).path(), typed});
        VERIFY_SAID(done.exitCode == 0 && done.err.isEmpty(), done);
        QCOMPARE(linesOf(done.out), candidates);
        QVERIFY(!QFile::exists(m_parkctl.file(u"gone"_s)));
    }

    void theScriptsAreNoOthers()
    {
        const Finished zsh = m_parkctl.run({u"completion"_s, u"zsh"_s});
        VERIFY_SAID(zsh.exitCode == 0 && zsh.out.startsWith(u"#compdef parkctl\n"_s), zsh);
        QCOMPARE(m_parkctl.run({u"completion"_s, u"fish"_s}).exitCode, 2);
    }

    void theManualNamesAll()
    {
        const QString page = readAll(test::sourcePath(u"installer/linux/man/parkctl.1"_s));
        QVERIFY(!page.isEmpty());
        for (const QString &command : std::as_const(m_commands)) {
            const QRegularExpression entry(u"^\\.(B|BR) (\\w+ \", \" )?%1( |$)"_s.arg(command),
                                           QRegularExpression::MultilineOption);
            QVERIFY2(page.contains(entry), qPrintable(command));
        }
        const QString version = m_parkctl.run({u"--version"_s}).out.trimmed().section(u' ', 1);
        const QString changes = readAll(test::sourcePath(u"installer/linux/debian/changelog"_s));
        QVERIFY2(changes.startsWith(u"smart-parking (%1) "_s.arg(version)), qPrintable(version));
        const QString about = readAll(
            test::sourcePath(u"installer/linux/org.smart_parking.SmartParking.metainfo.xml"_s));
        QVERIFY2(about.contains(u"<release version=\"%1\""_s.arg(version)), qPrintable(version));
    }

private:
    test::Parkctl m_parkctl;
    QStringList m_commands;
};

PARKING_TEST(tst_Completion)
#include "tst_completion.moc"
