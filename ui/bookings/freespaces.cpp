#include "bookings/freespaces.h"

#include "base/literals.h"
#include "widgets/statepill.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

namespace parking::ui {

FreeSpaces::FreeSpaces(const Theme &theme, QWidget *parent) : QWidget(parent), m_theme(theme)
{
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Free spaces"));
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, [this] {
        updateGeometry();
        update();
    });
}

void FreeSpaces::setSpaces(const QString &title, const QList<OfferedSpace> &spaces, int count,
                           const QString &none)
{
    m_title = title;
    m_spaces = spaces.mid(0, kShown);
    m_count = count;
    m_none = none;
    m_current = std::clamp(m_current, 0, std::max(0, int(m_spaces.size()) - 1));
    QStringList words;
    for (const OfferedSpace &space : std::as_const(m_spaces))
        words.append(tr("%1, %2, free %3").arg(space.code, space.why, space.until));
    setAccessibleDescription(m_spaces.isEmpty() ? none : words.join(u"; "_s));
    updateGeometry();
    update();
}

QSize FreeSpaces::sizeHint() const
{
    return {280, m_theme.scaled(28) + m_theme.scaled(34) * std::max(1, int(m_spaces.size())) + 6};
}

QRectF FreeSpaces::rowBox(int row) const
{
    const double high = m_theme.scaled(34);
    return {1, m_theme.scaled(28) + row * high, width() - 2.0, high};
}

void FreeSpaces::paintEvent(QPaintEvent *)
{
    const Tokens &t = m_theme.tokens();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(t.border, 1));
    painter.setBrush(t.surface);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8);
    const QRectF head(13, 2, width() - 26.0, m_theme.scaled(28) - 2);
    QFont font = m_theme.font(TextStyle::Caption);
    painter.setFont(font);
    painter.setPen(t.text2);
    painter.drawText(head, Qt::AlignRight | Qt::AlignVCenter,
                     m_spaces.isEmpty() ? QString() : tr("%n spaces", nullptr, m_count));
    font.setWeight(QFont::Medium);
    painter.setFont(font);
    painter.drawText(head, Qt::AlignVCenter, m_title);
    painter.fillRect(QRectF(1, m_theme.scaled(28), width() - 2.0, 1), t.border);
    for (int row = 0; row < m_spaces.size(); ++row)
        paintRow(painter, row);
    if (m_spaces.isEmpty()) {
        painter.setFont(m_theme.font(TextStyle::Caption));
        painter.setPen(t.text2);
        painter.drawText(rowBox(0).adjusted(12, 2, -12, 0), Qt::AlignVCenter | Qt::TextWordWrap,
                         m_none);
    }
    if (hasFocus()) {
        painter.setPen(QPen(t.accent, 2));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), 8, 8);
    }
}

void FreeSpaces::paintRow(QPainter &painter, int row) const
{
    const Tokens &t = m_theme.tokens();
    const OfferedSpace &space = m_spaces[row];
    const QRectF box = rowBox(row);
    if (hasFocus() && row == m_current)
        painter.fillRect(box.adjusted(0, 1, 0, 0), t.accentSoft);
    if (row > 0)
        painter.fillRect(QRectF(box.left(), box.top(), box.width(), 1), t.border);
    paintStateSign(painter, QRectF(12, box.center().y() - 7, 12, 14), space.state, space.confidence,
                   m_theme);
    painter.setFont(m_theme.font(TextStyle::BodyStrong));
    painter.setPen(t.text);
    const double code = QFontMetricsF(painter.font()).horizontalAdvance(space.code);
    painter.drawText(box.adjusted(32, 0, 0, 0), Qt::AlignVCenter, space.code);
    painter.setFont(m_theme.font(TextStyle::Caption));
    painter.setPen(t.text2);
    const QFontMetricsF metrics(painter.font());
    const double until = metrics.horizontalAdvance(space.until);
    const QRectF words = box.adjusted(32 + code + 16, 0, -12, 0);
    painter.drawText(words, Qt::AlignRight | Qt::AlignVCenter, space.until);
    painter.drawText(words, Qt::AlignVCenter,
                     metrics.elidedText(space.why, Qt::ElideRight, words.width() - until - 8));
}

void FreeSpaces::mouseReleaseEvent(QMouseEvent *event)
{
    for (int row = 0; row < m_spaces.size(); ++row) {
        if (event->button() == Qt::LeftButton && rowBox(row).contains(event->position()))
            return Q_EMIT taken(m_spaces[row].id);
    }
}

void FreeSpaces::keyPressEvent(QKeyEvent *event)
{
    const int last = int(m_spaces.size()) - 1;
    if (event->key() == Qt::Key_Down || event->key() == Qt::Key_Up) {
        m_current =
            std::clamp(m_current + (event->key() == Qt::Key_Down ? 1 : -1), 0, std::max(0, last));
        update();
    } else if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && last >= 0) {
        Q_EMIT taken(m_spaces[m_current].id);
    } else {
        QWidget::keyPressEvent(event);
    }
}

} // namespace parking::ui
