#pragma once

#include "engine/enginethread.h"
#include "read/readthread.h"
#include "shell/mainwindow.h"

#include <QTimer>

namespace parking::ui {

/// Joins a running engine and a window: snapshots and changes to the model, wishes to the engine.
class Session : public QObject {
    Q_OBJECT

public:
    struct Doors {
        engine::EngineThread &engine; ///< wishes
        read::ReadThread &reads; ///< questions
    };

    Session(const Doors &doors, SiteModel &model, MainWindow &window, const QString &actor);

Q_SIGNALS:
    void loaded(); ///< the model holds the site

private:
    void loadSnapshot();
    void loadHistory(domain::SpaceId space);
    void loadLamp(domain::SpaceId space);
    void loadDownlinks(const domain::DownlinkFilter &filter);
    void onDownlinks(const QList<domain::Downlink> &rows);
    void resend(const QSet<domain::SpaceId> &spaces);
    /// `before` is what undo brings back; `tell`: with a notice.
    void setDeviceType(domain::DevEui device, const QString &type, const QString &before,
                       bool tell);
    void requestOverride(const OverrideRequest &request);
    void clearOverrides(const QSet<domain::SpaceId> &spaces);
    /// `told` makes a notice with undo from what stood before; empty: nothing is said.
    void setOverrides(const domain::Overrides &values,
                      const std::function<QString(const domain::Overrides &before)> &told = {});
    /// Without spaces that went meanwhile and overrides that have ended.
    domain::Overrides stillPossible(domain::Overrides values) const;
    void editPlacements(const Placements &placements);
    void editFloor(const domain::Floor &floor);
    /// Of spaces that are still there.
    void savePlacements(Placements placements, const std::function<void()> &saved = {});
    void saveFloor(const domain::Floor &floor, const std::function<void()> &saved = {});
    void chooseFile();
    void addSpaces();
    /// Shows what would happen, and does it when that is wanted.
    void importSpaces(const QByteArray &csv, const QString &source);
    void migrate();

    engine::EngineThread &m_engine;
    read::ReadThread &m_reads;
    SiteModel &m_model;
    MainWindow &m_window;
    QString m_actor;
    QTimer m_second;
    int m_seconds = 0;
    bool m_isStation = false; ///< this process ingests and hears of every command
};

} // namespace parking::ui
