#pragma once

#include "desk/desk.h"
#include "spaces/spacespage.h"

namespace parking::ui {

/// Joins map and inspector to engine and reads: overrides, the layout, histories, imports. What is
/// told as done can be undone, from what stood before.
class SpacesDesk : public QObject {
    Q_OBJECT

public:
    /// Both outlive it.
    SpacesDesk(const Desk &desk, SpacesPage &page);

private:
    void loadHistory(const domain::SpaceId &space);
    void loadSensor(const domain::SpaceId &space);
    void chooseSensorType(const QList<domain::DevEui> &devices, const QString &type);
    void setSensorTypes(const engine::SensorTypes &types,
                        const std::function<void(const engine::SensorTypes &before)> &stored = {});
    void requestOverride(const OverrideRequest &request);
    void clearOverrides(const QSet<domain::SpaceId> &spaces);
    /// `told` makes a notice with undo from what stood before; empty: nothing is said.
    void setOverrides(const domain::Overrides &values,
                      const std::function<QString(const domain::Overrides &before)> &told = {});
    /// Without spaces that went meanwhile and overrides that have ended.
    domain::Overrides stillPossible(domain::Overrides values) const;
    void editPlacements(const Placements &edited);
    /// Of spaces that are still there.
    void savePlacements(Placements placements, const std::function<void()> &saved = {});
    void editFloor(const domain::Floor &floor);
    void saveFloor(const domain::Floor &floor, const std::function<void()> &saved = {});
    void chooseFile();
    void addSpaces();
    /// Shows what would happen, and does it when that is wanted.
    void importSpaces(const QByteArray &csv, const QString &source);

    const Desk &m_desk;
    SpacesPage &m_page;
};

} // namespace parking::ui
