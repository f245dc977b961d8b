#include "devices/gatewayview.h"

#include "base/literals.h"
#include "devices/devicelabels.h"
#include "devices/tile.h"
#include "labels.h"
#include "widgets/role.h"
#include "widgets/textstyle.h"

#include <QHBoxLayout>
#include <QListWidget>

namespace parking::ui {

GatewayView::GatewayView(const Situation &situation, const Theme &theme, QWidget *parent)
    : QWidget(parent), m_situation(situation)
{
    m_title = makeLabel(this);
    setTextStyle(*m_title, "objectTitle"_L1);
    m_eui = makeLabel(this, "secondary"_L1);
    m_eui->setFont(theme.monoFont(TextStyle::Caption));
    m_eui->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_eui->setAccessibleName(tr("Gateway ID"));
    auto *tiles = new QHBoxLayout;
    tiles->setSpacing(12);
    for (const QString &title :
         {tr("Last heard"), tr("Uplinks"), tr("Devices heard"), tr("Heard by it alone")}) {
        m_tiles.append(new Tile(title, theme, this));
        tiles->addWidget(m_tiles.last(), 1);
    }
    auto *frame = new QFrame(this);
    frame->setObjectName(u"card"_s);
    auto *title = makeLabel(frame, {}, tr("What if it dies"));
    setTextStyle(*title, "cardTitle"_L1);
    m_what = makeLabel(frame, "secondary"_L1);
    m_what->setWordWrap(true);
    m_alone = new QListWidget(frame);
    m_alone->setFrameShape(QFrame::NoFrame);
    m_alone->setAccessibleName(tr("Devices that it alone hears"));
    auto *inside = new QVBoxLayout(frame);
    inside->setContentsMargins(16, 12, 16, 12);
    inside->addWidget(title);
    inside->addWidget(m_what);
    inside->addWidget(m_alone, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 16, 24, 16);
    layout->setSpacing(12);
    layout->addWidget(m_title);
    layout->addWidget(m_eui);
    layout->addLayout(tiles);
    layout->addWidget(frame, 1);
    connect(m_alone, &QListWidget::itemActivated, this, [this](QListWidgetItem *item) {
        Q_EMIT deviceChosen(m_gateway.alone[m_alone->row(item)].device.devEui);
    });
}

void GatewayView::setGateway(const domain::GatewayDetail &gateway)
{
    m_gateway = gateway;
    m_title->setText(tr("Gateway %1").arg(labels::gateway(gateway.id)));
    m_eui->setText(gateway.id.toUpper());
    m_tiles[0]->setValue(labels::age(m_situation.now() - gateway.lastHeard), {},
                         tr("by the uplinks it brought"));
    m_tiles[1]->setValue(labels::number(gateway.uplinksLastHour), {}, tr("in the last hour"));
    m_tiles[2]->setValue(labels::number(gateway.devices), {}, tr("in the last 7 days"));
    const int alone = int(gateway.alone.size());
    m_tiles[3]->setValue(labels::number(alone), {},
                         alone > 0 ? tr("no other gateway hears them") : tr("all have another"),
                         alone > 0 ? "warning"_L1 : "ok"_L1);
    m_what->setText(alone > 0 ? tr("Without it these fall silent, and their lamps are not reached:")
                              : tr("Every device that it hears was heard by another one too."));
    m_alone->clear();
    for (const domain::FleetDevice &d : gateway.alone)
        m_alone->addItem(d.place.code.isEmpty()
                             ? tr("%1, of no space").arg(labels::name(d.device))
                             : tr("%1 · %2").arg(d.place.code, labels::name(d.device)));
    m_alone->setVisible(alone > 0);
}

QStringList GatewayView::alone() const
{
    QStringList texts;
    for (int row = 0; row < m_alone->count(); ++row)
        texts.append(m_alone->item(row)->text());
    return texts;
}

} // namespace parking::ui
