#include "spacelist/spacetickbar.h"

#include "base/literals.h"
#include "labels.h"
#include "widgets/flowlayout.h"
#include "widgets/role.h"
#include "widgets/textstyle.h"

#include <QHBoxLayout>
#include <QMenu>
#include <QPushButton>

#include <algorithm>
#include <tuple>

namespace parking::ui {

using domain::Space;

SpaceTickBar::SpaceTickBar(const SiteModel &site, const Theme &theme, QWidget *parent)
    : QFrame(parent), m_site(site), m_theme(theme)
{
    setObjectName(u"statusBar"_s);
    m_count = makeLabel(this);
    setTextStyle(*m_count, "strong"_L1);
    m_maintenance = new QPushButton(theme.icon(u"wrench"_s), {}, this);
    m_move = new QPushButton(tr("Move to zone"), this);
    m_features = new QPushButton(tr("Features"), this);
    m_resend = new QPushButton(theme.icon(u"lamp"_s), tr("Resend colour"), this);
    m_delete = new QPushButton(theme.icon(u"trash"_s), {}, this);
    m_delete->setProperty("kind", u"dangerLink"_s);
    auto *clear = new QPushButton(tr("Clear"), this);
    clear->setProperty("kind", u"quiet"_s);
    clear->setToolTip(tr("Untick all"));
    m_move->setMenu(new QMenu(m_move));
    m_features->setMenu(new QMenu(m_features));
    connect(m_move->menu(), &QMenu::aboutToShow, this, &SpaceTickBar::fillMoves);
    connect(m_features->menu(), &QMenu::aboutToShow, this, &SpaceTickBar::fillFeatures);
    connect(m_maintenance, &QPushButton::clicked, this, &SpaceTickBar::maintenanceAsked);
    connect(m_resend, &QPushButton::clicked, this, &SpaceTickBar::resendAsked);
    connect(m_delete, &QPushButton::clicked, this, &SpaceTickBar::deleteAsked);
    connect(clear, &QPushButton::clicked, this, &SpaceTickBar::clearAsked);
    m_acts = new QWidget(this);
    auto *acts = new FlowLayout;
    m_acts->setLayout(acts);
    acts->setContentsMargins(0, 0, 0, 0);
    acts->setSpacing(8);
    for (QPushButton *button : {m_maintenance, m_move, m_features, m_resend, m_delete, clear})
        acts->addWidget(button);
    m_of = makeLabel(this, "secondary"_L1);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(20, 8, 20, 8);
    layout->setSpacing(12);
    layout->addWidget(m_count);
    layout->addWidget(m_acts, 1);
    layout->addStretch(0);
    layout->addWidget(m_of);
    setMinimumHeight(theme.scaled(32));
    refresh();
}

void SpaceTickBar::setTicked(const QList<Space> &ticked, int hidden)
{
    m_ticked = ticked;
    m_hidden = hidden;
    refresh();
}

void SpaceTickBar::setShown(int shown)
{
    m_shown = shown;
    refresh();
}

void SpaceTickBar::refresh()
{
    const int count = int(m_ticked.size());
    const bool hasLamps = std::any_of(m_ticked.cbegin(), m_ticked.cend(), [](const Space &space) {
        return space.displayEui.has_value();
    });
    m_acts->setVisible(count > 0);
    const bool isKnown = !m_site.site().id.isNull(); // else "0 spaces" would be a claim
    m_count->setText(count > 0     ? tr("%n spaces ticked", nullptr, count)
                         : isKnown ? tr("%n spaces", nullptr, m_shown)
                                   : QString());
    m_resend->setVisible(hasLamps);
    m_ofWhat = m_hidden > 0 ? tr("%1 of them not shown").arg(labels::number(m_hidden))
        : count > 0
        ? tr("of %1, in all %2").arg(labels::number(m_shown), labels::number(m_site.count()))
        : m_shown < m_site.count() ? tr("of %1").arg(labels::number(m_site.count()))
                                   : QString();
    fit();
}

/// One line, where there is room for it: "of 473" goes first, then words that a sign says too.
void SpaceTickBar::fit()
{
    const QString count = labels::number(int(m_ticked.size()));
    const std::tuple<QPushButton *, QString, QString> acts[] = {
        {m_maintenance, tr("Set %1 to maintenance").arg(count), count},
        {m_resend, tr("Resend colour"), {}},
        {m_delete, tr("Delete %1").arg(count), count}};
    for (const int less : {0, 1, 2}) {
        // What is done is done to those that no row shows too: that stays.
        m_of->setText(less == 0 || m_hidden > 0 ? m_ofWhat : QString());
        for (const auto &[button, words, sign] : acts) {
            button->setText(less < 2 ? words : sign);
            button->setToolTip(less < 2 ? QString() : words);
            button->setAccessibleName(words);
        }
        if (wanted() <= width())
            return;
    }
}

int SpaceTickBar::wanted() const
{
    const QMargins edge = layout()->contentsMargins();
    int wide = edge.left() + edge.right() + m_count->sizeHint().width();
    for (const QPushButton *act : m_acts->findChildren<QPushButton *>()) {
        if (!m_acts->isHidden() && !act->isHidden())
            wide += act->sizeHint().width() + m_acts->layout()->spacing();
    }
    return wide + 2 * layout()->spacing() + m_of->sizeHint().width();
}

void SpaceTickBar::resizeEvent(QResizeEvent *event)
{
    QFrame::resizeEvent(event);
    fit();
}

void SpaceTickBar::fillMoves()
{
    QMenu &menu = *m_move->menu();
    menu.clear();
    for (const QString &building : m_site.buildings()) {
        const QStringList floors = m_site.floorsOf(building);
        for (const QString &floor : floors) {
            QStringList zones;
            for (const int row : m_site.rowsOf(building, floor)) {
                if (!zones.contains(m_site.space(row).zone))
                    zones.append(m_site.space(row).zone);
            }
            zones.removeAll(QString());
            zones.sort();
            auto *sub =
                menu.addMenu(building.isEmpty() ? floor : tr("%1 · %2").arg(building, floor));
            sub->addAction(tr("No zone"), this, [=, this] {
                Q_EMIT moveAsked({building, floor, {}});
            });
            for (const QString &zone : std::as_const(zones))
                sub->addAction(tr("Zone %1").arg(zone), this, [=, this] {
                    Q_EMIT moveAsked({building, floor, zone});
                });
        }
    }
}

void SpaceTickBar::fillFeatures()
{
    QMenu &menu = *m_features->menu();
    menu.clear();
    QStringList names{u"charging"_s, u"accessible"_s, u"family"_s};
    for (const Space &space : m_site.spaces()) {
        for (const QString &feature : space.features) {
            if (!names.contains(feature))
                names.append(feature);
        }
    }
    for (const QString &name : std::as_const(names)) {
        const auto having =
            std::count_if(m_ticked.cbegin(), m_ticked.cend(),
                          [&name](const Space &space) { return space.features.contains(name); });
        const bool all = having == m_ticked.size();
        QAction *act = menu.addAction(name == u"family" ? tr("Family") : labels::features({name}),
                                      this, [this, name, all] { Q_EMIT featureAsked(name, !all); });
        act->setCheckable(true);
        act->setChecked(all);
    }
}

} // namespace parking::ui
