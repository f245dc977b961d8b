#include "setup/connectiondraft.h"

#include "base/literals.h"

#include <QUrl>

namespace parking::ui {

using checks::Subject;

namespace {

const QString kDatabase = u"DATABASE_URL"_s;
const QString kBroker = u"MQTT_URL"_s;
const QString kHost = u"CHIRPSTACK_HOST"_s;
const QString kPort = u"CHIRPSTACK_PORT"_s;
const QString kTls = u"CHIRPSTACK_TLS"_s;
const QString kAuthority = u"sslrootcert="_s; // libpq's, in an address

QString decoded(const QString &text)
{
    return QUrl::fromPercentEncoding(text.toUtf8());
}

QString encoded(const QString &text)
{
    return QString::fromLatin1(QUrl::toPercentEncoding(text));
}

bool hasScheme(const QString &address)
{
    return address.contains("://"_L1) || address.startsWith("sqlite:"_L1);
}

/// `user:password@` in front of a host goes to its fields, unless that says nothing.
void takeLogin(DraftTexts &texts, const QString &login)
{
    const qsizetype colon = login.indexOf(u':');
    if (const QString user = decoded(colon < 0 ? login : login.left(colon)); !user.isEmpty())
        texts[DraftField::User] = user;
    if (colon >= 0)
        texts[DraftField::Secret] = decoded(login.mid(colon + 1));
}

/// libpq's file of authorities has a field of its own.
QString withoutAuthority(const QString &query, DraftTexts &texts)
{
    QStringList rest;
    for (const QString &option : query.split(u'&', Qt::SkipEmptyParts)) {
        if (option.startsWith(kAuthority))
            texts[DraftField::CaFile] = decoded(option.mid(kAuthority.size()));
        else
            rest.append(option);
    }
    return rest.isEmpty() ? QString() : u'?' + rest.join(u'&');
}

DraftTexts tidyDatabase(DraftTexts texts)
{
    QString &address = texts[DraftField::Address];
    if (address.isEmpty() || address.startsWith("sqlite:"_L1))
        return texts;
    if (!hasScheme(address))
        address.prepend("postgresql://"_L1);
    const qsizetype begin = address.indexOf("://"_L1) + 3;
    const qsizetype question = address.indexOf(u'?', begin);
    QString query = question < 0 ? QString() : address.mid(question + 1);
    QString place = question < 0 ? address.mid(begin) : address.mid(begin, question - begin);
    const QString scheme = address.left(begin);
    const qsizetype slash = place.lastIndexOf(u'/');
    if (const qsizetype at = place.lastIndexOf(u'@', slash < 0 ? -1 : slash); at >= 0) {
        takeLogin(texts, place.left(at));
        place = place.mid(at + 1);
    }
    texts[DraftField::Address] = scheme + place + withoutAuthority(query, texts);
    return texts;
}

DraftTexts tidyBroker(DraftTexts texts)
{
    QString &address = texts[DraftField::Address];
    if (address.isEmpty())
        return texts;
    if (!hasScheme(address))
        address.prepend(address.endsWith(":8883"_L1) ? "mqtts://"_L1 : "mqtt://"_L1);
    QUrl url(address, QUrl::StrictMode);
    if (!url.isValid() || url.userInfo().isEmpty())
        return texts; // what is no address stays as it was typed
    takeLogin(texts, url.userInfo(QUrl::FullyEncoded));
    url.setUserInfo({});
    texts[DraftField::Address] = url.toString();
    return texts;
}

DraftTexts tidyChirpStack(DraftTexts texts)
{
    QString &address = texts[DraftField::Address];
    if (address.isEmpty())
        return texts;
    if (!hasScheme(address))
        address.prepend("http://"_L1);
    QUrl url(address, QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty())
        return texts;
    url.setPort(url.port(8090));
    if (url.path() == u"/")
        url.setPath({});
    texts[DraftField::Address] = url.toString();
    return texts;
}

QString databaseUrl(const DraftTexts &texts)
{
    QString address = texts.value(DraftField::Address);
    if (!address.contains("://"_L1) || address.startsWith("sqlite:"_L1))
        return address;
    QString login = encoded(texts.value(DraftField::User));
    if (const QString password = texts.value(DraftField::Secret); !password.isEmpty())
        login += u':' + encoded(password);
    if (!login.isEmpty())
        address.insert(address.indexOf("://"_L1) + 3, login + u'@');
    if (const QString file = texts.value(DraftField::CaFile); !file.isEmpty())
        address += (address.contains(u'?') ? u'&' : u'?') + kAuthority + encoded(file);
    return address;
}

void insertChirpStack(const QString &address, QMap<QString, QString> &values)
{
    const QUrl url(address, QUrl::StrictMode);
    const bool isAddress = url.isValid() && (url.scheme() == u"http" || url.scheme() == u"https")
        && url.path().isEmpty() && !url.hasQuery() && !url.hasFragment()
        && url.userInfo().isEmpty();
    values.insert(kHost, isAddress ? url.host() : QString()); // which no host is allowed to be
    values.insert(kPort, QString::number(url.port(8090)));
    values.insert(kTls, url.scheme() == u"https" ? u"true"_s : u"false"_s);
}

} // namespace

QList<DraftField> fieldsOf(Subject subject)
{
    switch (subject) {
    case Subject::Database:
        return {DraftField::Address, DraftField::User, DraftField::Secret, DraftField::CaFile};
    case Subject::Broker:
        return {DraftField::Address, DraftField::User,   DraftField::Secret,
                DraftField::Topic,   DraftField::CaFile, DraftField::CertificateFile,
                DraftField::KeyFile};
    case Subject::ChirpStack:
        return {DraftField::Address, DraftField::Secret, DraftField::CaFile};
    }
    return {};
}

QStringList keysOf(Subject subject, DraftField field)
{
    if (subject == Subject::Database)
        return {kDatabase};
    const bool isBroker = subject == Subject::Broker;
    switch (field) {
    case DraftField::Address:
        return isBroker ? QStringList{kBroker} : QStringList{kHost, kPort, kTls};
    case DraftField::User:
        return {u"MQTT_USERNAME"_s};
    case DraftField::Secret:
        return {isBroker ? u"MQTT_PASSWORD"_s : u"CHIRPSTACK_API_KEY"_s};
    case DraftField::Topic:
        return {u"MQTT_TOPIC"_s};
    case DraftField::CaFile:
        return {isBroker ? u"MQTT_CA_FILE"_s : u"CHIRPSTACK_CA_FILE"_s};
    case DraftField::CertificateFile:
        return {u"MQTT_CERT_FILE"_s};
    case DraftField::KeyFile:
        return {u"MQTT_KEY_FILE"_s};
    }
    return {};
}

QStringList keysOf(Subject subject)
{
    QStringList keys;
    for (const DraftField field : fieldsOf(subject)) {
        for (const QString &key : keysOf(subject, field)) {
            if (!keys.contains(key))
                keys.append(key);
        }
    }
    return keys;
}

DraftField fieldOf(const QString &key)
{
    for (const Subject subject : {Subject::Broker, Subject::ChirpStack, Subject::Database}) {
        for (const DraftField field : fieldsOf(subject)) {
            if (keysOf(subject, field).contains(key))
                return field;
        }
    }
    return DraftField::Address;
}

DraftTexts textsOf(Subject subject, const settings::Source &values)
{
    DraftTexts texts;
    for (const DraftField field : fieldsOf(subject)) {
        const QStringList keys = keysOf(subject, field);
        texts.insert(field,
                     keys == QStringList{kDatabase} ? QString() : values.value(keys.first()).value);
    }
    if (subject == Subject::Database) {
        texts[DraftField::Address] = values.value(kDatabase).value;
    } else if (subject == Subject::ChirpStack) {
        const bool isTls = values.value(kTls).value.toLower() == u"true";
        texts[DraftField::Address] = (isTls ? u"https://"_s : u"http://"_s)
            + values.value(kHost).value + u':' + values.value(kPort).value;
    }
    DraftTexts all = tidied(subject, texts);
    if (subject != Subject::Broker)
        return all;
    // What these say wins over what the address carries.
    for (const DraftField field : {DraftField::User, DraftField::Secret}) {
        if (const QString own = texts.value(field); !own.isEmpty())
            all[field] = own;
    }
    return all;
}

DraftTexts tidied(Subject subject, const DraftTexts &texts)
{
    DraftTexts clean = texts;
    clean[DraftField::Address] = clean.value(DraftField::Address).trimmed();
    switch (subject) {
    case Subject::Database:
        return tidyDatabase(clean);
    case Subject::Broker:
        return tidyBroker(clean);
    case Subject::ChirpStack:
        clean[DraftField::Secret] = clean.value(DraftField::Secret).trimmed();
        return tidyChirpStack(clean);
    }
    return clean;
}

QMap<QString, QString> valuesOf(Subject subject, const DraftTexts &texts)
{
    QMap<QString, QString> values;
    if (subject == Subject::Database) {
        values.insert(kDatabase, databaseUrl(texts));
        return values;
    }
    for (const DraftField field : fieldsOf(subject)) {
        const QStringList keys = keysOf(subject, field);
        if (keys.size() > 1)
            insertChirpStack(texts.value(field), values);
        else
            values.insert(keys.first(), texts.value(field));
    }
    return values;
}

} // namespace parking::ui
