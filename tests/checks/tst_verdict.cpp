// Verdicts: every one has words, a code of its own, and says no more than is known.

#include "base/literals.h"
#include "checks/verdict.h"
#include "testmain.h"

#include <QRegularExpression>
#include <QSet>
#include <QTest>

using namespace parking;
using namespace parking::checks;

class TestVerdict : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void eachHasWordsAndACode();
    void factsAreFilledIn();
    void whatIsNotKnownIsNotInvented();
};

void TestVerdict::eachHasWordsAndACode()
{
    static const QRegularExpression code(u"^[A-Z][A-Z_]+$"_s);
    QSet<QString> codes;
    for (int i = 0; i < kFindings; ++i) {
        const auto finding = Finding(i);
        QVERIFY(code.match(codeOf(finding)).hasMatch());
        codes.insert(codeOf(finding));
        QVERIFY(wordsOf(finding).text[0] != '\0');
        // Who is refused is told what to do.
        const bool needsAdvice = levelOf(finding) != Level::Passed;
        QVERIFY2(!needsAdvice || wordsOf(finding).advice, qPrintable(codeOf(finding)));
    }
    QCOMPARE(codes.size(), kFindings);
}

void TestVerdict::factsAreFilledIn()
{
    const Verdict verdict{.finding = Finding::PortRefused,
                          .facts = {{u"host"_s, u"db.example"_s}, {u"port"_s, 5432}}};
    QCOMPARE(text(verdict), u"db.example is there, but nothing listens on port 5432."_s);
    QCOMPARE(advice(verdict), u"Is the server running, and is the port right?"_s);
    QVERIFY(!verdict.isGood());
    // A fact is no pattern.
    QCOMPARE(filled(u"{host} of {user}"_s, {{u"host"_s, u"{user}"_s}, {u"user"_s, u"anna"_s}}),
             u"{user} of anna"_s);
}

void TestVerdict::whatIsNotKnownIsNotInvented()
{
    QCOMPARE(filled(u"“{database}” on {host}"_s, {}), u"“?” on ?"_s);
}

PARKING_TEST(TestVerdict)
#include "tst_verdict.moc"
