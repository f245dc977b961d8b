#include "walk/walkticks.h"

#include "base/literals.h"

#include <QPainter>

namespace parking::ui {

namespace {

constexpr int kRow = 56;
constexpr int kCircle = 34;
constexpr int kEdge = 24;
constexpr int kTitle = 230;
constexpr int kBar = 3;

} // namespace

WalkTickRow::WalkTickRow(domain::WalkStep step, const Theme &theme, QWidget *parent)
    : QAbstractButton(parent), m_step(step), m_theme(theme)
{
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Step of the walk")); // until it is known of which space
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setToolTip(tr("Click what you saw yourself"));
    connect(&theme, &Theme::changed, this, [this] {
        updateGeometry();
        update();
    });
}

void WalkTickRow::setTick(const domain::WalkTick &tick, const QString &title, const QString &seen)
{
    m_tick = tick;
    m_seen = seen;
    setText(title);
    const QString words[] = {tr("its turn has not come"), tr("waiting"), tr("done"),
                             tr("seen by you"),           tr("failed"),  tr("not wanted")};
    setAccessibleName(tr("%1: %2").arg(title, words[size_t(tick.state)]));
    setAccessibleDescription(seen);
    update();
}

QSize WalkTickRow::sizeHint() const
{
    return {400, m_theme.scaled(kRow)};
}

void WalkTickRow::paintSign(QPainter &painter, const QRectF &circle) const
{
    using domain::TickState;
    const Tokens &t = m_theme.tokens();
    const bool isDone = m_tick.state == TickState::Done || m_tick.state == TickState::ByHand;
    const bool isFailed = m_tick.state == TickState::Failed;
    const QColor edge = isDone               ? t.ok
        : isFailed                           ? t.danger
        : m_tick.state == TickState::Waiting ? t.accent
                                             : t.strong;
    painter.setPen(QPen(edge, m_tick.state == TickState::Before ? 1 : 2));
    painter.setBrush(isDone ? t.okSoft : t.surface);
    painter.drawEllipse(circle);
    if (isDone) {
        painter.drawPixmap(
            circle.center() - QPointF(10, 10),
            m_theme.pixmap(u"check"_s, 20, t.ok, painter.device()->devicePixelRatioF()));
    } else if (isFailed) {
        painter.drawLine(circle.topLeft() + QPointF(6, 6), circle.bottomRight() - QPointF(6, 6));
    } else if (m_tick.state == TickState::NotWanted) {
        painter.drawLine(circle.center() - QPointF(6, 0), circle.center() + QPointF(6, 0));
    } else if (m_tick.state == TickState::Waiting) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(t.accent);
        for (const double x : {-7.0, 0.0, 7.0})
            painter.drawEllipse(circle.center() + QPointF(x, 0), 2, 2);
    }
}

void WalkTickRow::paintEvent(QPaintEvent *)
{
    const Tokens &t = m_theme.tokens();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool isNext = m_tick.state == domain::TickState::Waiting;
    painter.fillRect(rect(), isNext ? t.accentSoft : t.surface);
    if (isNext)
        painter.fillRect(QRect(0, 0, kBar, height()), t.accent);
    painter.fillRect(QRect(0, height() - 1, width(), 1), t.border);
    paintSign(painter, QRectF(kEdge, (height() - kCircle) / 2.0, kCircle, kCircle));
    const QRect words = rect().adjusted(kEdge + kCircle + 20, 0, -kEdge, 0);
    const int title = std::min(m_theme.scaled(kTitle), words.width() / 2);
    painter.setFont(m_theme.font(TextStyle::PageTitle));
    painter.setPen(m_tick.state == domain::TickState::Before ? t.text2 : t.text);
    painter.drawText(words.adjusted(0, 0, title - words.width(), 0),
                     Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(text(), Qt::ElideRight, title - 8));
    painter.setFont(m_theme.font(TextStyle::CardTitle));
    painter.setPen(m_tick.state == domain::TickState::Failed ? t.danger : t.text2);
    const QRect rest = words.adjusted(title, 0, 0, 0);
    painter.drawText(rest, Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(m_seen, Qt::ElideRight, rest.width()));
    if (!hasFocus())
        return;
    painter.setPen(QPen(t.accent, 2));
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(rect().adjusted(1, 1, -1, -1));
}

} // namespace parking::ui
