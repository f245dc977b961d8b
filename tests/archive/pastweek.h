#pragma once

#include "domain/reading.h"
#include "domain/space.h"
#include "domain/status.h"
#include "store/database.h"

#include <QHash>
#include <QRandomGenerator>

namespace parking::test {

/// A week of a simulated site, with a day before and after it: changes of every kind, readings, an
/// hour range of which nothing was recorded, sensors that fell silent, one that was never heard. Of
/// each other table one row, with Ada in every free text.
class PastWeek {
public:
    explicit PastWeek(int spaces, quint32 seed = 1);

    static UtcTime from();
    static UtcTime to();
    static UtcTime gapFrom(); ///< nothing is heard from here
    static UtcTime gapTo();

    Result<> fill(store::Database &database) const;

    /// What a plain look over all changes says.
    struct Expected {
        domain::SpaceState state = domain::SpaceState::Free;
        domain::StateReason reason = domain::StateReason::Default;
        UtcTime since;
    };
    QHash<domain::SpaceId, Expected> at(UtcTime moment) const;
    /// When each sensor spoke first after its space became unknown, or was heard at all; empty of
    /// who was not heard yet.
    QHash<domain::SpaceId, UtcTime> knownFrom(UtcTime moment) const;

    const QList<domain::Space> &spaces() const { return m_spaces; }
    const QList<domain::StateChange> &changes() const { return m_changes; }
    const QList<domain::Reading> &readings() const { return m_readings; }
    domain::SpaceId unheard() const { return m_spaces[0].id; }
    domain::SpaceId silent() const { return m_spaces[1].id; } ///< from the third day on
    static UtcTime silentFrom();
    UtcTime anyMoment(QRandomGenerator &dice) const;

private:
    void makeSpace(int number);
    void live(const domain::Space &space, int number);
    Result<> fillOthers(store::Database &database) const;

    QRandomGenerator m_dice;
    QList<domain::Space> m_spaces;
    QList<domain::StateChange> m_changes;
    QList<domain::Reading> m_readings;
};

} // namespace parking::test
