#include "spaces/spacefacts.h"

#include "base/literals.h"
#include "labels.h"
#include "timelabels.h"
#include "widgets/role.h"

#include <QHBoxLayout>

namespace parking::ui {

namespace {

constexpr int kIcon = 18;
constexpr int kGap = 10;

} // namespace

SpaceFacts::SpaceFacts(const Theme &theme, QWidget *parent) : QWidget(parent), m_theme(theme)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 12, 20, 12);
    layout->setSpacing(0);
    for (const QString &name :
         {tr("Battery"), tr("Signal"), tr("Heard"), tr("Features"), tr("Sensor"), tr("Name")}) {
        auto *line = new QWidget(this);
        const Row row{line,
                      makeLabel(line),
                      makeLabel(line, "secondary"_L1, name),
                      makeLabel(line),
                      makeLabel(line, "caption"_L1),
                      new QBoxLayout(QBoxLayout::LeftToRight)};
        auto *parts = new QHBoxLayout(line);
        parts->setContentsMargins(0, 0, 0, 0);
        parts->setSpacing(0);
        parts->addWidget(row.icon);
        parts->addWidget(row.name);
        row.said->setSpacing(0);
        row.said->addWidget(row.value, 1);
        row.said->addWidget(row.detail);
        parts->addLayout(row.said, 1);
        layout->addWidget(line);
        m_rows.append(row);
    }
}

void SpaceFacts::set(Line line, const QString &value, const QString &detail)
{
    static constexpr std::array kIcons{"battery", "devices", "clock", "spaces", "info", "edit"};
    const Row &row = m_rows[line];
    row.icon->setPixmap(m_theme.pixmap(QLatin1StringView(kIcons[line]), kIcon,
                                       m_theme.tokens().text2, devicePixelRatioF()));
    row.icon->setFixedWidth(kIcon + kGap);
    row.name->setMinimumWidth(m_theme.scaled(84));
    row.line->setMinimumHeight(m_theme.scaled(28));
    row.value->setText(value);
    row.value->setTextInteractionFlags(value.isEmpty() ? Qt::NoTextInteraction
                                                       : Qt::TextSelectableByMouse);
    row.value->setFont(line == Sensor ? m_theme.monoFont(TextStyle::Caption)
                                      : m_theme.font(TextStyle::BodyStrong));
    row.detail->setText(detail);
    arrange(row);
}

/// The detail stands at the right of the value, below it where both do not fit.
void SpaceFacts::arrange(const Row &row)
{
    const QMargins edge = layout()->contentsMargins();
    const int wide = edge.left() + edge.right() + row.icon->width()
        + qMax(row.name->sizeHint().width(), row.name->minimumWidth())
        + row.value->sizeHint().width() + row.detail->sizeHint().width() + kGap;
    row.said->setDirection(wide <= width() ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
    row.detail->setVisible(!row.detail->text().isEmpty());
}

void SpaceFacts::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    for (const Row &row : std::as_const(m_rows))
        arrange(row);
}

void SpaceFacts::setSpace(const domain::Space &space, const domain::SpaceStatus &status,
                          UtcTime now)
{
    const QString unknown = tr("unknown");
    set(Battery, status.batteryVolt ? labels::volt(*status.batteryVolt) : unknown);
    const QString signal = !status.rssiDbm ? QString()
        : !status.snrDb
        ? labels::dbm(*status.rssiDbm)
        : tr("%1 · SNR %2").arg(labels::dbm(*status.rssiDbm), labels::decibel(*status.snrDb));
    set(Signal, status.rssiDbm ? labels::signal(*status.rssiDbm) : unknown, signal);
    const QString heard = !status.lastHeard ? tr("never")
        : m_isPast                          ? labels::before(now - *status.lastHeard)
                                            : labels::ago(now - *status.lastHeard);
    set(Heard, heard,
        m_isPast && status.silentAfter < std::chrono::minutes(1) ? QString()
                                                                 : labels::silenceLimit(status));
    set(Features, labels::features(space.features));
    set(Sensor, space.sensorEui ? space.sensorEui->toString() : tr("none"));
    set(Name, space.name);
    m_rows[Features].line->setVisible(!space.features.isEmpty());
    m_rows[Name].line->setVisible(!space.name.isEmpty() && space.name != space.code);
}

} // namespace parking::ui
