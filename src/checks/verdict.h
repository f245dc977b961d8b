#pragma once

#include <QJsonObject>
#include <QList>
#include <QString>

namespace parking::checks {

/// What is tried.
enum class Subject { Broker, Database, ChirpStack };

/// The ways of a connection, in the order in which they are gone.
enum class Step {
    Address, ///< what somebody wrote
    File, ///< certificates, keys, the embedded database
    Name,
    Port,
    Tls,
    Certificate,
    Answer, ///< it is a server of the kind
    Login,
    Version,
    Right,
    Schema,
    Uplinks,
    Clock,
};

enum class Level {
    Passed,
    Warning, ///< it works, and something is amiss
    Question, ///< it works once somebody says yes: tables are to be made
    Failed,
};

/// What a check came to. Each has a row in verdict.cpp: its code, step, level and words.
enum class Finding {
    AddressWrong,
    FileUnreadable,
    NameUnknown,
    NameSilent,
    PortRefused,
    PortSilent,
    Unreachable,
    TlsMissing,
    TlsFailed,
    CertificateUnknown,
    CertificateName,
    CertificateDates,
    CertificateBad,
    ClientCertificate,
    OtherServer,
    AnswerSilent,
    ConnectionEnded,
    // --- broker ---
    BrokerLogin,
    BrokerNoLogin,
    BrokerRefused,
    TopicRefused,
    NoUplinks,
    OtherEvents,
    OtherMessages,
    QosZero,
    GrantedZero,
    BrokerClock,
    BrokerGood,
    // --- database ---
    SocketFailed,
    FolderMissing,
    FileForeign,
    FileNew,
    FolderNew,
    PasswordMissing,
    PasswordWrong,
    LoginUnknown,
    DatabaseMissing,
    ConnectRight,
    ServerFull,
    ServerBusy,
    ServerRefused,
    QuestionFailed,
    ServerOld,
    CreateRight,
    ReadRight,
    TablesReadOnly,
    TablesMissing,
    TablesOlder,
    TablesNewer,
    TablesForeign,
    DatabaseClock,
    DatabaseViewer,
    DatabaseReadOnly,
    DatabaseGood,
    // --- ChirpStack ---
    KeyMissing,
    KeyRefused,
    KeyUnclear,
    ChirpStackTrouble,
    ChirpStackClock,
    ChirpStackGood,
};

/// How all of them are, for loops.
inline constexpr int kFindings = int(Finding::ChirpStackGood) + 1;

QString codeOf(Finding finding); ///< stable: "PORT_REFUSED"
Step stepOf(Finding finding);
Level levelOf(Finding finding);
QString nameOf(Level level); ///< passed, warning, question, failed
QString nameOf(Step step);

struct Verdict {
    Subject subject = Subject::Broker;
    Finding finding = Finding::AnswerSilent;
    QList<Step> passed = {}; ///< what was right before
    /// What the words name: host, port, seconds, user, ... No secret is ever among them.
    QJsonObject facts = {};
    QString detail = {}; ///< the other side's words, for a colleague; without our secrets

    Level level() const { return levelOf(finding); }
    /// One may go on with it.
    bool isGood() const { return level() == Level::Passed || level() == Level::Warning; }
    bool operator==(const Verdict &) const = default;
};

/// English, with facts in braces: "Nothing listens on port {port} of {host}." Those who show it in
/// another language translate the pattern (context kContext) and fill it then.
struct Words {
    const char *text;
    const char *advice; ///< null: nothing is to be done
};
inline constexpr char kContext[] = "parking::checks";
Words wordsOf(Finding finding);

/// The pattern with its facts; what is not known stands as "?".
QString filled(const QString &pattern, const QJsonObject &facts);

QString text(const Verdict &verdict); ///< in English
QString advice(const Verdict &verdict); ///< in English; empty: none

} // namespace parking::checks
