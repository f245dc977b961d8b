#pragma once

#include "domain/downlink.h"
#include "store/database.h"

#include <QHash>

namespace parking::store {

/// What is known of lamps, and how operators set them: displays.
class DisplayStore {
public:
    explicit DisplayStore(Database &database) : m_db(database) { }

    /// Displays of these devices, or of every space that has one. Devices without a row come with
    /// what `devices` knows. Where it cannot be read what a lamp shows, nothing is known of that.
    Result<QHash<domain::DevEui, domain::Display>> find(const QList<domain::DevEui> &devices = {});
    /// What is known of them; their settings are the operator's and stay as they are.
    Result<> save(const QList<domain::Display> &displays);
    Result<> saveSettings(domain::DevEui device, const domain::DisplaySettings &settings);
    /// Takes the evidence of displays whose frames in `rows`, as they are stored, ended so that
    /// nobody knows whether they went out (domain::forget).
    Result<> forgetShown(const QList<domain::Downlink> &rows);

private:
    Database &m_db;
};

} // namespace parking::store
