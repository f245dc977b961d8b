#pragma once

#include "domain/fleet.h"
#include "map/mapview.h"

#include <QTableWidget>

namespace parking::ui {

/// Rows of devices that can be dragged onto a plan: what is dragged is the DevEUI of the row.
class DeviceRows : public QTableWidget {
    Q_OBJECT

public:
    static constexpr QLatin1StringView kMime{"application/x-parking-deveui"};
    static constexpr int kEuiRole = Qt::UserRole; ///< of the first column

    explicit DeviceRows(int columns, QWidget *parent = nullptr);

protected:
    QStringList mimeTypes() const override;
    QMimeData *mimeData(const QList<QTableWidgetItem *> &items) const override;
};

/// The map beside the question where a new device is mounted. A device that is dragged here is
/// dropped on a space; a card under the pointer says on which, and whose place it takes.
class MountPlan : public MapView {
    Q_OBJECT

public:
    MountPlan(const SiteModel &model, const Theme &theme, QWidget *parent = nullptr);

    /// What may be dragged here; null while nobody may bind.
    void setDevice(const domain::FleetDevice *device);
    QString card() const { return m_card; } ///< empty: nothing is dragged over a space

Q_SIGNALS:
    void dropped(const parking::domain::SpaceId &space);

protected:
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dragMoveEvent(QDragMoveEvent *event) override;
    void dragLeaveEvent(QDragLeaveEvent *event) override;
    void dropEvent(QDropEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    bool isOurs(const QMimeData &mime) const;
    std::optional<domain::SpaceId> spaceAt(const QPointF &pixels) const;
    void forget();

    const Theme &m_cardTheme;
    std::optional<domain::FleetDevice> m_device;
    QPointF m_pointer;
    QString m_card;
    std::optional<domain::SpaceId> m_over; ///< that the card names
    bool m_takesPlace = false; ///< of another device
};

} // namespace parking::ui
