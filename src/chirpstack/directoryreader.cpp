#include "chirpstack/directoryreader.h"

#include "base/literals.h"
#include "base/plaintext.h"
#include "domain/problems.h"

#include <QJsonArray>
#include <QUuid>

#include <algorithm>

namespace parking::chirpstack {

namespace {

constexpr qsizetype kLongestName = 100;
constexpr int kMostPages = DirectoryReader::kMost / DirectoryReader::kPage;

/// A tenant's key gets 401 for what it may not see, without a word; a wrong one is told why.
bool mayNotSee(const Error &error)
{
    return error.code == problem::kChirpStackUnauthorized
        && error.details.value(u"message").toString().isEmpty();
}

QString uuidOf(const QJsonValue &value)
{
    const QUuid id = QUuid::fromString(value.toString());
    return id.isNull() ? QString() : id.toString(QUuid::WithoutBraces);
}

} // namespace

DirectoryReader::DirectoryReader(const RestOptions &options, QList<domain::DevEui> heard,
                                 QObject *parent)
    : QObject(parent), m_rest(options), m_heard(std::move(heard))
{
}

void DirectoryReader::fail(const Error &error)
{
    m_told(error);
}

void DirectoryReader::read(Told told)
{
    m_told = std::move(told);
    m_rest.get(u"/api/tenants"_s, u"limit=1"_s, [this](const Result<QJsonObject> &answer) {
        if (!answer && mayNotSee(answer.error()))
            return askWhose(0);
        if (!answer)
            return fail(answer.error());
        readList(
            u"/api/tenants"_s, {},
            [this](const QJsonObject &entry) { return takeId(entry, m_tenants); },
            [this] { readApplications(); });
    });
}

void DirectoryReader::askWhose(int index)
{
    if (index >= std::min(int(m_heard.size()), kTried))
        return fail({problem::kChirpStackNoDevice, u"the key shows none of the devices heard"_s});
    m_rest.get(u"/api/devices/"_s + m_heard[index].toString(), {},
               [this, index](const Result<QJsonObject> &answer) {
                   if (!answer && mayNotSee(answer.error()))
                       return askWhose(index + 1);
                   if (!answer)
                       return fail(answer.error());
                   const QString application =
                       uuidOf(answer->value(u"device").toObject().value(u"applicationId"));
                   if (application.isEmpty())
                       return fail({problem::kNotChirpStack, u"a device of no application"_s});
                   askTenant(application);
               });
}

void DirectoryReader::askTenant(const QString &application)
{
    m_rest.get(u"/api/applications/"_s + application, {},
               [this](const Result<QJsonObject> &answer) {
                   if (!answer)
                       return fail(answer.error());
                   const QString tenant =
                       uuidOf(answer->value(u"application").toObject().value(u"tenantId"));
                   if (tenant.isEmpty())
                       return fail({problem::kNotChirpStack, u"an application of no tenant"_s});
                   m_tenants = {tenant};
                   readApplications();
               });
}

void DirectoryReader::readApplications()
{
    if (m_tenants.isEmpty()) {
        m_directory.applications = int(m_applications.size());
        return readDevices();
    }
    readList(
        u"/api/applications"_s, u"tenantId="_s + m_tenants.takeFirst(),
        [this](const QJsonObject &entry) { return takeId(entry, m_applications); },
        [this] { readApplications(); });
}

void DirectoryReader::readDevices()
{
    if (m_applications.isEmpty())
        return m_told(m_directory);
    readList(
        u"/api/devices"_s, u"applicationId="_s + m_applications.takeFirst(),
        [this](const QJsonObject &entry) { return takeDevice(entry); }, [this] { readDevices(); });
}

/// Entries may come and go meanwhile: what ends a list is an empty page, or as many as it has.
void DirectoryReader::readList(const QString &path, const QString &query, const Take &take,
                               const Then &then, int offset)
{
    const QString page = u"limit=%1&offset=%2"_s.arg(kPage).arg(offset);
    m_rest.get(path, query.isEmpty() ? page : query + u'&' + page,
               [=, this](const Result<QJsonObject> &answer) {
                   if (!answer)
                       return fail(answer.error());
                   if (!answer->value(u"result").isArray())
                       return fail({problem::kNotChirpStack, u"the answer holds no list"_s});
                   const QJsonArray entries = answer->value(u"result").toArray();
                   const qsizetype known = found();
                   for (const QJsonValue &entry : entries) {
                       if (!entry.isObject() || !take(entry.toObject()))
                           ++m_directory.notUnderstood;
                   }
                   const int read = offset + int(entries.size());
                   const QJsonValue total = answer->value(u"totalCount");
                   const bool isLast =
                       total.isDouble() ? read >= total.toDouble() : entries.size() < kPage;
                   if (entries.isEmpty() || isLast)
                       return then();
                   if (found() == known)
                       return fail({problem::kNotChirpStack, u"a list without end"_s});
                   if (++m_pages >= kMostPages)
                       return fail({problem::kNotChirpStack, u"more than %1 entries"_s.arg(kMost)});
                   readList(path, query, take, then, read);
               });
}

qsizetype DirectoryReader::found() const
{
    return m_tenants.size() + m_applications.size() + m_seen.size();
}

bool DirectoryReader::takeId(const QJsonObject &entry, QStringList &ids) const
{
    const QString id = uuidOf(entry.value(u"id"));
    if (!id.isEmpty() && !ids.contains(id))
        ids.append(id);
    return !id.isEmpty();
}

bool DirectoryReader::takeDevice(const QJsonObject &entry)
{
    const Result<domain::DevEui> eui = domain::DevEui::parse(entry.value(u"devEui").toString());
    if (!eui)
        return false;
    if (m_seen.contains(*eui))
        return true; // the list moved under the pages
    m_seen.insert(*eui);
    m_directory.devices.append(
        {*eui, plainText(entry.value(u"name").toString(), kLongestName),
         plainText(entry.value(u"deviceProfileName").toString(), kLongestName)});
    return true;
}

} // namespace parking::chirpstack
