#include "setup/setuplabels.h"

#include "base/literals.h"

#include <QCoreApplication>
#include <QFileInfo>

namespace parking::ui::setuplabels {

using checks::Finding;
using checks::Step;
using checks::Subject;

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("setup", text);
}

QString translated(const char *words, const QJsonObject &facts)
{
    return words ? checks::filled(QCoreApplication::translate(checks::kContext, words), facts)
                 : QString();
}

} // namespace

QString title(Subject subject)
{
    switch (subject) {
    case Subject::Broker:
        return tr("Broker");
    case Subject::Database:
        return tr("Database");
    case Subject::ChirpStack:
        return tr("ChirpStack");
    }
    return {};
}

QString purpose(Subject subject)
{
    switch (subject) {
    case Subject::Broker:
        return tr("brings what the sensors say. It is the one that ChirpStack publishes to.");
    case Subject::Database:
        return tr("keeps spaces, states, bookings and history for all desks.");
    case Subject::ChirpStack:
        return tr("sends colours to the lamps. Without it everything else works.");
    }
    return {};
}

QString icon(Subject subject)
{
    switch (subject) {
    case Subject::Broker:
        return u"devices"_s;
    case Subject::Database:
        return u"server"_s;
    case Subject::ChirpStack:
        return u"lamp"_s;
    }
    return {};
}

QString fieldName(Subject subject, DraftField field)
{
    switch (field) {
    case DraftField::Address:
        return subject == Subject::ChirpStack ? tr("Address of the REST API") : tr("Address");
    case DraftField::User:
        return subject == Subject::Broker ? tr("User (optional)") : tr("User");
    case DraftField::Secret:
        return subject == Subject::ChirpStack ? tr("API key")
            : subject == Subject::Broker      ? tr("Password (optional)")
                                              : tr("Password");
    case DraftField::Topic:
        return tr("Topic");
    case DraftField::CaFile:
        return tr("CA file (optional)");
    case DraftField::CertificateFile:
        return tr("Client certificate (optional)");
    case DraftField::KeyFile:
        return tr("Its key (optional)");
    }
    return {};
}

QString example(Subject subject, DraftField field)
{
    switch (field) {
    case DraftField::Address:
        return subject == Subject::Broker  ? u"mqtts://mqtt.example.org:8883"_s
            : subject == Subject::Database ? u"postgresql://db.example.org:5432/parking"_s
                                           : u"http://chirpstack.example.org:8090"_s;
    case DraftField::CaFile:
        return tr("the system's");
    default:
        return {};
    }
}

QString origin(const QString &origin)
{
    if (origin.isEmpty())
        return {};
    if (origin == u"default")
        return tr("default");
    if (origin == u"environment")
        return tr("from the environment");
    if (origin == u"command line")
        return tr("from the command line");
    if (origin == kFoundHere)
        return tr("found on this computer");
    if (origin == kKeptDraft)
        return tr("kept from last time");
    return tr("from %1").arg(QFileInfo(origin.section(u", line "_s, 0, 0)).fileName());
}

QString place(const QString &origin)
{
    return origin == u"environment" ? tr("the environment")
        : origin == u"command line" ? tr("the command line")
                                    : origin;
}

QString allowed(const QString &key, const QString &allowed)
{
    if (key == u"CHIRPSTACK_HOST")
        return tr("An address looks like %1.").arg(u"http://chirpstack.example.org:8090"_s);
    if (key == u"MQTT_URL")
        return tr("An address looks like %1.").arg(u"mqtts://mqtt.example.org:8883"_s);
    if (key == u"DATABASE_URL")
        return tr("An address looks like %1.").arg(u"postgresql://db.example.org:5432/parking"_s);
    if (key == u"CHIRPSTACK_API_KEY")
        return tr("A key has no blanks.");
    if (key.endsWith("_FILE"_L1))
        return tr("There is no such file.");
    if (key == u"MQTT_TOPIC")
        return tr("This is no topic.");
    return tr("Allowed is %1.").arg(allowed);
}

QString text(const checks::Verdict &verdict)
{
    return translated(checks::wordsOf(verdict.finding).text, verdict.facts);
}

QString advice(const checks::Verdict &verdict)
{
    return translated(checks::wordsOf(verdict.finding).advice, verdict.facts);
}

QString step(Step step)
{
    switch (step) {
    case Step::Address:
        return tr("Address");
    case Step::File:
        return tr("File");
    case Step::Name:
        return tr("Name");
    case Step::Port:
        return tr("Port");
    case Step::Tls:
        return tr("TLS");
    case Step::Certificate:
        return tr("Certificate");
    case Step::Answer:
        return tr("Answer");
    case Step::Login:
        return tr("Login");
    case Step::Version:
        return tr("Version");
    case Step::Right:
        return tr("Rights");
    case Step::Schema:
        return tr("Tables");
    case Step::Uplinks:
        return tr("Uplinks");
    case Step::Clock:
        return tr("Clock");
    }
    return {};
}

DraftField fieldOf(const checks::Verdict &verdict)
{
    switch (verdict.finding) {
    case Finding::BrokerLogin:
    case Finding::PasswordMissing:
    case Finding::PasswordWrong:
    case Finding::KeyMissing:
    case Finding::KeyRefused:
        return DraftField::Secret;
    case Finding::BrokerNoLogin:
    case Finding::LoginUnknown:
        return DraftField::User;
    case Finding::CertificateUnknown:
    case Finding::FileUnreadable:
        return DraftField::CaFile;
    case Finding::ClientCertificate:
        return DraftField::CertificateFile;
    case Finding::TopicRefused:
    case Finding::NoUplinks:
    case Finding::OtherEvents:
    case Finding::OtherMessages:
        return DraftField::Topic;
    default:
        return DraftField::Address;
    }
}

} // namespace parking::ui::setuplabels
