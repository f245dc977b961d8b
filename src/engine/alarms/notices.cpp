#include "engine/alarms/notices.h"

#include "engine/station/databaselink.h"
#include "engine/station/ingestrole.h"
#include "store/noticestore.h"

namespace parking::engine {

using domain::Outlet;

Notices::Notices(const Context &context, const OutletOptions &options, QObject *parent)
    : QObject(parent), m_context(context)
{
    const auto add = [this](Outlet outlet, domain::AlarmLevel least,
                            std::unique_ptr<NoticeSender> sender) {
        m_levels.append({outlet, least});
        m_queues.append(new NoticeQueue(m_context, outlet, std::move(sender), this));
    };
    if (options.mail)
        add(Outlet::Mail, options.mail->least, std::make_unique<MailSender>(*options.mail));
    if (options.webhook)
        add(Outlet::Webhook, options.webhook->least,
            std::make_unique<WebhookSender>(*options.webhook));
}

Result<> Notices::insert(store::Database &database, const domain::AlarmChanges &changes,
                         UtcTime now)
{
    if (m_levels.isEmpty())
        return {};
    return store::NoticeStore(database).insert(domain::noticesOf(changes, m_levels, m_site, now));
}

void Notices::lookSoon()
{
    for (NoticeQueue *queue : std::as_const(m_queues))
        queue->lookSoon();
}

void Notices::tick()
{
    for (NoticeQueue *queue : std::as_const(m_queues)) {
        if (!m_context.role.isHeld())
            queue->rest();
        else if (m_context.link.isUp())
            queue->tick();
    }
}

} // namespace parking::engine
