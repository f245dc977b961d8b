#include "spacelist/placesdialog.h"

#include "base/literals.h"
#include "domain/floornames.h"
#include "domain/limits.h"
#include "labels.h"
#include "widgets/dialogparts.h"
#include "widgets/role.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QPushButton>
#include <QTreeWidget>

namespace parking::ui {

using domain::SitePlace;
using domain::SpacesChange;

namespace {

enum Role { Building = Qt::UserRole, Floor, Zone };

} // namespace

PlacesDialog::PlacesDialog(const SiteModel &site, const Theme &theme, QWidget *parent)
    : QDialog(parent), m_site(site)
{
    QVBoxLayout *layout = makeColumn(*this, theme, tr("Floors and zones"));
    m_tree = new QTreeWidget(this);
    m_tree->setAccessibleName(tr("Floors and zones"));
    m_tree->setHeaderLabels({tr("Building, floor, zone"), tr("Spaces")});
    m_tree->header()->setStretchLastSection(false);
    m_tree->header()->setSectionResizeMode(0, QHeaderView::Stretch);
    m_tree->header()->setSectionResizeMode(1, QHeaderView::ResizeToContents);
    m_name = new QLineEdit(this);
    m_name->setObjectName(u"placeName"_s);
    m_name->setAccessibleName(tr("Name"));
    m_rename = new QPushButton(this);
    m_add = new QPushButton(tr("New floor"), this);
    m_remove = new QPushButton(tr("Remove floor"), this);
    m_up = new QPushButton(tr("Move up"), this);
    m_down = new QPushButton(tr("Move down"), this);
    m_words = makeLabel(this, "secondary"_L1);
    m_words->setWordWrap(true);
    m_words->setMinimumHeight(theme.scaled(36));
    auto *naming = new QHBoxLayout;
    naming->setSpacing(8);
    naming->addWidget(m_name, 1);
    naming->addWidget(m_rename);
    auto *acts = new QHBoxLayout;
    acts->setSpacing(8);
    for (QPushButton *button : {m_up, m_down, m_add, m_remove})
        acts->addWidget(button);
    acts->addStretch(1);
    layout->addWidget(m_tree, 1);
    layout->addLayout(naming);
    layout->addWidget(m_words);
    layout->addLayout(acts);
    addButtons(*this, *layout, {}, tr("Close"));
    for (QPushButton *button : findChildren<QPushButton *>())
        button->setAutoDefault(false); // Enter is the name's
    resize(theme.scaled(520), theme.scaled(560));
    connect(m_tree, &QTreeWidget::currentItemChanged, this, [this] {
        const SitePlace place = current();
        m_name->setText(place.zone.isEmpty() ? place.floor : place.zone);
        m_name->setMaxLength(place.zone.isEmpty() ? domain::kFloorMax : domain::kZoneMax);
        refresh();
    });
    connect(m_name, &QLineEdit::textChanged, this, &PlacesDialog::refresh);
    connect(m_name, &QLineEdit::returnPressed, this, &PlacesDialog::rename);
    connect(m_rename, &QPushButton::clicked, this, &PlacesDialog::rename);
    connect(m_add, &QPushButton::clicked, this, &PlacesDialog::addFloor);
    connect(m_remove, &QPushButton::clicked, this, &PlacesDialog::removeFloor);
    connect(m_up, &QPushButton::clicked, this, [this] { step(-1); });
    connect(m_down, &QPushButton::clicked, this, [this] { step(1); });
    connect(&site, &SiteModel::loaded, this, &PlacesDialog::refill);
    refill();
}

QTreeWidgetItem *PlacesDialog::addItem(QTreeWidgetItem *parent, const QString &text,
                                       const SitePlace &place, int spaces)
{
    auto *item = parent ? new QTreeWidgetItem(parent) : new QTreeWidgetItem(m_tree);
    item->setText(0, text);
    item->setText(1, labels::number(spaces));
    item->setTextAlignment(1, Qt::AlignRight | Qt::AlignVCenter);
    item->setData(0, Building, place.building);
    item->setData(0, Floor, place.floor);
    item->setData(0, Zone, place.zone);
    return item;
}

int PlacesDialog::spacesAt(const SitePlace &place) const
{
    return m_site.counts(place.building, place.floor, place.zone).total;
}

void PlacesDialog::refill()
{
    const SitePlace chosen = current();
    m_tree->clear();
    QTreeWidgetItem *current = nullptr;
    for (const QString &building : m_site.buildings()) {
        QTreeWidgetItem *top = addItem(nullptr, building.isEmpty() ? tr("No building") : building,
                                       {building, {}, {}}, spacesAt({building, {}, {}}));
        const QStringList floors = m_site.floorsOf(building);
        for (const QString &floor : floors) {
            QTreeWidgetItem *item =
                addItem(top, floor, {building, floor, {}}, spacesAt({building, floor, {}}));
            QStringList zones;
            for (const int row : m_site.rowsOf(building, floor)) {
                if (!zones.contains(m_site.space(row).zone))
                    zones.append(m_site.space(row).zone);
            }
            zones.removeAll(QString());
            zones.sort();
            if (chosen == SitePlace{building, floor, {}})
                current = item;
            for (const QString &zone : std::as_const(zones)) {
                const SitePlace place{building, floor, zone};
                QTreeWidgetItem *leaf =
                    addItem(item, tr("Zone %1").arg(zone), place, spacesAt(place));
                if (chosen == place)
                    current = leaf;
            }
        }
        top->setExpanded(true);
    }
    m_tree->setCurrentItem(current ? current : m_tree->topLevelItem(0));
    refresh();
}

SitePlace PlacesDialog::current() const
{
    const QTreeWidgetItem *item = m_tree->currentItem();
    return item ? SitePlace{item->data(0, Building).toString(), item->data(0, Floor).toString(),
                            item->data(0, Zone).toString()}
                : SitePlace();
}

void PlacesDialog::refresh()
{
    const SitePlace place = current();
    const QString name = m_name->text().trimmed();
    const bool isZone = !place.zone.isEmpty();
    const bool isFloor = !isZone && !place.floor.isEmpty();
    const QStringList floors = m_site.floorsOf(place.building);
    const qsizetype at = floors.indexOf(place.floor);
    const SitePlace other =
        isZone ? SitePlace{place.building, place.floor, name} : SitePlace{place.building, name, {}};
    const bool isOther = other != place && !name.isEmpty();
    const bool merges = isOther && (isZone ? spacesAt(other) > 0 : floors.contains(name));
    m_name->setEnabled(isZone || isFloor);
    m_rename->setEnabled((isZone || isFloor) && isOther);
    m_rename->setText(merges ? tr("Merge into %1").arg(name) : tr("Rename"));
    m_add->setEnabled(m_site.count() > 0 && !name.isEmpty() && !floors.contains(name));
    m_add->setText(m_add->isEnabled() ? tr("New floor %1").arg(name) : tr("New floor"));
    m_up->setEnabled(isFloor && at > 0);
    m_down->setEnabled(isFloor && at >= 0 && at + 1 < floors.size());
    m_remove->setEnabled(isFloor && spacesAt(place) == 0);
    if (merges && !isZone)
        m_words->setText(tr("%1 is there already. Its spaces and the %2 of %3 become one floor; "
                            "those have no place on its plan yet.")
                             .arg(name, labels::number(spacesAt(place)), place.floor));
    else if (merges)
        m_words->setText(tr("Zone %1 is there already: the two become one.").arg(name));
    else if (isZone && name.isEmpty())
        m_words->setText(tr("A zone has a name."));
    else
        m_words->setText(tr("Type another name to rename, or the name of a floor that is to be."));
}

void PlacesDialog::rename()
{
    if (!m_rename->isEnabled())
        return;
    const SitePlace place = current();
    const QString name = m_name->text().trimmed();
    const bool isZone = !place.zone.isEmpty();
    const Result<SpacesChange> change = isZone
        ? domain::renamedZone(m_site.floors(), m_site.spaces(), place, name)
        : domain::renamedFloor(m_site.floors(), m_site.spaces(), place, name);
    if (!change) {
        m_words->setText(labels::text(change.error()));
        return;
    }
    m_tree->currentItem()->setData(0, isZone ? Zone : Floor, name); // it stays chosen
    Q_EMIT changeAsked(*change,
                       isZone ? tr("Zone %1 is now %2").arg(place.zone, name)
                              : tr("Floor %1 is now %2").arg(place.floor, name));
}

void PlacesDialog::addFloor()
{
    const QString building = current().building;
    domain::Floor floor;
    floor.id = domain::FloorId::create();
    floor.siteId = m_site.site().id;
    floor.building = building;
    floor.name = m_name->text().trimmed();
    int top = 0;
    for (const domain::Floor &known : m_site.floors()) {
        if (known.building == building)
            top = std::max(top, known.level + 1);
    }
    floor.level = domain::levelOf(floor.name).value_or(top);
    SpacesChange change;
    change.floors.insert(floor.id, floor);
    Q_EMIT changeAsked(change, tr("Floor %1 made").arg(floor.name));
}

void PlacesDialog::removeFloor()
{
    const SitePlace place = current();
    SpacesChange change;
    for (const domain::Floor &floor : m_site.floors()) {
        if (floor.building == place.building && floor.name == place.floor)
            change.floors.insert(floor.id, std::nullopt);
    }
    if (!change.isEmpty())
        Q_EMIT changeAsked(change, tr("Floor %1 removed").arg(place.floor));
}

void PlacesDialog::step(int by)
{
    const SitePlace place = current();
    QStringList floors = m_site.floorsOf(place.building);
    const qsizetype at = floors.indexOf(place.floor);
    if (at < 0 || at + by < 0 || at + by >= floors.size())
        return;
    floors.swapItemsAt(at, at + by);
    Q_EMIT orderAsked(place.building, floors);
}

} // namespace parking::ui
