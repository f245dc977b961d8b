#include "widgets/statepill.h"

#include "base/literals.h"
#include "labels.h"

#include <QPainter>

namespace parking::ui {

using domain::Confidence;
using domain::SpaceState;

StatePill::StatePill(const Theme &theme, QWidget *parent) : QWidget(parent), m_theme(theme)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, [this] {
        updateGeometry();
        update();
    });
}

void StatePill::setState(SpaceState state, Confidence confidence, Milliseconds silentFor)
{
    m_state = state;
    m_confidence = confidence;
    m_silentFor = silentFor;
    setAccessibleName(word());
    updateGeometry();
    update();
}

QString StatePill::word() const
{
    if (m_confidence == Confidence::Stale)
        return tr("Silent %1").arg(labels::age(m_silentFor));
    if (m_confidence == Confidence::Unverified)
        return labels::text(m_confidence);
    return labels::text(m_state);
}

QSize StatePill::sizeHint() const
{
    const QFontMetrics metrics(m_theme.font(TextStyle::BodyStrong));
    return {metrics.horizontalAdvance(word()) + 31, m_theme.scaled(22)};
}

void StatePill::paintEvent(QPaintEvent *)
{
    const Tokens &t = m_theme.tokens();
    const StateColours &colours = m_confidence == Confidence::Fresh ? t.state(m_state) : t.stale;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF box = QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5);
    painter.setPen(QPen(colours.edge, 1));
    painter.setBrush(colours.fill);
    painter.drawRoundedRect(box, box.height() / 2, box.height() / 2);
    painter.setFont(m_theme.font(TextStyle::BodyStrong));
    painter.setPen(colours.text);
    const QRectF sign(7, 0, 12, height());
    const QString letter = m_confidence == Confidence::Stale ? u"?"_s
        : m_confidence == Confidence::Unverified             ? u"–"_s
                                                             : labels::letter(m_state);
    if (!letter.isEmpty()) {
        painter.drawText(sign, Qt::AlignCenter, letter);
    } else {
        const QRectF square(sign.left() + 1, height() / 2.0 - 4.5, 9, 9);
        painter.setPen(QPen(colours.text, 1.5));
        painter.setBrush(m_state == SpaceState::Occupied ? QBrush(colours.text)
                                                         : QBrush(Qt::NoBrush));
        painter.drawRoundedRect(square, 2, 2);
    }
    painter.setPen(colours.text);
    painter.drawText(QRectF(rect()).adjusted(22, 0, -4, 0), Qt::AlignVCenter, word());
}

void paintStateSign(QPainter &painter, const QRectF &box, SpaceState state, Confidence confidence,
                    const Theme &theme)
{
    const Tokens &t = theme.tokens();
    const bool known = confidence == Confidence::Fresh;
    const StateColours &colours = known ? t.state(state) : t.stale;
    QPen pen(colours.edge, 1.5);
    if (!known)
        pen.setDashPattern({2, 1.5});
    painter.setPen(pen);
    painter.setBrush(colours.fill);
    painter.drawRoundedRect(box.adjusted(0.75, 0.75, -0.75, -0.75), 3, 3);
    if (known && state == SpaceState::Occupied) { // a car from above
        const QRectF car(box.center().x() - box.width() * 0.24, box.top() + box.height() * 0.2,
                         box.width() * 0.48, box.height() * 0.6);
        QColor light = colours.text;
        light.setAlphaF(0.35F);
        painter.setPen(Qt::NoPen);
        painter.setBrush(light);
        painter.drawRoundedRect(car, car.width() * 0.35, car.width() * 0.35);
        painter.setBrush(colours.fill);
        painter.drawRoundedRect(car.adjusted(car.width() * 0.18, car.height() * 0.42,
                                             -car.width() * 0.18, -car.height() * 0.36),
                                1, 1);
        return;
    }
    const QString letter = known ? labels::letter(state) : u"?"_s;
    if (letter.isEmpty())
        return;
    QFont font = theme.font(TextStyle::Axis);
    font.setPixelSize(int(box.height() * 0.66));
    font.setWeight(QFont::Bold);
    painter.setFont(font);
    painter.setPen(colours.text);
    painter.drawText(box, Qt::AlignCenter, letter);
}

} // namespace parking::ui
