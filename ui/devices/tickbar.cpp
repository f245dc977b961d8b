#include "devices/tickbar.h"

#include "base/literals.h"
#include "widgets/flowlayout.h"
#include "widgets/role.h"
#include "widgets/textstyle.h"

#include <QPushButton>

namespace parking::ui {

TickBar::TickBar(const Situation &situation, const Theme &theme, QWidget *parent)
    : QFrame(parent), m_situation(situation)
{
    m_count = makeLabel(this);
    setTextStyle(*m_count, "strong"_L1);
    m_retire = new QPushButton(tr("Retire"), this);
    m_restore = new QPushButton(tr("Bring back"), this);
    auto *exporting = new QPushButton(theme.icon(u"import"_s), tr("Export ticked"), this);
    auto *printing = new QPushButton(tr("Labels"), this);
    printing->setToolTip(tr("Labels with QR codes for the ticked devices, as PDF"));
    auto *clear = new QPushButton(tr("Clear"), this);
    clear->setProperty("kind", u"link"_s);
    clear->setToolTip(tr("Untick all"));
    for (QPushButton *button : {m_retire, m_restore, exporting, printing})
        button->setProperty("kind", u"compact"_s);
    connect(m_retire, &QPushButton::clicked, this, [this] { Q_EMIT retireRequested(true); });
    connect(m_restore, &QPushButton::clicked, this, [this] { Q_EMIT retireRequested(false); });
    connect(exporting, &QPushButton::clicked, this, &TickBar::exportWanted);
    connect(printing, &QPushButton::clicked, this, &TickBar::labelsWanted);
    connect(clear, &QPushButton::clicked, this, &TickBar::clearWanted);
    connect(&situation, &Situation::roleChanged, this, &TickBar::update);
    auto *layout = new FlowLayout;
    setLayout(layout);
    layout->setContentsMargins(16, 6, 16, 6);
    layout->setSpacing(8);
    for (QWidget *part : {static_cast<QWidget *>(m_count), static_cast<QWidget *>(m_retire),
                          static_cast<QWidget *>(m_restore), static_cast<QWidget *>(exporting),
                          static_cast<QWidget *>(printing), static_cast<QWidget *>(clear)})
        layout->addWidget(part);
    hide();
}

void TickBar::setDevices(const QList<domain::FleetDevice> &ticked)
{
    m_ticked = int(ticked.size());
    m_inUse = 0;
    m_retired = 0;
    for (const domain::FleetDevice &d : ticked) {
        m_retired += d.retiredAt ? 1 : 0;
        m_inUse += !d.retiredAt && d.device.lastHeard ? 1 : 0;
    }
    update();
}

void TickBar::update()
{
    setVisible(m_ticked > 0);
    m_count->setText(tr("%n ticked", nullptr, m_ticked));
    const bool mayChange = !m_situation.isReadOnly();
    m_retire->setVisible(mayChange && m_inUse > 0);
    m_retire->setText(tr("Retire %n", nullptr, m_inUse));
    m_restore->setVisible(mayChange && m_retired > 0);
    m_restore->setText(tr("Bring back %n", nullptr, m_retired));
}

} // namespace parking::ui
