#pragma once

#include "base/error.h"
#include "domain/health.h"

#include <QObject>
#include <QSet>

#include <optional>

namespace parking::ui {

/// What pages ask for beside the spaces: how the parts do, what time it is, what the person may do.
/// A Feed sets it; whoever shows something of it connects itself. Knows no engine.
class Situation : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    const domain::Health &health() const { return m_health; }
    /// The moment that ages refer to: now, or the one under review.
    UtcTime now() const { return m_now; }
    const QString &role() const { return m_role; } ///< as the window names the person
    bool isReadOnly() const { return m_readOnly; } ///< looks and changes nothing
    /// Why there is nothing to show: the source of states cannot begin.
    const std::optional<Error> &refusal() const { return m_refusal; }

    /// The worst part that has failed for half a minute (what moves states: a moment), or never was
    /// seen to work; null: none. Lamps that cannot be reached are told last: they make none old.
    const domain::HealthCheck *trouble() const;
    /// A part that brings states is in trouble, or has brought none yet: what is shown is old.
    bool isStale() const;

    void setHealth(const domain::Health &health);
    void setNow(UtcTime now);
    void setRole(const QString &role, bool readOnly);
    void setRefusal(const std::optional<Error> &refusal);

Q_SIGNALS:
    void healthChanged();
    void nowChanged(); ///< once a second
    void roleChanged();
    void refusalChanged();

private:
    bool isTrouble(const domain::HealthCheck &check) const;
    bool neverWorked(const domain::HealthCheck &check) const;

    domain::Health m_health;
    UtcTime m_now;
    QString m_role;
    bool m_readOnly = false;
    std::optional<Error> m_refusal;
    QSet<QString> m_worked; ///< checks that were seen to work
};

} // namespace parking::ui
