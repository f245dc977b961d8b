#pragma once

#include "devices/deviceview.h"
#include "devices/fleetlist.h"
#include "devices/gatewayview.h"
#include "devices/inboxview.h"
#include "devices/tripview.h"

#include <QElapsedTimer>

class QPushButton;
class QStackedWidget;

namespace parking::ui {

/// The page "Devices": the fleet at the left; at the right the device, the gateway or the newcomers
/// that somebody looks at.
class DevicesPage : public QWidget {
    Q_OBJECT

public:
    DevicesPage(const SiteModel &model, const Situation &situation, const Theme &theme,
                QWidget *parent = nullptr);

    const Theme &theme() const { return m_theme; }
    FleetList &list() { return *m_list; }
    DeviceView &device() { return *m_device; }
    InboxView &inbox() { return *m_inbox; }
    GatewayView &gateway() { return *m_gateway; }
    TripView &trips() { return *m_trips; }
    /// The answer to tripsWanted().
    void setTrips(const QList<domain::LadderTrip> &trips, bool silenceTells = true);
    bool isInboxOpen() const;
    int newDevices() const { return m_fresh; } ///< of the last answer

    /// Counts the questions for the list: only the answer to the last one is taken.
    quint64 question() const { return m_question; }
    void setPage(const domain::FleetPage &page); ///< the answer to fleetWanted()
    void setInbox(const domain::FleetPage &page); ///< the answer to inboxWanted()
    void setGateways(const QList<domain::GatewayDetail> &gateways);
    void setDetail(const domain::DeviceDetail &detail);
    void setFailed(const QString &words); ///< of the list
    void refresh(); ///< something moved: asks anew, seldom, while visible
    void refreshNow(); ///< somebody changed devices here
    void openInbox();
    /// What the button "Commands" of the lamps shows; becomes the page's.
    void setCommands(QWidget *view);
    bool isCommandsOpen() const { return m_commandsOpen; }
    void openCommands();
    /// What somebody sees who tests one space after the other: it takes the whole page. Becomes the
    /// page's.
    void setWalk(QWidget *view);
    void setWalkOpen(bool open);
    bool isWalkOpen() const { return m_walkOpen; }
    void showDevice(domain::DevEui eui);
    void showLamp(domain::DevEui eui);
    bool cancel();
    QSize minimumSizeHint() const override;
    QList<QWidget *> panes() const;

Q_SIGNALS:
    void fleetWanted(const parking::domain::FleetFilter &filter,
                     const parking::domain::FleetSort &sort, int limit);
    void inboxWanted();
    void gatewaysWanted();
    void tripsWanted();
    void detailWanted(parking::domain::DevEui device);

protected:
    void showEvent(QShowEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;

private:
    void followHeard(const domain::FleetPage &page);
    void ask(bool isNew);
    void onDevice(domain::DevEui eui);
    void onGateway(const QString &id);
    QWidget *makePane();
    void updateRight();
    void arrange();
    void openChosen();
    void backToList();
    void seek(domain::DevEui eui, FleetList::View view);
    void findSought();

    const Situation &m_situation;
    const Theme &m_theme;
    FleetList *m_list;
    QWidget *m_pane; ///< what stands beside the list
    QPushButton *m_back; ///< to the list, where only one of them has room
    QStackedWidget *m_right;
    DeviceView *m_device;
    InboxView *m_inbox;
    GatewayView *m_gateway;
    TripView *m_trips;
    NoticePage *m_nothing;
    QList<domain::GatewayDetail> m_gateways;
    QElapsedTimer m_asked;
    quint64 m_question = 0;
    bool m_isNewQuestion = true;
    bool m_inboxOpen = false;
    bool m_tripsOpen = false;
    bool m_commandsOpen = false;
    bool m_walkOpen = false;
    bool m_isListAsked = false; ///< though something is chosen
    QWidget *m_walk = nullptr;
    QWidget *m_commands = nullptr;
    std::optional<domain::DevEui> m_sought; ///< chosen as soon as the list has it
    int m_fresh = 0;
    int m_looks = 0;
};

} // namespace parking::ui
