#include "spacelist/spacefilters.h"

#include "base/literals.h"
#include "bookings/menuchip.h"
#include "labels.h"
#include "widgets/flowlayout.h"
#include "widgets/plainicon.h"
#include "widgets/statepill.h"

#include <QLineEdit>
#include <QMenu>
#include <QPainter>
#include <QVBoxLayout>

#include <algorithm>

namespace parking::ui {

using domain::SpaceState;

namespace {

QIcon signOf(SpaceState state, domain::Confidence confidence, const Theme &theme)
{
    constexpr int kSign = 16;
    constexpr qreal kRatio = 2;
    QPixmap sign(QSize(kSign, kSign) * kRatio);
    sign.setDevicePixelRatio(kRatio);
    sign.fill(Qt::transparent);
    QPainter painter(&sign);
    painter.setRenderHint(QPainter::Antialiasing);
    paintStateSign(painter, QRectF(1.5, 1, kSign - 3, kSign - 2), state, confidence, theme);
    return plainIcon(sign);
}

} // namespace

SpaceFilters::SpaceFilters(const SiteModel &site, const Theme &theme, QWidget *parent)
    : QFrame(parent), m_site(site), m_theme(theme)
{
    setObjectName(u"pageHeader"_s);
    m_search = new QLineEdit(this);
    m_search->setPlaceholderText(tr("Code or zone"));
    m_search->setAccessibleName(tr("Find a space"));
    m_search->setClearButtonEnabled(true);
    m_search->setObjectName(u"spaceSearch"_s);
    m_search->setFixedWidth(theme.scaled(152));
    m_place = new MenuChip(theme, tr("Place"), this);
    auto *chips = new QWidget(this);
    auto *layout = new FlowLayout;
    chips->setLayout(layout);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(20, 6, 20, 6);
    outer->addWidget(chips);
    layout->addWidget(m_search);
    layout->addWidget(m_place);
    m_words = {labels::text(SpaceState::Free),
               labels::text(SpaceState::Occupied),
               labels::text(SpaceState::Reserved),
               labels::text(SpaceState::Maintenance),
               labels::text(domain::Confidence::Unverified),
               labels::text(domain::Confidence::Stale),
               tr("No sensor"),
               tr("Imported")};
    for (int chip = 0; chip < kChips; ++chip)
        layout->addWidget(addChip(Chip(chip), m_words[chip]));
    m_chips[NotKnown]->setToolTip(tr("Nobody knows whether these are free"));
    m_chips[Imported]->setToolTip(tr("Only what the last import made or changed"));
    connect(m_search, &QLineEdit::textChanged, this, &SpaceFilters::read);
    connect(&site, &SiteModel::loaded, this, [this] {
        fillPlaces();
        refresh();
        if (!m_filter.only.isEmpty() && imported() == 0) // taken back, or deleted since
            m_chips[Imported]->setChecked(false);
    });
    connect(&site, &SiteModel::countsChanged, this, &SpaceFilters::refresh);
    connect(&theme, &Theme::changed, this, &SpaceFilters::paintSigns);
    fillPlaces();
    paintSigns();
    refresh();
}

QPushButton *SpaceFilters::addChip(Chip chip, const QString &text)
{
    auto *button = new QPushButton(text, this);
    button->setProperty("kind", u"chip"_s);
    button->setCheckable(true);
    connect(button, &QPushButton::toggled, this, &SpaceFilters::read);
    m_chips[chip] = button;
    return button;
}

void SpaceFilters::paintSigns()
{
    for (const int state : {Free, Occupied, Reserved, Maintenance})
        m_chips[state]->setIcon(signOf(SpaceState(state), domain::Confidence::Fresh, m_theme));
    m_chips[NotKnown]->setIcon(signOf(SpaceState::Free, domain::Confidence::Unverified, m_theme));
    m_chips[Silent]->setIcon(signOf(SpaceState::Free, domain::Confidence::Stale, m_theme));
}

void SpaceFilters::fillPlaces()
{
    QMenu &menu = *m_place->menu();
    menu.clear();
    menu.addAction(tr("All buildings"), this, [this] { setPlace({}, {}); });
    for (const QString &building : m_site.buildings()) {
        menu.addSeparator();
        menu.addAction(building.isEmpty() ? tr("No building") : building, this,
                       [this, building] { setPlace(building, {}); });
        const QStringList floors = m_site.floorsOf(building);
        for (const QString &floor : floors)
            menu.addAction(u"    "_s + floor, this,
                           [this, building, floor] { setPlace(building, floor); });
    }
}

void SpaceFilters::setPlace(const QString &building, const QString &floor)
{
    m_filter.building = building;
    m_filter.floor = floor;
    refresh();
    Q_EMIT changed();
}

void SpaceFilters::setFilter(const SpaceFilter &filter)
{
    const QSignalBlocker quiet(this);
    m_search->setText(filter.text);
    for (const int state : {Free, Occupied, Reserved, Maintenance})
        m_chips[state]->setChecked(filter.states.contains(SpaceState(state)));
    m_chips[NotKnown]->setChecked(filter.isUnknown);
    m_chips[Silent]->setChecked(filter.isSilent);
    m_chips[NoSensor]->setChecked(filter.hasNoSensor);
    m_chips[Imported]->setChecked(!filter.only.isEmpty());
    m_filter = filter;
    refresh();
    blockSignals(false);
    Q_EMIT changed();
}

void SpaceFilters::read()
{
    m_filter.text = m_search->text().trimmed();
    m_filter.states.clear();
    for (const int state : {Free, Occupied, Reserved, Maintenance}) {
        if (m_chips[state]->isChecked())
            m_filter.states.insert(SpaceState(state));
    }
    m_filter.isUnknown = m_chips[NotKnown]->isChecked();
    m_filter.isSilent = m_chips[Silent]->isChecked();
    m_filter.hasNoSensor = m_chips[NoSensor]->isChecked();
    if (!m_chips[Imported]->isChecked() && !m_filter.only.isEmpty()) {
        m_filter.only.clear();
        refresh();
    }
    Q_EMIT changed();
}

int SpaceFilters::imported() const
{
    return int(std::count_if(m_filter.only.cbegin(), m_filter.only.cend(),
                             [this](const domain::SpaceId &id) { return m_site.rowOf(id) >= 0; }));
}

void SpaceFilters::refresh()
{
    const SpaceChipCounts chips = chipCounts(m_site, m_filter.building, m_filter.floor);
    const int counts[] = {chips.counts.byState[0], chips.counts.byState[1],
                          chips.counts.byState[2], chips.counts.byState[3],
                          chips.counts.unknown(),  chips.counts.silent,
                          chips.noSensor,          imported()};
    const bool isKnown = !m_site.site().id.isNull(); // else a 0 would be a claim
    for (int chip = 0; chip < kChips; ++chip)
        m_chips[chip]->setText(isKnown
                                   ? tr("%1  %2").arg(m_words[chip], labels::number(counts[chip]))
                                   : m_words[chip]);
    m_chips[Imported]->setVisible(counts[Imported] > 0);
    m_chips[NotKnown]->setVisible(counts[NotKnown] > 0 || m_filter.isUnknown);
    const bool isPlace = !m_filter.building.isEmpty();
    m_place->setChosen(!isPlace ? tr("All buildings")
                           : m_filter.floor.isEmpty()
                           ? m_filter.building
                           : tr("%1 · %2").arg(m_filter.building, m_filter.floor),
                       isPlace);
}

} // namespace parking::ui
