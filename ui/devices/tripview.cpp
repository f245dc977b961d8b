#include "devices/tripview.h"

#include "base/csv.h"
#include "base/literals.h"
#include "devices/devicelabels.h"
#include "labels.h"
#include "widgets/role.h"
#include "widgets/textstyle.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QPushButton>
#include <QTreeWidget>

namespace parking::ui {

namespace {

constexpr int kEuiRole = Qt::UserRole;

QString floorOf(const domain::LadderTrip &trip)
{
    QStringList parts{trip.building, trip.floor};
    parts.removeAll(QString());
    return parts.isEmpty() ? TripView::tr("No floor") : parts.join(u" · "_s);
}

} // namespace

TripView::TripView(const Situation &situation, const Theme &theme, QWidget *parent)
    : QWidget(parent), m_situation(situation)
{
    m_title = makeLabel(this);
    setTextStyle(*m_title, "objectTitle"_L1);
    m_text = makeLabel(this, "secondary"_L1);
    m_text->setWordWrap(true);
    m_save = new QPushButton(theme.icon(u"import"_s), tr("Save the list"), this);
    auto *card = new QFrame(this);
    card->setObjectName(u"card"_s);
    m_tree = new QTreeWidget(card);
    m_tree->setFrameShape(QFrame::NoFrame);
    m_tree->setColumnCount(3);
    m_tree->setHeaderLabels({tr("Space"), tr("Device"), tr("Why")});
    m_tree->setAccessibleName(tr("Next ladder trips"));
    m_tree->setRootIsDecorated(true);
    m_tree->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    auto *inside = new QVBoxLayout(card);
    inside->setContentsMargins(8, 8, 8, 8);
    inside->addWidget(m_tree);
    auto *head = new QHBoxLayout;
    head->addWidget(m_title, 1);
    head->addWidget(m_save);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 16, 24, 16);
    layout->setSpacing(12);
    layout->addLayout(head);
    layout->addWidget(m_text);
    layout->addWidget(card, 1);
    connect(m_save, &QPushButton::clicked, this,
            [this] { Q_EMIT saveWanted(tr("ladder-trips.csv"), csvOf(m_trips)); });
    connect(m_tree, &QTreeWidget::itemActivated, this, [this](QTreeWidgetItem *item) {
        if (const auto eui = domain::DevEui::normalize(item->data(0, kEuiRole).toString()))
            Q_EMIT deviceChosen(*eui);
    });
}

QString TripView::title() const
{
    return m_title->text();
}

QString TripView::why(const domain::FleetDevice &d) const
{
    if (d.state == domain::DeviceState::NeverHeard)
        return tr("never heard");
    if (d.state == domain::DeviceState::Silent && d.device.lastHeard)
        return tr("silent for %1").arg(labels::age(m_situation.now() - *d.device.lastHeard));
    return d.device.batteryVolt ? tr("battery low, %1").arg(labels::volt(*d.device.batteryVolt))
                                : tr("battery low");
}

void TripView::setTrips(const QList<domain::LadderTrip> &trips, bool silenceTells)
{
    m_text->setText(silenceTells
                        ? tr("Silent devices, sensors that were never heard and low batteries, by "
                             "floor: what one way with the ladder can do. What a lost gateway "
                             "explains is not among them.")
                        : tr("Most devices are silent at once. That is not for a ladder: look at "
                             "Health, and wait until their turn has come. Only sensors that were "
                             "never heard and low batteries are listed."));
    m_trips = trips;
    m_tree->clear();
    for (const domain::LadderTrip &trip : trips) {
        auto *floor = new QTreeWidgetItem(
            m_tree, {floorOf(trip), tr("%n devices", nullptr, int(trip.devices.size()))});
        for (const domain::FleetDevice &d : trip.devices) {
            auto *item = new QTreeWidgetItem(floor, {d.place.code, labels::name(d.device), why(d)});
            item->setData(0, kEuiRole, d.device.devEui.toString());
        }
        floor->setExpanded(&trip == &trips.first());
    }
    m_save->setEnabled(!trips.isEmpty());
    const QString none =
        silenceTells ? tr("Nothing needs a ladder") : tr("Nothing is known to need a ladder");
    m_title->setText(trips.isEmpty() ? none
                                     : tr("Next ladder trip: %n on %1", nullptr,
                                          int(trips.first().devices.size()))
                                           .arg(floorOf(trips.first())));
}

QByteArray csvOf(const QList<domain::LadderTrip> &trips)
{
    QByteArray csv = csvLine({u"building"_s, u"floor"_s, u"space"_s, u"dev_eui"_s, u"name"_s,
                              u"state"_s, u"battery"_s, u"battery_volt"_s, u"last_heard"_s})
                         .toUtf8()
        + '\n';
    for (const domain::LadderTrip &trip : trips) {
        for (const domain::FleetDevice &d : trip.devices)
            csv +=
                csvLine({disarmedField(trip.building), disarmedField(trip.floor),
                         disarmedField(d.place.code), d.device.devEui.toString(),
                         disarmedField(d.device.name), domain::nameOf(d.state),
                         domain::nameOf(d.battery),
                         d.device.batteryVolt ? QString::number(*d.device.batteryVolt) : QString(),
                         d.device.lastHeard ? toIso(*d.device.lastHeard) : QString()})
                    .toUtf8()
                + '\n';
    }
    return csv;
}

} // namespace parking::ui
