#pragma once

#include "desk/desk.h"
#include "walk/walkpage.h"

#include <QSettings>

namespace parking::ui {

/// Joins the walk to engine and reads, and keeps it beside the window's memory, so that one that
/// was cut off goes on.
class WalkDesk : public QObject {
    Q_OBJECT

public:
    WalkDesk(const Desk &desk, WalkPage &page);

private:
    void load(const domain::SpaceId &space, UtcTime begun);
    /// `former`: whose it was, as it was seen.
    void bind(domain::DevEui device, domain::DeviceKind kind, const domain::SpaceId &space,
              const QList<domain::SpaceId> &former);
    void swap(const domain::SpaceId &one, const domain::SpaceId &other);
    void keep();
    void forget(const domain::WalkRecord &before);

    const Desk &m_desk;
    WalkPage &m_page;
    QSettings m_file;
    bool m_isAsking = false;
    bool m_isKept = true;
};

} // namespace parking::ui
