#pragma once

#include "domain/alarmrules.h"
#include "engine/alarms/mailsender.h"
#include "engine/alarms/noticequeue.h"
#include "engine/alarms/webhooksender.h"

namespace parking::engine {

struct OutletOptions {
    std::optional<MailOptions> mail = {}; ///< empty: none goes out
    std::optional<WebhookOptions> webhook = {};
};

/// Alarms that reach people who look at no window: what is raised, renewed and cleared becomes a
/// row for each outlet within the transaction that stores it, and each outlet's queue sends them
/// (checks "mail" and "webhook").
class Notices : public QObject {
    Q_OBJECT

public:
    Notices(const Context &context, const OutletOptions &options, QObject *parent = nullptr);

    /// In the transaction that stores these changes.
    Result<> insert(store::Database &database, const domain::AlarmChanges &changes, UtcTime now);
    void lookSoon(); ///< that transaction is committed
    void setSite(const QString &name) { m_site = name; }
    /// Once a second: where the station ingests.
    void tick();

private:
    const Context &m_context;
    domain::OutletLevels m_levels;
    QList<NoticeQueue *> m_queues; ///< children
    QString m_site;
};

} // namespace parking::engine
