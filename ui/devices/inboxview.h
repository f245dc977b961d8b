#pragma once

#include "domain/devicedetail.h"
#include "models/sitemodel.h"
#include "models/situation.h"
#include "theme/theme.h"
#include "widgets/noticepage.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QPushButton;
class QStackedWidget;
class QTableWidget;

namespace parking::ui {

class DeviceRows;
class MountPlan;

/// Devices that were heard and that no space names, newest first: what they said so far, and where
/// they hang.
class InboxView : public QWidget {
    Q_OBJECT

public:
    InboxView(const SiteModel &model, const Situation &situation, const Theme &theme,
              QWidget *parent = nullptr);

    void setDevices(const QList<domain::FleetDevice> &devices, qint64 total);
    void setDetail(const domain::DeviceDetail &detail); ///< the answer to detailWanted()
    void setFailed(const QString &words);
    void setListing(bool isRead); ///< ChirpStack is asked just now
    std::optional<domain::DevEui> chosen() const;
    void choose(domain::DevEui eui);
    /// The space that is proposed or chosen; empty: none.
    std::optional<domain::SpaceId> space() const;
    static constexpr int kShown = 500;

    MountPlan &plan() { return *m_plan; }

Q_SIGNALS:
    void wanted(); ///< again
    void walkWanted(); ///< from space to space
    void listWanted(); ///< of ChirpStack's devices
    void detailWanted(parking::domain::DevEui device);
    void bindRequested(const parking::domain::FleetDevice &device,
                       const parking::domain::SpaceId &space);
    void ignoreRequested(const parking::domain::FleetDevice &device);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    QWidget *makeTable();
    void chooseSpace(const domain::SpaceId &space);
    QWidget *makeSaid();
    QWidget *makeBind();
    void fillRow(int row, const domain::FleetDevice &d);
    void onRow();
    void fillSpaces();
    void updateBind();
    void bind();
    void onEnter();
    void leaveButtons();
    QStringList candidates() const; ///< codes that what is typed is a part of
    QString whatIsMissing() const;
    void updateNotice();
    /// A space whose code is the device's name: the one reason that can be said.
    std::optional<domain::SpaceId> namesake(const domain::FleetDevice &d) const;
    const domain::FleetDevice *current() const;

    const SiteModel &m_model;
    const Situation &m_situation;
    const Theme &m_theme;
    QList<domain::FleetDevice> m_devices;
    QString m_failure;
    bool m_isKnown = false;
    std::optional<domain::DevEui> m_shown;
    QLabel *m_title;
    QStackedWidget *m_stack;
    NoticePage *m_notice;
    DeviceRows *m_table;
    QLabel *m_saidTitle;
    QList<QLabel *> m_said; ///< now, battery, signal, reports
    QLabel *m_frames;
    QComboBox *m_space;
    QString m_typed; ///< there, by hand
    QLabel *m_reason;
    QLabel *m_override;
    QPushButton *m_bind;
    MountPlan *m_plan;
    QPushButton *m_ignore;
    QPushButton *m_list;
};

} // namespace parking::ui
