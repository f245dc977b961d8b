#pragma once

#include "desk/desk.h"
#include "domain/downlinknews.h"
#include "lamps/downlinkspage.h"
#include "lamps/lampsection.h"
#include "lamps/lampview.h"

namespace parking::ui {

/// Joins the lamp of the inspector, the view "Commands" and a lamp's page to engine and reads.
class LampsDesk : public QObject {
    Q_OBJECT

public:
    /// All outlive it.
    LampsDesk(const Desk &desk, LampSection &section, DownlinksPage &page, LampView &lamp);

    /// Their lamps show their colour anew; tells how many were asked to.
    void resend(const QSet<domain::SpaceId> &spaces);

    /// Whether the map shows how the lamps do: they are asked for only then.
    void showOnMap(bool shown);

private:
    void look();
    void loadLamps();
    void onMoved(const QList<domain::Downlink> &rows);
    void loadLamp(const domain::SpaceId &space);
    template <class Function, class Done>
    void askForPage(Function fn, Done done);
    void loadPage(const domain::DownlinkFilter &filter, int limit);
    void loadOlder(const domain::DownlinkFilter &filter, qint64 before);
    void loadNews(domain::DownlinkLook look);
    void loadDevice(domain::DevEui device);
    bool isShown(domain::DevEui device) const;
    void loadOlderOf(domain::DevEui device, qint64 before);
    void send(const domain::LampCommand &command);
    void askQueue(domain::DevEui device);
    void flush(domain::DevEui device);
    void chooseType(domain::DevEui device, const QString &type, const QString &before);
    void setType(domain::DevEui device, const QString &type, const QString &expected,
                 const Notices::Answer &answer);

    const Desk &m_desk;
    LampSection &m_section;
    DownlinksPage &m_page;
    LampView &m_lamp;
    bool m_isOnMap = false;
    bool m_asksLamps = false;
    UtcTime m_looked; ///< of the situation's clock
    domain::NewestOf m_amiss; ///< the lamps that the page is of
};

} // namespace parking::ui
