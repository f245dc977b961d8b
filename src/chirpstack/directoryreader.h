#pragma once

#include "chirpstack/restclient.h"
#include "domain/directory.h"

#include <QJsonObject>
#include <QSet>

namespace parking::chirpstack {

/// Reads the devices of all applications that a key may see, page by page. An administrator's key
/// sees all tenants; a tenant's key is not told which tenant it is of, so that is asked of devices
/// that were heard. Only reads.
/// Source of paths and fields: ChirpStack api/proto/api/{tenant,application,device}.proto.
///
/// Thread: its owner's, which runs an event loop. Tells once, unless it is destroyed before.
class DirectoryReader : public QObject {
public:
    using Told = std::function<void(const Result<domain::Directory> &)>;

    static constexpr int kPage = 100; ///< entries of an answer
    static constexpr int kMost = 100'000; ///< devices
    static constexpr int kTried = 20; ///< devices that are asked whose they are

    /// `heard`: devices of this site, those first that were heard last.
    DirectoryReader(const RestOptions &options, QList<domain::DevEui> heard,
                    QObject *parent = nullptr);

    /// Errors as of RestClient::get(). CHIRPSTACK_NO_DEVICE: the key is a tenant's, and shows none
    /// of the devices that were heard. NOT_CHIRPSTACK: lists that are none, or without end.
    void read(Told told);

private:
    using Take = std::function<bool(const QJsonObject &)>; ///< false: it is none
    using Then = std::function<void()>;

    void askWhose(int index);
    void askTenant(const QString &application);
    void readApplications();
    void readDevices();
    /// All pages of a list, then `then`.
    void readList(const QString &path, const QString &query, const Take &take, const Then &then,
                  int offset = 0);
    bool takeId(const QJsonObject &entry, QStringList &ids) const;
    bool takeDevice(const QJsonObject &entry);
    qsizetype found() const; ///< a page that brings nothing more is of a list without end
    void fail(const Error &error);

    RestClient m_rest;
    const QList<domain::DevEui> m_heard;
    Told m_told;
    QStringList m_tenants;
    QStringList m_applications;
    QSet<domain::DevEui> m_seen;
    int m_pages = 0; ///< that were not the last of their list
    domain::Directory m_directory;
};

} // namespace parking::chirpstack
