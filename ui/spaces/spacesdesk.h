#pragma once

#include "desk/desk.h"
#include "spaces/spacespage.h"

namespace parking::ui {

/// Joins map and inspector to engine and reads: overrides, the layout, histories. What is told
/// as done can be undone, from what stood before.
class SpacesDesk : public QObject {
    Q_OBJECT

public:
    /// Both outlive it.
    SpacesDesk(const Desk &desk, SpacesPage &page);

private:
    void loadHistory(const domain::SpaceId &space);
    void loadSensor(const domain::SpaceId &space);
    void chooseSensorType(const QList<domain::DevEui> &devices, const QString &type,
                          const QString &seen);
    /// Sets them where `expected` still stands.
    Notices::Step sensorTypesStep(const engine::SensorTypes &types,
                                  const engine::SensorTypes &expected);
    void refuseSensorType(const Error &error);
    void requestOverride(const OverrideRequest &request);
    void clearOverrides(const QSet<domain::SpaceId> &spaces);
    /// `told` makes the words of what was done from what stood before.
    void setOverrides(const domain::Overrides &values,
                      const std::function<QString(const domain::Overrides &before)> &told,
                      const Notices::Answer &answer,
                      const std::optional<domain::Overrides> &expected = {});
    /// Sets them where `expected` still stands.
    Notices::Step overridesStep(const domain::Overrides &values, const domain::Overrides &expected);
    /// Without spaces that went meanwhile and overrides that have ended.
    domain::Overrides stillPossible(domain::Overrides values) const;
    void editLayout(const domain::LayoutChange &change, const domain::LayoutChange &seen);
    void storeLayout(domain::LayoutChange change, const domain::LayoutChange &expected);
    static QString wordsOf(const domain::LayoutChange &change); ///< when it is done
    void keepDiscarded(const KeptDraft &draft); ///< for the window's undo
    /// Somebody else moved some of these since `seen`: whose place is to hold is asked.
    void askWhose(const domain::LayoutChange &change, const domain::LayoutChange &seen);
    /// What nobody changed since gets `change` (undo, redo); of what stays is told.
    Notices::Step layoutStep(const domain::LayoutChange &change,
                             const domain::LayoutChange &expected);
    void tellLeft(const QList<engine::LayoutLeft> &left);

    const Desk &m_desk;
    SpacesPage &m_page;
};

} // namespace parking::ui
