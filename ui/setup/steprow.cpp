#include "setup/steprow.h"

#include "base/literals.h"
#include "setup/wrapped.h"
#include "widgets/role.h"
#include "widgets/textstyle.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

namespace parking::ui {

namespace {

constexpr int kLeft = 64; // where texts begin
constexpr double kSign = 34; // the middle of the sign, from the left
constexpr double kSignTop = 15;
constexpr double kSize = 28;

} // namespace

StepRow::StepRow(const QString &title, const QString &purpose, QWidget *body, const Theme &theme,
                 QWidget *parent)
    : QWidget(parent), m_theme(theme), m_title(title), m_purpose(purpose), m_body(body)
{
    m_head = makeLabel(this, {}, title);
    setTextStyle(*m_head, "cardTitle"_L1);
    m_head->setMinimumWidth(theme.scaled(100));
    m_beside = makeLabel(this, "secondary"_L1);
    m_beside->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_beside->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_text = makeLabel(this);
    m_text->setWordWrap(true);
    m_change = new QPushButton(tr("Change"), this);
    m_change->setProperty("kind", u"link"_s);
    m_change->setAccessibleName(tr("Change %1").arg(title));
    connect(m_change, &QPushButton::clicked, this, &StepRow::changeRequested);
    body->setParent(this);
    body->setContentsMargins(0, 8, 0, 0);
    auto *head = new QHBoxLayout;
    head->setSpacing(12);
    head->addWidget(m_head);
    head->addWidget(m_beside, 1);
    head->addWidget(m_change);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(kLeft, 12, 20, 12);
    column->setSpacing(4);
    setMinimumHeight(theme.scaled(57));
    column->addLayout(head);
    column->addWidget(m_text);
    column->addWidget(body);
    connect(&theme, &Theme::changed, this, &StepRow::refresh);
    refresh();
}

void StepRow::setState(State state)
{
    m_state = state;
    refresh();
}

void StepRow::setNumber(int number, bool isLast)
{
    m_number = number;
    m_isLast = isLast;
    update();
}

void StepRow::setFound(const QString &value, const QString &text, checks::Level level)
{
    m_value = value;
    m_found = text;
    m_level = level;
    refresh();
}

QString StepRow::text() const
{
    return m_text->text();
}

void StepRow::refresh()
{
    const bool isClosed = m_state == State::Passed || m_state == State::Kept;
    const QString text = m_state == State::Passed ? m_found
        : m_state == State::Kept                  ? tr("Kept from before, not tested now.")
        : m_state == State::Skipped               ? tr("Left out. It can be set up later.")
                                                  : QString();
    m_beside->setText(isClosed ? m_value : m_purpose);
    m_beside->setFont(isClosed ? m_theme.monoFont(TextStyle::Caption)
                               : m_theme.font(TextStyle::Body));
    m_text->setText(text);
    m_text->setVisible(!text.isEmpty());
    setRole(*m_text,
            m_state != State::Passed               ? "secondary"_L1
                : m_level == checks::Level::Passed ? "ok"_L1
                                                   : "warning"_L1);
    setRole(*m_head, m_state == State::Ahead ? "secondary"_L1 : QLatin1StringView());
    m_change->setVisible(isClosed || m_state == State::Skipped);
    m_body->setVisible(m_state == State::Open);
    fitWrapped(*this, {m_text});
    update();
}

void StepRow::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fitWrapped(*this, {m_text});
}

void StepRow::paintSign(QPainter &painter, const QRectF &circle) const
{
    const Tokens &t = m_theme.tokens();
    const bool isPassed = m_state == State::Passed;
    const bool isWarning = isPassed && m_level != checks::Level::Passed;
    const bool isOpen = m_state == State::Open;
    const QColor edge = isOpen ? t.accent : isWarning ? t.warning : isPassed ? t.ok : t.strong;
    painter.setPen(QPen(edge, 1.25));
    painter.setBrush(isOpen          ? t.accent
                         : isWarning ? t.warningSoft
                         : isPassed  ? t.okSoft
                                     : t.surface);
    painter.drawEllipse(circle);
    if (isPassed || m_state == State::Kept) {
        painter.drawPixmap(circle.center() - QPointF(8, 8),
                           m_theme.pixmap(u"check"_s, 16, edge, devicePixelRatioF()));
        return;
    }
    painter.setPen(isOpen ? t.accentText : t.text2);
    painter.setFont(m_theme.font(TextStyle::BodyStrong));
    painter.drawText(circle, Qt::AlignCenter,
                     m_state == State::Skipped ? u"–"_s : QString::number(m_number));
}

void StepRow::paintEvent(QPaintEvent *)
{
    const Tokens &t = m_theme.tokens();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF circle(kSign - kSize / 2, kSignTop, kSize, kSize);
    painter.setPen(Qt::NoPen);
    painter.setBrush(t.border);
    if (m_number > 1)
        painter.drawRect(QRectF(kSign - 1, 0, 2, kSignTop));
    if (!m_isLast) {
        painter.drawRect(QRectF(kSign - 1, circle.bottom(), 2, height() - circle.bottom()));
        painter.drawRect(QRectF(kLeft, height() - 1, width() - kLeft, 1));
    }
    paintSign(painter, circle);
}

} // namespace parking::ui
