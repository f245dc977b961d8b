// parkctl check: are broker, database and ChirpStack as the settings say, and if not, at which
// step?

#include "base/literals.h"
#include "checks/brokercheck.h"
#include "checks/chirpstackcheck.h"
#include "checks/databasecheck.h"
#include "cli/command.h"
#include "settings/engineoptions.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>

namespace parking::cli {

namespace {

using checks::Check;
using checks::Verdict;

QString nameOf(checks::Subject subject)
{
    static const QStringList names{u"broker"_s, u"database"_s, u"chirpstack"_s};
    return names[int(subject)];
}

QJsonObject toJson(const Verdict &verdict)
{
    QJsonArray passed;
    for (const checks::Step step : verdict.passed)
        passed.append(checks::nameOf(step));
    return {{u"check"_s, nameOf(verdict.subject)},
            {u"level"_s, checks::nameOf(verdict.level())},
            {u"code"_s, checks::codeOf(verdict.finding)},
            {u"step"_s, checks::nameOf(checks::stepOf(verdict.finding))},
            {u"passed"_s, passed},
            {u"text"_s, checks::text(verdict)},
            {u"advice"_s, checks::advice(verdict)},
            {u"detail"_s, verdict.detail},
            {u"facts"_s, verdict.facts}};
}

void tell(const Verdict &verdict)
{
    print(u"%1  %2  %3"_s.arg(nameOf(verdict.subject).leftJustified(10),
                              checks::nameOf(verdict.level()).leftJustified(8),
                              checks::text(verdict)));
    for (const QString &more : {checks::advice(verdict), verdict.detail}) {
        if (!more.isEmpty())
            print(QString(22, u' ') + more);
    }
}

/// One check after the other.
class Round : public QObject {
public:
    void add(Check *check)
    {
        check->setParent(this);
        connect(check, &Check::done, this, [this](const Verdict &verdict) {
            verdicts.append(verdict);
            begin();
        });
        m_checks.append(check);
    }
    void begin()
    {
        if (!m_checks.isEmpty())
            return m_checks.takeFirst()->begin();
        // Queued: it may be called before the event loop runs.
        QMetaObject::invokeMethod(QCoreApplication::instance(), &QCoreApplication::quit,
                                  Qt::QueuedConnection);
    }

    QList<Verdict> verdicts;

private:
    QList<Check *> m_checks;
};

} // namespace

int runCheck(const QStringList &words)
{
    Parser parser("check",
                  "Tries broker, database and ChirpStack, changes nothing, and names the step that "
                  "failed. Exit code 0 when all of them may be used.",
                  true);
    parser.addOptions(
        {{u"only"_s, u"One of them: broker, database or chirpstack."_s, u"WHAT"_s},
         {u"listen"_s, u"So long it waits for a first uplink, in s."_s, u"S"_s, u"10"_s},
         {u"json"_s, u"As JSON."_s}});
    if (const auto exit = parser.parse(words))
        return *exit;
    const QString only = parser.words("only");
    if (!only.isEmpty() && only != u"broker" && only != u"database" && only != u"chirpstack") {
        complain(u"--only takes broker, database or chirpstack"_s);
        return kUsage;
    }
    const std::optional<int> listen = parser.number("listen", 1, 600);
    const auto loaded = listen ? parser.settings() : std::nullopt;
    if (!loaded)
        return kUsage;
    const engine::EngineOptions options = cli::engineOptions(loaded->settings);
    const auto isWanted = [&only](const char *name) {
        return only.isEmpty() || only == QLatin1StringView(name);
    };
    Round round;
    if (isWanted("database"))
        round.add(new checks::DatabaseCheck(options.databaseUrl));
    if (isWanted("broker"))
        round.add(
            new checks::BrokerCheck(*options.mqtt, {.listen = std::chrono::seconds(*listen)}));
    // A site without lamps needs no key; who asks for ChirpStack by its name wants to know.
    if (isWanted("chirpstack") && (options.chirpstack || !only.isEmpty()))
        round.add(new checks::ChirpStackCheck(settings::restOptions(loaded->settings), {}));
    else if (isWanted("chirpstack"))
        complain(u"chirpstack is not asked: CHIRPSTACK_API_KEY is empty"_s);
    round.begin();
    QCoreApplication::exec();
    QJsonArray rows;
    bool good = !round.verdicts.isEmpty();
    for (const Verdict &verdict : std::as_const(round.verdicts)) {
        good = good && verdict.isGood() && verdict.finding != checks::Finding::KeyMissing;
        rows.append(toJson(verdict));
        if (!parser.isSet(u"json"_s))
            tell(verdict);
    }
    if (parser.isSet(u"json"_s))
        print(QString::fromUtf8(QJsonDocument(rows).toJson(QJsonDocument::Compact)));
    return good ? kOk : kFailed;
}

} // namespace parking::cli
