#pragma once

#include "domain/fleet.h"
#include "models/situation.h"
#include "theme/theme.h"

#include <QWidget>

class QLabel;
class QPushButton;
class QTreeWidget;

namespace parking::ui {

/// The next ladder trips: which devices a person is to see, by floor, the floor with most first.
class TripView : public QWidget {
    Q_OBJECT

public:
    TripView(const Situation &situation, const Theme &theme, QWidget *parent = nullptr);

    /// `silenceTells`: silent devices are among them (domain::silenceTells).
    void setTrips(const QList<domain::LadderTrip> &trips, bool silenceTells = true);
    const QList<domain::LadderTrip> &trips() const { return m_trips; }
    QString title() const;

Q_SIGNALS:
    void deviceChosen(parking::domain::DevEui eui);
    void saveWanted(const QString &name, const QByteArray &bytes);

private:
    QString why(const domain::FleetDevice &d) const;

    const Situation &m_situation;
    QList<domain::LadderTrip> m_trips;
    QLabel *m_title;
    QLabel *m_text;
    QTreeWidget *m_tree;
    QPushButton *m_save;
};

/// As a list to take along: floor, space, device, why. Texts of devices are disarmed.
QByteArray csvOf(const QList<domain::LadderTrip> &trips);

} // namespace parking::ui
