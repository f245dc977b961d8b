#include "models/causewatch.h"

namespace parking::ui {

using namespace std::chrono_literals;

CauseWatch::CauseWatch(const SiteModel &model, QObject *parent)
    : QObject(parent), m_model(model), m_pause(this)
{
    m_pause.setSingleShot(true);
    m_pause.setInterval(1s);
    connect(&m_pause, &QTimer::timeout, this, [this] {
        if (m_isDirty)
            look();
    });
    connect(&model, &SiteModel::loaded, this, &CauseWatch::look);
    // A gateway that brings an uplink changes no state, but may end a cause.
    connect(&model, &SiteModel::dataChanged, this, &CauseWatch::lookSoon);
    look();
}

void CauseWatch::lookSoon()
{
    m_isDirty = true;
    if (!m_pause.isActive())
        look();
}

void CauseWatch::look()
{
    m_isDirty = false;
    m_pause.start();
    QList<domain::CommonCause> causes;
    if (m_model.counts().silent > 0)
        causes = domain::commonCauses(m_model.spaces(), m_model.statuses(), m_model.now());
    if (causes == m_causes)
        return;
    m_causes = std::move(causes);
    Q_EMIT changed();
}

} // namespace parking::ui
