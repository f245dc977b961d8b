#include "checks/verdict.h"

#include "base/literals.h"

#include <QRegularExpression>
#include <QtGlobal>

#include <array>

namespace parking::checks {

namespace {

struct Row {
    Finding finding;
    const char *code;
    Step step;
    Level level;
    const char *text;
    const char *advice;
};

#define WORDS(text) QT_TRANSLATE_NOOP("parking::checks", text)

constexpr std::array kRows{
    Row{Finding::AddressWrong, "ADDRESS_WRONG", Step::Address, Level::Failed,
        WORDS("This is no address: {why}."), WORDS("An address looks like {form}.")},
    Row{Finding::FileUnreadable, "FILE_UNREADABLE", Step::File, Level::Failed,
        WORDS("The file {file} cannot be used: {why}."),
        WORDS("Name a PEM file that this user may read.")},
    Row{Finding::NameUnknown, "NAME_UNKNOWN", Step::Name, Level::Failed,
        WORDS("Nobody knows the name {host}."),
        WORDS("Check how it is written, or ask who looks after the network for the address.")},
    Row{Finding::NameSilent, "NAME_SILENT", Step::Name, Level::Failed,
        WORDS("The name {host} could not be looked up within {seconds} s."),
        WORDS("Is this computer in the network? An address in numbers needs no name server.")},
    Row{Finding::PortRefused, "PORT_REFUSED", Step::Port, Level::Failed,
        WORDS("{host} is there, but nothing listens on port {port}."),
        WORDS("Is the server running, and is the port right?")},
    Row{Finding::PortSilent, "PORT_SILENT", Step::Port, Level::Failed,
        WORDS("No answer within {seconds} s from {host}:{port}."),
        WORDS("Is the address right, and the port open in the firewall?")},
    Row{Finding::Unreachable, "UNREACHABLE", Step::Port, Level::Failed,
        WORDS("There is no way from here to {host}."),
        WORDS("Is this computer in the right network?")},
    Row{Finding::TlsMissing, "TLS_MISSING", Step::Tls, Level::Failed,
        WORDS("Port {port} of {host} does not speak TLS."),
        WORDS("Take the port that does, or an address without TLS if the way there is safe.")},
    Row{Finding::TlsFailed, "TLS_FAILED", Step::Tls, Level::Failed,
        WORDS("TLS with {host}:{port} did not come about."),
        WORDS("The server has to speak TLS 1.2 at least. Details tell what it said.")},
    Row{Finding::CertificateUnknown, "CERTIFICATE_UNKNOWN", Step::Certificate, Level::Failed,
        WORDS("The certificate of {host} comes from “{issuer}”, whom this computer does not know."),
        WORDS("If that is your own authority, name its CA file.")},
    Row{Finding::CertificateName, "CERTIFICATE_NAME", Step::Certificate, Level::Failed,
        WORDS("The certificate is for {names}, not for {host}."),
        WORDS("Write the address as the certificate does.")},
    Row{Finding::CertificateDates, "CERTIFICATE_DATES", Step::Certificate, Level::Failed,
        WORDS("The certificate of {host} holds from {from} to {to}, and not today."),
        WORDS("Renew it there. If it should hold, look at this computer's clock.")},
    Row{Finding::CertificateBad, "CERTIFICATE_BAD", Step::Certificate, Level::Failed,
        WORDS("The certificate of {host} is not accepted."),
        WORDS("Details tell why. Somebody may stand in between.")},
    Row{Finding::ClientCertificate, "CLIENT_CERTIFICATE", Step::Certificate, Level::Failed,
        WORDS("{host} asks for a certificate of this computer, and takes none that was shown."),
        WORDS("Name the client certificate and its key, of an authority that it knows.")},
    Row{Finding::OtherServer, "OTHER_SERVER", Step::Answer, Level::Failed,
        WORDS("What answers at {host}:{port} is not {server}."),
        WORDS("Is the port another service's? {server} usually has {usual}.")},
    Row{Finding::AnswerSilent, "ANSWER_SILENT", Step::Answer, Level::Failed,
        WORDS("{host}:{port} takes the connection and then says nothing within {seconds} s."),
        WORDS("Is it {server}? It may hang, or wait for TLS. {server} usually has {usual}.")},
    Row{Finding::ConnectionEnded, "CONNECTION_ENDED", Step::Answer, Level::Failed,
        WORDS("{host}:{port} ended the connection without a word."),
        WORDS("It may want TLS, or allow no connections from this computer.")},

    Row{Finding::BrokerLogin, "BROKER_LOGIN", Step::Login, Level::Failed,
        WORDS("The broker refuses user “{user}” or the password."),
        WORDS("Check both where the broker's users are kept.")},
    Row{Finding::BrokerNoLogin, "BROKER_NO_LOGIN", Step::Login, Level::Failed,
        WORDS("The broker wants a user and a password."), WORDS("Fill in both.")},
    Row{Finding::BrokerRefused, "BROKER_REFUSED", Step::Login, Level::Failed,
        WORDS("The broker refuses the connection (code {code})."), WORDS("Its log tells why.")},
    Row{Finding::TopicRefused, "TOPIC_REFUSED", Step::Right, Level::Failed,
        WORDS("The broker does not let this user read {topic}."),
        WORDS("Give the user the right to read it (mosquitto: acl_file).")},
    Row{Finding::NoUplinks, "NO_UPLINKS", Step::Uplinks, Level::Warning,
        WORDS("Connected{tls}, no uplink in {seconds} s."),
        WORDS("Is ChirpStack's MQTT integration on, and the topic right? May this user read it? "
              "Some brokers take a subscription and deliver nothing of what one may not read "
              "(mosquitto: acl_file).")},
    Row{Finding::OtherEvents, "OTHER_EVENTS", Step::Uplinks, Level::Warning,
        WORDS("Connected{tls}. {messages:event|events} of ChirpStack came in {seconds} s, and none "
              "of "
              "them is an uplink."),
        WORDS("Did a device send in that time? The topic should end in /event/+ to bring uplinks "
              "too.")},
    Row{Finding::OtherMessages, "OTHER_MESSAGES", Step::Uplinks, Level::Warning,
        WORDS("Connected{tls}. {messages:message|messages} came in {seconds} s, and none of them "
              "is an "
              "uplink "
              "of ChirpStack: {why}."),
        WORDS("Is the topic right? It should end in /event/+ and bring JSON or protobuf.")},
    Row{Finding::QosZero, "QOS_ZERO", Step::Uplinks, Level::Warning,
        WORDS("Connected{tls}. {uplinks:uplink|uplinks} of {devices:device|devices} in {seconds} "
              "s, but at QoS 0: "
              "what comes while a station is away is lost."),
        WORDS("Set qos=1 under [integration.mqtt] in ChirpStack.")},
    Row{Finding::GrantedZero, "GRANTED_ZERO", Step::Uplinks, Level::Warning,
        WORDS("Connected{tls}. {uplinks:uplink|uplinks} of {devices:device|devices} in {seconds} "
              "s, but the "
              "broker grants QoS 0 only: what comes while a station is away is lost."),
        WORDS("Let the broker grant QoS 1 (mosquitto: max_qos).")},
    Row{Finding::BrokerClock, "BROKER_CLOCK", Step::Clock, Level::Warning,
        WORDS("Connected{tls}. {uplinks:uplink|uplinks} of {devices:device|devices} in {seconds} "
              "s. This "
              "computer's "
              "clock is {apart} s {direction} the network server's."),
        WORDS("Set both by a time server (NTP).")},
    Row{Finding::BrokerGood, "BROKER_GOOD", Step::Uplinks, Level::Passed,
        WORDS("Connected{tls}. {uplinks:uplink|uplinks} of {devices:device|devices} in {seconds} "
              "s, the newest "
              "{age} "
              "s ago."),
        nullptr},

    Row{Finding::SocketFailed, "SOCKET_FAILED", Step::Port, Level::Failed,
        WORDS("No server is reached by the socket in {host} (port {port})."),
        WORDS("Is the server running, and is that its folder (unix_socket_directories)?")},
    Row{Finding::FolderMissing, "FOLDER_MISSING", Step::File, Level::Failed,
        WORDS("The folder {folder} cannot be made or written."),
        WORDS("Choose another folder, or let its owner give you the right.")},
    Row{Finding::FileForeign, "FILE_FOREIGN", Step::File, Level::Failed,
        WORDS("{file} is no database of Smart Parking."),
        WORDS("Choose another file; this one is left as it is.")},
    Row{Finding::FileNew, "FILE_NEW", Step::File, Level::Passed, WORDS("{file} will be made."),
        nullptr},
    Row{Finding::FolderNew, "FOLDER_NEW", Step::File, Level::Warning,
        WORDS("There is no folder {folder} yet; it would be made, and a new database in it."),
        WORDS("Where a database is expected there, the path is mistyped or a disk is missing.")},
    Row{Finding::PasswordMissing, "PASSWORD_MISSING", Step::Login, Level::Failed,
        WORDS("PostgreSQL asks “{user}” for a password."), WORDS("Fill it in.")},
    Row{Finding::PasswordWrong, "PASSWORD_WRONG", Step::Login, Level::Failed,
        WORDS("PostgreSQL answers, but refuses the password of “{user}”."),
        WORDS("Type it again. An unknown user is refused in the same words.")},
    Row{Finding::LoginUnknown, "LOGIN_UNKNOWN", Step::Login, Level::Failed,
        WORDS("PostgreSQL does not let “{user}” in from this computer."),
        WORDS("The user has to exist, and pg_hba.conf has to name user, database and this "
              "computer.")},
    Row{Finding::DatabaseMissing, "DATABASE_MISSING", Step::Login, Level::Failed,
        WORDS("The login is right, but there is no database “{database}”."),
        WORDS("Let an administrator run: CREATE DATABASE \"{database}\" OWNER \"{user}\";")},
    Row{Finding::ConnectRight, "CONNECT_RIGHT", Step::Right, Level::Failed,
        WORDS("“{user}” may not enter the database “{database}”."),
        WORDS("Let its owner run: GRANT CONNECT ON DATABASE \"{database}\" TO \"{user}\";")},
    Row{Finding::ServerFull, "SERVER_FULL", Step::Login, Level::Failed,
        WORDS("PostgreSQL has no connection left."),
        WORDS("Close some, or raise max_connections there.")},
    Row{Finding::ServerBusy, "SERVER_BUSY", Step::Login, Level::Failed,
        WORDS("PostgreSQL is starting or stopping just now."), WORDS("Test again in a minute.")},
    Row{Finding::ServerRefused, "SERVER_REFUSED", Step::Login, Level::Failed,
        WORDS("PostgreSQL refuses the connection ({code})."), WORDS("Details tell what it says.")},
    Row{Finding::QuestionFailed, "QUESTION_FAILED", Step::Right, Level::Failed,
        WORDS("PostgreSQL lets “{user}” in, but does not answer what is asked ({code})."),
        WORDS("Details tell what it says.")},
    Row{Finding::ServerOld, "SERVER_OLD", Step::Version, Level::Failed,
        WORDS("The server is PostgreSQL {version}; version 13 or later is needed."),
        WORDS("Update the server, or take another one.")},
    Row{Finding::CreateRight, "CREATE_RIGHT", Step::Right, Level::Failed,
        WORDS("Tables are missing in “{database}”, and “{user}” may not make any."),
        WORDS("Let its owner run: GRANT CREATE ON SCHEMA {schema} TO \"{user}\"; or let the owner "
              "make "
              "the tables: parkctl migrate")},
    Row{Finding::ReadRight, "READ_RIGHT", Step::Right, Level::Failed,
        WORDS("The tables are there, but “{user}” may not read them."),
        WORDS("Let the owner run: parkctl db-roles --apply, and GRANT parking_operator TO "
              "\"{user}\";")},
    Row{Finding::TablesReadOnly, "TABLES_READ_ONLY", Step::Right, Level::Failed,
        WORDS("Tables are missing in “{database}”, and none can be made there: {why}."),
        WORDS("Name the server and a login that may write.")},
    Row{Finding::TablesMissing, "TABLES_MISSING", Step::Schema, Level::Question,
        WORDS("PostgreSQL {version} answers in {ms} ms. “{database}” has no tables of "
              "Smart Parking yet."),
        WORDS("They can be made from here.")},
    Row{Finding::TablesOlder, "TABLES_OLDER", Step::Schema, Level::Question,
        WORDS("The tables in “{database}” are of an older program ({current} of {latest})."),
        WORDS("They can be updated from here. Make a backup before.")},
    Row{Finding::TablesNewer, "TABLES_NEWER", Step::Schema, Level::Failed,
        WORDS("The tables in “{database}” are of a newer program ({current}; this one knows "
              "{latest})."),
        WORDS("Update this computer first.")},
    Row{Finding::TablesForeign, "TABLES_FOREIGN", Step::Schema, Level::Failed,
        WORDS("The tables in “{database}” were made in another form than this program knows."),
        WORDS("Details name the first. They are left as they are; take a database of its own.")},
    Row{Finding::DatabaseClock, "DATABASE_CLOCK", Step::Clock, Level::Warning,
        WORDS("PostgreSQL {version} answers in {ms} ms. This computer's clock is {apart} s "
              "{direction} "
              "the server's."),
        WORDS("Set both by a time server (NTP).")},
    Row{Finding::DatabaseViewer, "DATABASE_VIEWER", Step::Right, Level::Passed,
        WORDS("PostgreSQL {version} answers in {ms} ms. “{user}” may look and change nothing."),
        nullptr},
    Row{Finding::DatabaseReadOnly, "DATABASE_READ_ONLY", Step::Right, Level::Warning,
        WORDS("PostgreSQL {version} answers in {ms} ms, but nothing can be written there: {why}."),
        WORDS(
            "A viewer may read it. A station or an operator needs a server that can be written.")},
    Row{Finding::DatabaseGood, "DATABASE_GOOD", Step::Schema, Level::Passed,
        WORDS("{server} answers in {ms} ms. The tables are up to date."), nullptr},

    Row{Finding::KeyMissing, "KEY_MISSING", Step::Login, Level::Warning,
        WORDS("ChirpStack answers. Without an API key lamps are not commanded."),
        WORDS("Keys are made in ChirpStack under Tenant › API keys and shown only once.")},
    Row{Finding::KeyRefused, "KEY_REFUSED", Step::Login, Level::Failed,
        WORDS("ChirpStack answers, but rejects this key."),
        WORDS("Keys are made in ChirpStack under Tenant › API keys and shown only once. Make a new "
              "one, "
              "copy it whole, and paste it here.")},
    Row{Finding::KeyUnclear, "KEY_UNCLEAR", Step::Login, Level::Warning,
        WORDS("ChirpStack answers. Whether it takes this key is not known: it refuses what only an "
              "administrator may ask, and no device is known yet to ask about."),
        WORDS("Go on. Health tells as soon as the first lamp is commanded.")},
    Row{Finding::ChirpStackTrouble, "CHIRPSTACK_TROUBLE", Step::Answer, Level::Failed,
        WORDS("ChirpStack answers with an error ({code})."),
        WORDS("Its log tells why. Test again in a minute.")},
    Row{Finding::ChirpStackClock, "CHIRPSTACK_CLOCK", Step::Clock, Level::Warning,
        WORDS("ChirpStack takes the key. This computer's clock is {apart} s {direction} the "
              "server's."),
        WORDS("Set both by a time server (NTP).")},
    Row{Finding::ChirpStackGood, "CHIRPSTACK_GOOD", Step::Login, Level::Passed,
        WORDS("ChirpStack answers in {ms} ms and takes the key."), nullptr},
};

#undef WORDS

constexpr bool areInOrder()
{
    for (size_t i = 0; i < kRows.size(); ++i) {
        if (size_t(kRows[i].finding) != i)
            return false;
    }
    return kRows.size() == size_t(kFindings);
}
static_assert(areInOrder(), "one row for each finding, in their order");

const Row &rowOf(Finding finding)
{
    return kRows[size_t(finding)];
}

} // namespace

QString codeOf(Finding finding)
{
    return QLatin1StringView(rowOf(finding).code);
}

Step stepOf(Finding finding)
{
    return rowOf(finding).step;
}

Level levelOf(Finding finding)
{
    return rowOf(finding).level;
}

QString nameOf(Level level)
{
    static const QStringList names{u"passed"_s, u"warning"_s, u"question"_s, u"failed"_s};
    return names[int(level)];
}

QString nameOf(Step step)
{
    static const QStringList names{u"address"_s, u"file"_s,        u"name"_s,   u"port"_s,
                                   u"tls"_s,     u"certificate"_s, u"answer"_s, u"login"_s,
                                   u"version"_s, u"right"_s,       u"schema"_s, u"uplinks"_s,
                                   u"clock"_s};
    return names[int(step)];
}

Words wordsOf(Finding finding)
{
    return {rowOf(finding).text, rowOf(finding).advice};
}

QString filled(const QString &pattern, const QJsonObject &facts)
{
    static const QRegularExpression place(u"\\{([a-z]+)(?::([^|}]*)\\|([^}]*))?\\}"_s);
    QString made;
    qsizetype from = 0;
    for (auto it = place.globalMatch(pattern); it.hasNext();) {
        const QRegularExpressionMatch match = it.next();
        made += QStringView(pattern).mid(from, match.capturedStart() - from);
        from = match.capturedEnd();
        const QJsonValue value = facts.value(match.captured(1));
        made += value.isUndefined() ? u"?"_s
            : value.isDouble()      ? QString::number(value.toInteger())
                                    : value.toString();
        if (match.hasCaptured(2))
            made += u' ' + match.captured(value.toInteger() == 1 ? 2 : 3);
    }
    return made + pattern.mid(from);
}

QString text(const Verdict &verdict)
{
    return filled(QString::fromUtf8(wordsOf(verdict.finding).text), verdict.facts);
}

QString advice(const Verdict &verdict)
{
    return filled(QString::fromUtf8(wordsOf(verdict.finding).advice), verdict.facts);
}

} // namespace parking::checks
