#pragma once

#include "domain/spacedevices.h"
#include "models/sitemodel.h"
#include "theme/theme.h"

#include <QAbstractListModel>
#include <QWidget>

class QFrame;
class QLabel;
class QLineEdit;
class QListView;

namespace parking::ui {

/// What a space may get as its sensor or lamp.
struct DeviceChoice {
    enum class Kind { Newcomer, Elsewhere, Unheard, None };

    Kind kind = Kind::None;
    std::optional<domain::DevEui> eui = {};
    QString name = {};
    QString detail = {}; ///< EUI, or where it is now
    QString age = {};
    domain::SignalLevel signal = domain::SignalLevel::Unknown;
};

/// What a text finds, in the order in which it is offered: devices heard without a space, newest
/// first; those of other spaces, when something is typed; none; and at the end an EUI that nobody
/// heard yet, when the text is one. Pure.
QList<DeviceChoice> deviceChoices(const QList<domain::FleetDevice> &devices,
                                  domain::DeviceKind kind, const QString &text,
                                  const std::optional<domain::SpaceId> &space, UtcTime now);

class DeviceChoices : public QAbstractListModel {
    Q_OBJECT

public:
    using QAbstractListModel::QAbstractListModel;
    void set(const QList<DeviceChoice> &choices);
    const DeviceChoice &choice(int row) const { return m_choices[row]; }
    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

private:
    QList<DeviceChoice> m_choices;
};

/// A field for a device: what is typed filters the list below it, which is there while the field
/// has the focus. Up and Down go through it, Enter takes, Esc leaves what was chosen.
class DeviceField : public QWidget {
    Q_OBJECT

public:
    DeviceField(domain::DeviceKind kind, const Theme &theme, QWidget *parent = nullptr);

    void setDevices(const QList<domain::FleetDevice> &devices, UtcTime now);
    void setSpace(const std::optional<domain::SpaceId> &space) { m_space = space; }
    std::optional<domain::DevEui> chosen() const { return m_chosen; }
    void setChosen(const std::optional<domain::DevEui> &eui);
    QLineEdit &field() { return *m_field; }
    QListView &list() { return *m_list; }
    bool isOpen() const;

Q_SIGNALS:
    void chosenChanged();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void open();
    void close();
    void refresh();
    void take(int row);
    QString nameOf(const std::optional<domain::DevEui> &eui) const;

    const domain::DeviceKind m_kind;
    const Theme &m_theme;
    QList<domain::FleetDevice> m_devices;
    UtcTime m_now;
    std::optional<domain::SpaceId> m_space;
    std::optional<domain::DevEui> m_chosen;
    bool m_isTyping = false;
    QLineEdit *m_field;
    QFrame *m_popup;
    QLabel *m_head;
    QListView *m_list;
    DeviceChoices *m_choices;
};

} // namespace parking::ui
