#include "bookings/cancelbox.h"

#include "base/literals.h"
#include "widgets/role.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>

#include <algorithm>

namespace parking::ui {

namespace {

constexpr int kShadow = 12; ///< room for it around the card

} // namespace

CancelBox::CancelBox(const Theme &theme, QWidget *page) : QFrame(page), m_theme(theme)
{
    m_title = makeLabel(this);
    m_title->setWordWrap(true);
    m_reason = new QLineEdit(this);
    m_reason->setPlaceholderText(tr("Reason (optional)"));
    m_reason->setAccessibleName(tr("Reason"));
    m_reason->setMaxLength(200);
    m_scope = new SeriesScopeBox(this);
    auto *yes = new QPushButton(tr("Cancel the booking"), this);
    yes->setProperty("kind", u"danger"_s);
    auto *no = new QPushButton(tr("Keep it"), this);
    connect(yes, &QPushButton::clicked, this, &CancelBox::agree);
    connect(no, &QPushButton::clicked, this, &CancelBox::leave);
    connect(m_reason, &QLineEdit::returnPressed, this, &CancelBox::agree);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addStretch();
    buttons->addWidget(no);
    buttons->addWidget(yes);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(kShadow + 16, kShadow + 12, kShadow + 16, kShadow + 14);
    layout->setSpacing(10);
    layout->addWidget(m_title);
    layout->addWidget(m_scope);
    layout->addWidget(m_reason);
    layout->addLayout(buttons);
    hide();
}

void CancelBox::open(const domain::Booking &booking, const QString &title, const QRect &beside)
{
    m_scope->begin(!booking.seriesId.isNull());
    m_booking = booking;
    m_title->setText(title);
    m_title->setFont(m_theme.font(TextStyle::BodyStrong));
    m_reason->clear();
    setFixedWidth(m_theme.scaled(340) + 2 * kShadow);
    adjustSize();
    const QRect page = parentWidget()->rect();
    const int below = beside.bottom() + 4 - kShadow;
    const bool fits = below + height() <= page.bottom();
    move(std::clamp(beside.left(), 0, std::max(0, page.width() - width())),
         fits ? below : std::max(0, beside.top() - 4 - height() + kShadow));
    show();
    raise();
    m_reason->setFocus(Qt::PopupFocusReason);
}

void CancelBox::leave()
{
    hide();
    Q_EMIT left();
}

void CancelBox::agree()
{
    const QString reason = m_reason->text().trimmed();
    const domain::SeriesScope scope = m_scope->scope();
    leave();
    if (scope == domain::SeriesScope::One)
        Q_EMIT agreed(m_booking.id, reason);
    else
        Q_EMIT seriesAgreed(m_booking.id, reason, scope);
}

void CancelBox::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        leave();
    else
        QFrame::keyPressEvent(event);
}

void CancelBox::paintEvent(QPaintEvent *)
{
    const Tokens &t = m_theme.tokens();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF card = QRectF(rect()).adjusted(kShadow, kShadow, -kShadow, -kShadow);
    m_theme.paintShadow(painter, card);
    painter.setPen(QPen(t.border, 1));
    painter.setBrush(t.raised);
    painter.drawRoundedRect(card.adjusted(0.5, 0.5, -0.5, -0.5), 8, 8);
}

} // namespace parking::ui
