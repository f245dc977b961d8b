#include "spaces/sensorsection.h"

#include "base/literals.h"
#include "devices/devicetype.h"
#include "labels.h"
#include "widgets/role.h"

#include <QMenu>
#include <QPushButton>
#include <QVBoxLayout>

namespace parking::ui {

namespace {

constexpr qsizetype kShownBytes = 24;

/// "01 64 0E 2A 00", cut.
QString hexOf(const QByteArray &payload)
{
    const QString hex = QString::fromLatin1(payload.left(kShownBytes).toHex(' ')).toUpper();
    return payload.size() > kShownBytes ? hex + u" …"_s : hex;
}

} // namespace

SensorSection::SensorSection(const Situation &situation, const Theme &theme, QWidget *parent)
    : QWidget(parent), m_situation(situation), m_theme(theme)
{
    m_why = makeLabel(this);
    m_why->setWordWrap(true);
    m_frame = makeLabel(this, "secondary"_L1);
    m_frame->setWordWrap(true);
    m_choose = new QPushButton(tr("Choose type"), this);
    m_choose->setProperty("kind", u"primary"_s);
    m_types = new QMenu(m_choose);
    m_choose->setMenu(m_types);
    connect(m_types, &QMenu::aboutToShow, this, &SensorSection::fillTypes);
    m_alike = makeLabel(this, "caption"_L1);
    m_alike->setWordWrap(true);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 4, 20, 12);
    layout->setSpacing(6);
    layout->addWidget(m_why);
    layout->addWidget(m_frame);
    layout->addWidget(m_choose, 0, Qt::AlignLeft);
    layout->addWidget(m_alike);
    connect(&situation, &Situation::roleChanged, this, &SensorSection::refresh);
    connect(&theme, &Theme::changed, this, &SensorSection::refreshFonts);
    refreshFonts();
    hide();
}

void SensorSection::setSpace(const std::optional<domain::SpaceId> &space)
{
    m_space = space;
    hide();
    ask();
}

void SensorSection::ask()
{
    if (m_space)
        Q_EMIT wanted(*m_space);
}

void SensorSection::setSensor(const domain::SpaceId &space,
                              const std::optional<domain::SensorStatus> &sensor)
{
    if (m_space != space)
        return;
    setVisible(sensor && sensor->last && !sensor->isUnderstood());
    if (isHidden())
        return;
    m_sensor = *sensor;
    refresh();
}

void SensorSection::refresh()
{
    if (!m_sensor.last)
        return;
    const domain::Reading &last = *m_sensor.last;
    const QString type = last.deviceType;
    m_why->setText(type.isEmpty()
                       ? tr("Heard, and not understood: no device type fits its uplinks.")
                       : tr("Heard, and its last uplink says nothing of the space: it was read as "
                            "%1.")
                             .arg(labels::deviceType(type)));
    m_why->setToolTip(last.notes.join(u'\n'));
    m_frame->setText(tr("%1 · port %2, %n bytes", nullptr, int(last.payload.size()))
                         .arg(hexOf(last.payload))
                         .arg(last.fPort));
    m_frame->setTextInteractionFlags(Qt::TextSelectableByMouse); // it has a text now
    m_choose->setVisible(!m_situation.isReadOnly());
    const int alike = int(m_sensor.alike.size());
    m_alike->setVisible(alike > 0 && !m_situation.isReadOnly());
    m_alike->setText(tr("Applies to %n more devices of the same profile.", nullptr, alike));
}

void SensorSection::refreshFonts()
{
    m_frame->setFont(m_theme.monoFont(TextStyle::Caption));
}

/// Those that read its last uplink come first; the others are there for who knows better.
void SensorSection::fillTypes()
{
    m_types->clear();
    const auto add = [this](const QString &type, const QString &words) {
        QAction *action = m_types->addAction(words);
        action->setCheckable(true);
        action->setChecked(type == m_sensor.device.typeSetting);
        connect(action, &QAction::triggered, this, [this, type] { choose(type); });
    };
    add({}, tr("Automatic, by profile and DevEUI"));
    m_types->addSeparator();
    for (const QString &type : std::as_const(m_sensor.fitting))
        add(type, tr("%1, which reads its last uplink").arg(labels::deviceType(type)));
    for (const devices::DeviceType &type : devices::deviceTypes()) {
        const QString name = QString::fromLatin1(type.name);
        if (type.kind == domain::DeviceKind::Sensor && !m_sensor.fitting.contains(name))
            add(name, labels::deviceType(name));
    }
}

void SensorSection::choose(const QString &type)
{
    if (type == m_sensor.device.typeSetting)
        return;
    Q_EMIT typeChosen(QList{m_sensor.device.devEui} + m_sensor.alike, type,
                      m_sensor.device.typeSetting);
}

} // namespace parking::ui
