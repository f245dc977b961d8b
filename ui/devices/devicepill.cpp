#include "devices/devicepill.h"

#include "base/literals.h"
#include "devices/devicelabels.h"

#include <QPainter>

namespace parking::ui {

namespace {

constexpr int kHeight = 26;
constexpr int kSign = 14;
constexpr int kEdge = 8;

} // namespace

DevicePill::DevicePill(const Theme &theme, QWidget *parent) : QWidget(parent), m_theme(theme)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, [this] { setState(m_state); });
    setState(m_state);
}

QString DevicePill::word() const
{
    return labels::text(m_state);
}

void DevicePill::setState(domain::DeviceState state)
{
    m_state = state;
    setAccessibleName(word());
    updateGeometry();
    update();
}

QSize DevicePill::sizeHint() const
{
    const QFontMetrics metrics(m_theme.font(TextStyle::BodyStrong));
    return {metrics.horizontalAdvance(word()) + kSign + 3 * kEdge - 4, m_theme.scaled(kHeight)};
}

void DevicePill::paintEvent(QPaintEvent *)
{
    using domain::DeviceState;
    const Tokens &t = m_theme.tokens();
    struct Look {
        QString icon;
        QColor ground;
        QColor text;
    };
    const Look look = m_state == DeviceState::Active ? Look{u"check"_s, t.okSoft, t.ok}
        : m_state == DeviceState::Silent             ? Look{u"warning"_s, t.dangerSoft, t.danger}
        : m_state == DeviceState::NeverHeard         ? Look{u"warning"_s, t.warningSoft, t.warning}
        : m_state == DeviceState::New                ? Look{u"devices"_s, t.accentSoft, t.accent}
                                                     : Look{u"minus"_s, t.sunken, t.text2};
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(look.ground);
    painter.drawRoundedRect(rect(), height() / 2.0, height() / 2.0);
    painter.drawPixmap(QPointF(kEdge, (height() - kSign) / 2.0),
                       m_theme.pixmap(look.icon, kSign, look.text, devicePixelRatioF()));
    painter.setFont(m_theme.font(TextStyle::BodyStrong));
    painter.setPen(look.text);
    painter.drawText(rect().adjusted(kEdge + kSign + 4, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter,
                     word());
}

} // namespace parking::ui
